/** No serving software at all: only what the chips take. */

import type { Runtime } from "../types";

export const bareRuntime: Runtime = {
  engine: undefined,
  bases: [],
  stepOverhead: 0,
  requestOverhead: 0,
  requestHost: 0,
  admission: 0,
  requests: Number.POSITIVE_INFINITY,
  answerRoom: 1,
  policy: "mixed",
  windows: "kept",
  fusedQuantisation: false,
  fixedTimes: 1,
  microbatchOverlap: 1,
  recurrenceRate: Number.POSITIVE_INFINITY,
  graphs: true,
  launch: 0,
  expertLaunch: 0,
  gathering: 0,
  batching: 0,
  polling: 1,
  cacheShare: 1,
  staticShare: 1,
};

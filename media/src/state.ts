/** The page's state: what outlives edits, hiding and reload. */

import type { PageState } from "../../shared/report";

export const tabs = ["overview", "topology", "memory", "time", "throughput"] as const satisfies readonly PageState["tab"][];
export const colourings = ["placement", "memory", "fabric"] as const satisfies readonly PageState["colour_by"][];

/** The state that was saved, whatever is left of it: it may come from another version of the page. */
export function restoreState(saved: unknown, document: string | undefined): PageState {
  const { plan, tab, colour_by, scroll } = isRecord(saved) ? saved : {};
  return {
    plan: typeof plan === "string" ? plan : undefined,
    tab: tabs.find((each) => each === tab) ?? "overview",
    colour_by: colourings.find((each) => each === colour_by) ?? "placement",
    scroll: typeof scroll === "number" && scroll >= 0 ? scroll : 0,
    ...(document === undefined ? {} : { document }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

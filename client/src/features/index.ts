/** Every feature of the client beyond the language protocol's own, in one list. */

import type { Surroundings } from "../infrastructure/context";
import { activateCatalog } from "./catalog";
import { activateDocumentation } from "./documentation";
import { activateFiles } from "./files";
import { activateReports } from "./report";
import { activateSimulate } from "./simulate";

export function activateFeatures(surroundings: Surroundings): void {
  activateFiles(surroundings);
  activateCatalog(surroundings);
  activateDocumentation(surroundings);
  const reports = activateReports(surroundings);
  activateSimulate(surroundings, reports.show);
}

/** Every feature of the client beyond the language protocol's own, in one list. */

import type { Surroundings } from "../infrastructure/context";
import { activateCatalog } from "./catalog";
import { activateDocumentation } from "./documentation";
import { activateExpectations } from "./expectations";
import { activateFiles } from "./files";
import { activateReports } from "./report";
import { activateRestart } from "./restart";
import { activateSimulate } from "./simulate";
import { activateStatus } from "./status";
import { activateTemplates } from "./templates";

export function activateFeatures(surroundings: Surroundings): void {
  activateFiles(surroundings);
  activateCatalog(surroundings);
  activateDocumentation(surroundings);
  activateTemplates(surroundings);
  activateExpectations(surroundings);
  activateStatus(surroundings);
  activateRestart(surroundings);
  const reports = activateReports(surroundings);
  activateSimulate(surroundings, reports.show);
}

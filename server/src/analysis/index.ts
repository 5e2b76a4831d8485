/** The one door to the language and the engine: editor, command line and tests call `analyse`. */

export { analyse } from "./analyse";
export type { Analysis, PlanAnalysis } from "./types";

/** What every part of the page is built from. */

import type { PageState, PlanReport, Report } from "../../../shared/report";
import type { ChartPlace } from "../charts/registry";

/** What the reader has chosen besides the state that is kept: it lasts as long as the page. */
export interface Choices {
  readonly cell: number | undefined;
  /** The metric shown of each sweep, by the sweep's name. */
  readonly metrics: ReadonlyMap<string, string>;
}

export interface Context {
  readonly report: Report;
  readonly state: PageState;
  readonly choices: Choices;
  /** Width of the content in pixels. */
  readonly width: number;
  /** Whether the text behind a finding can be shown. */
  readonly reveals: boolean;
  readonly chart: (place: ChartPlace) => HTMLElement;
}

export interface PlanContext extends Context {
  readonly plan: PlanReport;
}

/** What every part of the page is built from. */

import type { PageState, PlanReport, Report, TimeSpan } from "../../../shared/report";
import type { ChartPlace } from "../charts/registry";
import type { Child } from "../dom";
import type { DrawnPlace } from "../pictures";
import type { Palette } from "../theme";

export interface Context {
  readonly report: Report;
  readonly state: PageState;
  /** Reports of the other open files, as far as they were asked for. */
  readonly others: readonly Report[];
  /** Width of the content in pixels. */
  readonly width: number;
  readonly palette: Palette;
  /** Whether there is an editor that shows the text, tries values and writes them. */
  readonly editor: boolean;
  /** The place of a picture, which an export then finds by its key. */
  readonly chart: (place: ChartPlace) => HTMLElement;
  readonly drawn: (place: DrawnPlace, element: Element) => Element;
  /** Where a part of the page goes: the page decides when it is made. */
  /** What the reader sees of a picture along time. Not of the state: it moves while the rest of the page stays. */
  readonly span: (key: string) => TimeSpan;
  readonly part: (key: string, make: Part) => Child;
}

/** A part of a tab, made when it is wanted: what is out of sight waits until the rest has been painted. */
export type Part = () => Child;

export interface PlanContext extends Context {
  readonly plan: PlanReport;
  /** The plan as the text has it, where `plan` is one with other values tried. */
  readonly written: PlanReport;
  /** Why the values that are tried leave nothing to compute. */
  readonly problem: string | undefined;
}

/** What the reader picked about a subject, if it is (still) one of the options. */
export function picked<Option extends string>(
  { state }: Pick<Context, "state">,
  subject: string,
  options: readonly Option[],
): Option | undefined {
  return options.find((option) => option === state.picked[subject]);
}

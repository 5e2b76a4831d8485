/** What the text claims and what was found in it: expectations, diagnostics, notes. */

import type { ExpectationReport, Position, Range, Report } from "../../../shared/report";
import { type Child, h } from "../dom";
import { percent } from "../format";
import { showByText } from "../names";
import type { Context } from "./context";
import { badge, reveal, section, sign, table } from "./pieces";

export function expectationsSection(expectations: readonly ExpectationReport[], context: Context): Child {
  if (expectations.length === 0) return null;
  return section(
    "Expectations",
    table(
      [
        { label: "Claim" },
        { label: "Actual", numeric: true },
        { label: "Expected", numeric: true, spare: true },
        { label: "Difference", numeric: true },
      ],
      expectations.map((each) => [
        h(
          "span",
          { class: "claim", "data-pass": String(each.pass) },
          sign(each.pass ? "good" : "bad", each.pass ? "holds" : "failed"),
          reveal(context, each.range, h("code", {}, breakable(each.text))),
        ),
        each.actual_text ?? (each.actual === null ? "–" : showByText(each.text, each.actual)),
        expectedText(each),
        deviation(each),
      ]),
    ),
  );
}

const tones = { error: "bad", warning: "warn", information: "quiet" } as const;
const gravity = { error: 0, warning: 1, information: 2 } as const;

/** What is worst comes first. Where there are several plans, each finding says whose it is. */
export function diagnosticsSection(report: Report, context: Context): Child {
  if (report.diagnostics.length === 0) return null;
  const plans = [...report.plans, ...report.pending];
  const diagnostics = report.diagnostics.toSorted((left, right) => gravity[left.severity] - gravity[right.severity]);
  const owner = (range: Range) => (plans.length > 1 ? plans.find((plan) => within(range, plan.range))?.name : undefined);
  return section(
    "Findings",
    h(
      "ul",
      { class: "findings" },
      diagnostics.map(({ code, severity, message, range, file }) =>
        h(
          "li",
          { "data-severity": severity },
          badge(tones[severity], severity),
          // The host shows places of its own text only; a finding in an import names its file instead.
          file === undefined ? reveal(context, range, said(owner(range), message)) : h("span", {}, said(file, message)),
          h("span", { class: "code" }, code),
        ),
      ),
    ),
  );
}

export function notesSection(notes: readonly string[]): Child {
  if (notes.length === 0) return null;
  return section(
    "Before you trust a figure",
    h(
      "ul",
      { class: "notes" },
      notes.map((note) => h("li", {}, note)),
    ),
  );
}

function said(subject: string | undefined, message: string): string {
  return subject === undefined || message.startsWith(`${subject} `) ? message : `${subject}: ${message}`;
}

function within({ start }: Range, outer: Range): boolean {
  return !before(start, outer.start) && before(start, outer.end);
}

function before(left: Position, right: Position): boolean {
  return left.line < right.line || (left.line === right.line && left.character < right.character);
}

/** Long names may break after their dots, nowhere else. */
function breakable(text: string): Child[] {
  return text.split(/(?<=[a-z0-9]\.)(?=[a-z])/i).flatMap((piece, index) => (index === 0 ? [piece] : [h("wbr", {}), piece]));
}

/** The figure as the text writes it: right of the comparison. */
function expectedText({ text, expected }: ExpectationReport): string {
  const [, written] = /(?:[<>]=?|==)\s*(.+?)(?:\s+within\b.*)?$/.exec(text) ?? [];
  return written ?? showByText(text, expected);
}

function deviation({ actual, expected }: ExpectationReport): string {
  if (actual === null || expected === 0) return "–";
  const share = actual / expected - 1;
  if (Math.abs(share) < 0.0005) return "0%";
  return `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;
}

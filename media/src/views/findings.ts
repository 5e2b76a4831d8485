/** What the text claims and what was found in it: expectations, diagnostics, notes. */

import type { ExpectationReport, PlanReport, Position, Range, Report } from "../../../shared/report";
import { type Child, h } from "../dom";
import { signedPercent } from "../format";
import { said, t } from "../language";
import { showByText } from "../names";
import type { Context } from "./context";
import { figure, raw } from "./figure";
import { badge, reveal, section, sign } from "./pieces";

export function expectationsSection(expectations: readonly ExpectationReport[], context: Context): Child {
  if (expectations.length === 0) return null;
  return section(
    t("Expectations"),
    figure({
      key: "expectations",
      columns: [
        { label: t("Claim") },
        { label: t("Actual"), numeric: true },
        { label: t("Expected"), numeric: true, spare: true },
        { label: t("Difference"), numeric: true },
      ],
      rows: expectations.map((each) => [
        h(
          "span",
          { class: "claim", "data-pass": String(each.pass) },
          sign(each.pass ? "good" : "bad", each.pass ? t("holds") : t("failed")),
          reveal(context, each.range, h("code", {}, breakable(each.text))),
        ),
        raw(each.actual ?? undefined, each.actual_text ?? (each.actual === null ? "–" : showByText(each.text, each.actual))),
        raw(each.expected, expectedText(each)),
        deviation(each),
      ]),
    }),
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
    t("Findings"),
    h(
      "ul",
      { class: "findings" },
      diagnostics.map(({ code, severity, message, range, file }) =>
        h(
          "li",
          { "data-severity": severity },
          badge(tones[severity], t(severity)),
          // The host shows places of its own text only; a finding in an import names its file instead.
          file === undefined ? reveal(context, range, about(owner(range), message)) : h("span", {}, about(file, message)),
          h("span", { class: "code" }, code),
        ),
      ),
    ),
  );
}

export function notesSection(notes: readonly string[]): Child {
  if (notes.length === 0) return null;
  return section(
    t("Before you trust a figure"),
    h(
      "ul",
      { class: "notes" },
      notes.map((note) => h("li", {}, said(note))),
    ),
  );
}

function about(subject: string | undefined, message: string): string {
  return subject === undefined || (/^[ :]/.test(message.slice(subject.length)) && message.startsWith(subject))
    ? message
    : `${subject}: ${message}`;
}

/** The first advice on a plan: what would help. */
export function adviceSection({ name, range }: PlanReport, report: Report, context: Context): Child {
  const advice = report.diagnostics.find((each) => each.code.startsWith("CMX7") && each.file === undefined && within(each.range, range));
  if (!advice) return null;
  const words = advice.message.startsWith(`${name}: `) ? advice.message.slice(name.length + 2) : advice.message;
  return h(
    "p",
    { class: "advice", "data-key": "advice" },
    h("span", { class: "label" }, t("Advice")),
    reveal(context, advice.range, words),
    h("span", { class: "code" }, advice.code),
  );
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
  return signedPercent(actual / expected - 1);
}

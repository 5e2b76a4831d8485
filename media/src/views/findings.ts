/** What the text claims and what was found in it: expectations, diagnostics, notes. */

import type { ExpectationReport, Report } from "../../../shared/report";
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

export function diagnosticsSection({ diagnostics }: Report, context: Context): Child {
  if (diagnostics.length === 0) return null;
  const tones = { error: "bad", warning: "warn", information: "quiet" } as const;
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
          file === undefined ? reveal(context, range, message) : h("span", {}, `${file}: ${message}`),
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

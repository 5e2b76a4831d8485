/** docs/diagnostics.md: one section for each code, under the anchor that the squiggle links to. */

import { diagnosticRows } from "../../server/src/language/diagnostics";
import type { Example } from "./examples";
import { code, fenced, paragraphs, prose } from "./markdown";

const longestLine = 120;

export function diagnosticsManual(introduction: string, exampleOf: (code: string) => Example | undefined): string {
  const rows = Object.values(diagnosticRows).toSorted((left, right) => left.code.localeCompare(right.code));
  const sections = rows.map((row) => {
    const example = exampleOf(row.code);
    const [wrong, right] = row.severity === "information" ? ["Reported for", "Not reported for"] : ["Wrong", "Right"];
    return paragraphs([
      // The heading is the code alone, so that its anchor is `#cmx401` wherever Markdown is shown.
      `## ${row.code}`,
      `**${row.title}** (${row.severity})`,
      `> ${code(row.message)}`,
      prose(row.explanation),
      example ? `${wrong}:\n\n${fenced(shown(example.wrong))}` : "",
      example ? `${right}:\n\n${fenced(shown(example.right))}` : "",
    ]);
  });
  return `${paragraphs([introduction.trimEnd(), ...sections])}\n`;
}

/** Some examples are wrong by being long; a page shows their beginning. */
function shown(source: string): string {
  return source
    .split("\n")
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)} …` : line))
    .join("\n");
}

/** Diagnostics as SARIF 2.1.0, which code hosts and dashboards read. */

import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { type DiagnosticRow, diagnosticRows } from "../language/diagnostics";
import { documentationUri } from "../language/diagnostics/link";
import type { Checked, Diagnostic } from "./diagnostics";

const levels = { error: "error", warning: "warning", information: "note" } as const;

const rows: readonly (readonly [string, DiagnosticRow])[] = Object.entries(diagnosticRows);

/** The SARIF log of one run over these files. */
export function sarif(files: readonly Checked[], version: string): unknown {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "cmx", version, informationUri: "https://github.com/cmx-lang/cmx", rules: rows.map(rule) } },
        columnKind: "utf16CodeUnits",
        artifacts: files.map(({ name }) => ({ location: { uri: artifactUri(name) }, sourceLanguage: "cmx" })),
        results: files.flatMap(({ diagnostics }) => diagnostics.map(result)),
      },
    ],
  };
}

function rule([key, row]: readonly [string, DiagnosticRow]) {
  return {
    id: row.code,
    name: key.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: row.title },
    fullDescription: { text: row.explanation },
    helpUri: documentationUri(row.code),
    defaultConfiguration: { level: levels[row.severity] },
  };
}

function result({ code, severity, message, range, file }: Diagnostic) {
  const region = {
    startLine: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
  };
  return {
    ruleId: code,
    ruleIndex: rows.findIndex(([, row]) => row.code === code),
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: artifactUri(file) }, region } }],
  };
}

/** A path as a URI, relative where the path is; separators stay, everything that a URI cannot hold is escaped. */
function artifactUri(path: string): string {
  return isAbsolute(path) ? pathToFileURL(path).href : path.split(sep).map(encodeURIComponent).join("/");
}

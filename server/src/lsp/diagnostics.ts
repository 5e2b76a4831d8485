/** What the editor shows of a look at a document; pushed or pulled, it is the same. */

import type { Diagnostic } from "vscode-languageserver";
import type { Analysed } from "./analyses";
import { createLocator, toDiagnostic } from "./convert";
import { type Files, isCatalog } from "./files";
import { type Settings, shownSeverity } from "./settings";

interface Needs {
  readonly files: Files;
  readonly settings: () => Promise<Settings>;
}

export type Diagnose = (analysed: Analysed) => Promise<Diagnostic[]>;

export function createDiagnose({ files, settings }: Needs): Diagnose {
  return async ({ uri, analysis, lines }) => {
    const wanted = await settings();
    if (isCatalog(uri)) return [];
    const locate = createLocator((other) => files.textOf(other));
    return analysis.findings.flatMap((finding) => {
      const severity = finding.place.uri === uri ? shownSeverity(finding, wanted) : "off";
      return severity === "off" ? [] : [toDiagnostic(finding, lines, locate, severity)];
    });
  };
}

/** What the editor shows of a look at a document; pushed or pulled, it is the same. */

import type { Diagnostic } from "vscode-languageserver";
import type { Translation } from "../language/translation";
import type { Analysed } from "./analyses";
import { createLocator, toDiagnostic } from "./convert";
import { type Files, isCatalog } from "./files";
import { type SettingsOf, shownSeverity } from "./settings";

interface Needs {
  readonly files: Files;
  readonly settings: SettingsOf;
  readonly translation: () => Translation;
}

export type Diagnose = (analysed: Analysed) => Promise<Diagnostic[]>;

export function createDiagnose({ files, settings, translation }: Needs): Diagnose {
  return async ({ uri, analysis, lines }) => {
    const wanted = await settings(uri);
    if (isCatalog(uri)) return [];
    const showing = { lines, locate: createLocator((other) => files.textOf(other)), translation: translation() };
    // A file has hundreds of them, and they are told with every key press.
    const shown: Diagnostic[] = [];
    for (const finding of analysis.findings) {
      const severity = finding.place.uri === uri ? shownSeverity(finding, wanted) : "off";
      if (severity !== "off") shown.push(toDiagnostic(finding, showing, severity));
    }
    return shown;
  };
}

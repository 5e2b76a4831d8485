/** A chip, machine or model of one's own that starts from the one under the cursor. */

import { fix } from "../../language/diagnostics";
import { useAt } from "../names";
import { freeName, type Place, type Refactoring } from "./types";
import { phrase } from "../../language/phrase";

const kinds: ReadonlySet<string> = new Set(["chip", "supernode", "model"]);

export function derive({ analysis, selection }: Place): readonly Refactoring[] {
  const use = useAt(analysis, selection.start);
  const declaration = use?.declaration;
  if (!use || !declaration || !kinds.has(declaration.kind)) return [];
  const { text, uri } = analysis;
  const name = freeName(analysis, `My${declaration.name}`);
  const gap = text === "" || text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n";
  const written = `${gap}/// ${declaration.name}, with changes.\n${declaration.kind} ${name} : ${declaration.name} {\n}\n`;
  const isUse = use.place.start !== use.target.start || use.place.uri !== use.target.uri;
  return [
    {
      ...fix(phrase`Derive a ${declaration.kind} of your own from ${declaration.name}`, [
        ...(isUse ? [{ place: use.place, text: name }] : []),
        { place: { uri, start: text.length, end: text.length }, text: written },
      ]),
      kind: "refactor.rewrite",
    },
  ];
}

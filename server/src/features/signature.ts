/** Signature help: while the arguments of a function are typed, what it takes and which of them it is. */

import type { Analysis } from "../analysis/types";
import { functions, type FunctionWord } from "../language/words";
import { typedAt, type Word } from "./completion/tokens";
import { whereAt } from "./completion/where";
import { english, type Say } from "../language/translation";
import { phraseOf } from "../language/phrase";

export interface Signature {
  /** `max(value, …)`. */
  readonly label: string;
  readonly documentation: string;
  readonly parameters: readonly { readonly label: string; readonly documentation: string }[];
  /** The parameter that the cursor is at. */
  readonly active: number;
}

/** The innermost call that the cursor is inside of. It looks at words: the call is rarely finished while it is being typed. */
export function signature(analysis: Analysis, offset: number, say: Say = english.say): Signature | undefined {
  const typed = typedAt(analysis.text, whereAt(analysis, offset).start, offset);
  const call = typed && openCall(typed.words);
  const row = call && functions.find(({ name }) => name === call.name);
  if (!call || !row) return undefined;
  const { parameter, many } = row;
  const labels = many ? [parameter.name, "…"] : [parameter.name];
  return {
    label: signatureOf(row),
    documentation: say(phraseOf(row.documentation)),
    parameters: labels.map((label) => ({ label, documentation: say(phraseOf(parameter.documentation)) })),
    active: Math.min(call.commas, labels.length - 1),
  };
}

/** `max(value, …)`. */
export function signatureOf({ name, parameter, many }: FunctionWord): string {
  return `${name}(${parameter.name}${many ? ", …" : ""})`;
}

/** The last bracket that is still open, if a name stands before it; and the commas since. */
function openCall(words: readonly Word[]): { readonly name: string; readonly commas: number } | undefined {
  let closed = 0;
  let commas = 0;
  for (let index = words.length - 1; index > 0; index--) {
    const text = words[index]?.text ?? "";
    if (text === ")" || text === "]") closed++;
    else if (text === "," && closed === 0) commas++;
    else if (text === "(" || text === "[") {
      if (closed > 0) closed--;
      else if (text === "[" || words[index - 1]?.kind !== "path") commas = 0;
      else return { name: words[index - 1]?.text ?? "", commas };
    }
  }
  return undefined;
}

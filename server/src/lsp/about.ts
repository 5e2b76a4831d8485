/** What every answer stands on: the surroundings, and questions about one open document. */

import { ResponseError } from "vscode-jsonrpc";
import type { ClientCapabilities } from "vscode-languageserver";
import type { Translation } from "../language/translation";
import type { Analyses, Analysed } from "./analyses";
import type { Answer, Connection } from "./connection";
import { createLocator, type Locator } from "./convert";
import type { Documents } from "./documents";
import type { Files } from "./files";
import { type Questions, requestFailed } from "./protocol";
import type { Runtime } from "./runtime";
import { createSafely } from "./safely";
import type { SettingsOf } from "./settings";

export interface Surroundings {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly analyses: Analyses;
  readonly files: Files;
  readonly documents: () => Documents;
  readonly folders: () => readonly string[];
  readonly settings: SettingsOf;
  readonly client: () => ClientCapabilities;
  readonly translation: () => Translation;
}

/** The methods whose questions are about one document. */
type DocumentMethod = {
  [Method in keyof Questions]: Questions[Method]["params"] extends { readonly textDocument: { readonly uri: string } } ? Method : never;
}[keyof Questions];

/** Answers questions about one document; `nothing` is the answer where that is not open. */
export type About = <Method extends DocumentMethod>(
  method: Method,
  nothing: Answer<Method>,
  answer: (analysed: Analysed, params: Questions[Method]["params"]) => Answer<Method> | Promise<Answer<Method>>,
) => void;

export function createAbout({ connection, runtime, analyses }: Surroundings): About {
  const safely = createSafely(connection, runtime);
  return (method, nothing, answer) =>
    safely(
      method,
      () => nothing,
      async (params) => {
        const analysed = await analyses.of(params.textDocument.uri);
        return analysed ? answer(analysed, params) : nothing;
      },
    );
}

/** Finds the lines of places in any file that is known at this moment. */
export function locatorOf({ files }: Surroundings): Locator {
  return createLocator((uri) => files.textOf(uri));
}

/** An answer that says why there is none. */
export function refused(message: string): ResponseError {
  return new ResponseError(requestFailed, message);
}

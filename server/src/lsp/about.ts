/** What every answer stands on: the surroundings, and questions about one open document. */

import { type ClientCapabilities, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { Analysis } from "../analysis/types";
import type { Analyses, Analysed } from "./analyses";
import { createLocator, type Locator } from "./convert";
import type { Files } from "./files";
import type { Runtime } from "./runtime";
import { createSafely, type Handler } from "./safely";
import type { Settings } from "./settings";

export interface Surroundings {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly analyses: Analyses;
  readonly files: Files;
  readonly folders: () => readonly string[];
  readonly settings: () => Promise<Settings>;
  readonly client: () => ClientCapabilities;
}

interface Document {
  readonly textDocument: { readonly uri: string };
}

/** Makes the handlers of questions about one document; `nothing` is the answer where that is not open. */
export function createAbout({ connection, runtime, analyses }: Surroundings) {
  const safely = createSafely(connection, runtime);
  return <Params extends Document, Answer>(
    name: string,
    nothing: Answer,
    answer: (analysed: Analysed, params: Params) => Answer | Promise<Answer>,
  ): Handler<Params, Answer> =>
    safely<Params, Answer>({
      name,
      nothing,
      answer: async (params) => {
        const analysed = await analyses.of(params.textDocument.uri);
        return analysed ? answer(analysed, params) : nothing;
      },
    });
}

/** Finds the lines of places in any file that is known at this moment. */
export function locatorOf({ files }: Surroundings): Locator {
  return createLocator((uri) => files.textOf(uri));
}

/** The other files that are open, for questions about several. */
export function othersOf({ analyses }: Surroundings, analysed: Analysed): readonly Analysis[] {
  return analyses.all().flatMap((one) => (one === analysed ? [] : [one.analysis]));
}

/** An answer that says why there is none. */
export function refused(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

/** What the open files come to, asked for once per version and told to everybody who wants to know. */

import { type Event, EventEmitter, Uri } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { Outcomes } from "../../../shared/outcomes";

export interface OutcomeSource {
  /** What the open document comes to now; null where it is not open. */
  readonly of: (document: Uri) => Promise<Outcomes | null>;
  /** A document has been looked at anew. */
  readonly onAnalysed: Event<Uri>;
}

export function followOutcomes(client: BaseLanguageClient, own: (one: { dispose(): unknown }) => void): OutcomeSource {
  const analysed = new EventEmitter<Uri>();
  const known = new Map<string, Promise<Outcomes | null>>();
  own(analysed);
  own(
    client.onNotification("cmx/analysed", ({ uri }: { readonly uri: string }) => {
      const document = Uri.parse(uri);
      known.delete(document.toString());
      analysed.fire(document);
    }),
  );
  return {
    onAnalysed: analysed.event,
    of(document) {
      const key = document.toString();
      const answer = known.get(key) ?? client.sendRequest<Outcomes | null>("cmx/outcomes", { uri: key });
      known.set(key, answer);
      answer.then(
        (found) => found ?? known.delete(key),
        () => known.delete(key),
      );
      return answer;
    },
  };
}

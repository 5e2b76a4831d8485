/** Diagnostics, pushed: never of an older text than the editor's, never left behind, one look for several quick changes. */

import type { Analysed, Analyses } from "./analyses";
import { type Connection, reason } from "./connection";
import type { Diagnose } from "./diagnostics";
import type { Runtime } from "./runtime";

export interface Publisher {
  /** The text at `uri`, or something it reads, has changed. */
  schedule(uri: string): void;
  /** Takes everything about `uri` away. */
  clear(uri: string): void;
}

interface Surroundings {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly analyses: Analyses;
  readonly diagnose: Diagnose;
  /** Whether the client waits to be told; else it asks, and is told only that there is something new. */
  readonly pushes: () => boolean;
  /** Hears of each file whose findings have been told. */
  readonly told: (analysed: Analysed) => void;
}

export function createPublisher({ connection, runtime, analyses, diagnose, pushes, told }: Surroundings): Publisher {
  const pending = new Set<string>();
  let changes = 0;
  let running = false;

  /** Waits for a turn of the event loop that brings no further change, so that changes sent together are looked at once. */
  const settle = (seen: number) => {
    runtime.defer(() => (changes === seen ? void run() : settle(changes)));
  };

  const run = async () => {
    while (pending.size > 0) {
      const uris = [...pending];
      pending.clear();
      for (const uri of uris) await publish(uri);
    }
    running = false;
  };

  const publish = async (uri: string) => {
    try {
      const analysed = await analyses.of(uri);
      const diagnostics = analysed && (await diagnose(analysed));
      // A closed document has been cleared; a later change has scheduled a look of its own.
      if (!analysed || !diagnostics || pending.has(uri) || !analyses.isOpen(uri)) return;
      if (pushes()) connection.tell("textDocument/publishDiagnostics", { uri, version: analysed.version, diagnostics });
      connection.tell("cmx/analysed", { uri, version: analysed.version });
      told(analysed);
    } catch (error) {
      connection.log(`CMX could not look at ${uri}: ${reason(error)}`);
    }
  };

  return {
    schedule(uri) {
      pending.add(uri);
      changes++;
      if (running) return;
      running = true;
      runtime.defer(() => settle(changes));
    },
    clear(uri) {
      pending.delete(uri);
      if (pushes()) connection.tell("textDocument/publishDiagnostics", { uri, diagnostics: [] });
    },
  };
}

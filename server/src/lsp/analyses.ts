/** Analyses of the open documents: made when asked for, kept until the text or something it reads changes. */

import { analyse } from "../analysis";
import type { Analysis } from "../analysis/types";
import { type LineIndex, lineIndex } from "../syntax";
import type { Documents } from "./documents";
import type { Files } from "./files";
import { keyOf } from "./uris";

/** What one version of a document means, with the lines of just that version: the document itself moves on. */
export interface Analysed {
  readonly uri: string;
  readonly version: number;
  readonly analysis: Analysis;
  readonly lines: LineIndex;
}

export interface Analyses {
  /** The present text's analysis; undefined when the document is not open. Reads what the text imports first. */
  of(uri: string): Promise<Analysed | undefined>;
  isOpen(uri: string): boolean;
  /** Analyses that stand, for questions about several files. */
  all(): readonly Analysed[];
  /** Drops what depends on the file `uri`, and tells whose analyses those were. */
  invalidate(uri: string): readonly string[];
  close(uri: string): void;
  /** Drops everything: what may be read has changed. */
  clear(): void;
}

interface Surroundings {
  readonly files: Files;
  readonly documents: () => Documents;
}

export function createAnalyses({ files, documents }: Surroundings): Analyses {
  const kept = new Map<string, Analysed>();
  /** Those whose imports have changed: good enough to begin the next ones with. */
  const stale = new Set<string>();
  return {
    async of(uri) {
      for (;;) {
        const document = documents().get(uri);
        if (!document) return undefined;
        const last = kept.get(uri);
        if (last?.version === document.version && !stale.has(uri)) return last;
        const { host, unread } = files.hostFor(uri);
        const text = document.getText();
        const analysis = analyse(uri, text, host, last?.analysis);
        if (unread.size === 0) {
          const analysed = { uri, version: document.version, analysis, lines: lineIndex(text) };
          kept.set(uri, analysed);
          stale.delete(uri);
          return analysed;
        }
        await files.fetch(unread);
      }
    },
    isOpen: (uri) => documents().get(uri) !== undefined,
    all: () => [...kept.values()].filter(({ uri }) => !stale.has(uri)),
    invalidate(uri) {
      const key = keyOf(uri);
      const dependents = [...kept].filter(([, { analysis }]) => analysis.program.dependencies.some((one) => keyOf(one) === key));
      for (const [dependent] of dependents) stale.add(dependent);
      return dependents.map(([dependent]) => dependent);
    },
    close(uri) {
      kept.delete(uri);
      stale.delete(uri);
    },
    clear() {
      kept.clear();
      stale.clear();
    },
  };
}

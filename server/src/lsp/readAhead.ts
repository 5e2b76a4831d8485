/** Resolves the catalog bit by bit while nobody waits: the first file needs a few of its declarations, the first completion lists them all. */

import type { Analysed } from "./analyses";
import type { Runtime } from "./runtime";

/** What to do when a file has been looked at: reads on behind the first one. */
export function createReadAhead(runtime: Runtime): (analysed: Analysed) => void {
  let begun = false;
  return ({ analysis: { program } }) => {
    if (begun) return;
    begun = true;
    const names = program.visible.keys();
    const step = () => {
      const { done, value } = names.next();
      if (done) return;
      program.visible.get(value);
      runtime.defer(step);
    };
    runtime.defer(step);
  };
}

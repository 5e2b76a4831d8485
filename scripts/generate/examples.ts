/** The wrong and the right example of each diagnostic: the fixtures that the tests run too. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Example {
  readonly wrong: string;
  readonly right: string;
}

const folder = "test/fixtures/diagnostics";

/** The examples by code; a code without both files has none. */
export function readExamples(root: string): (code: string) => Example | undefined {
  return (code) => {
    const wrong = join(root, folder, `${code}.wrong.cmx`);
    const right = join(root, folder, `${code}.right.cmx`);
    if (!existsSync(wrong) || !existsSync(right)) return undefined;
    return { wrong: readFileSync(wrong, "utf8"), right: readFileSync(right, "utf8") };
  };
}

/** Files that only the client can reach: in a browser all of them, elsewhere those of virtual workspaces. */

import type { Connection } from "./connection";
import type { Runtime } from "./runtime";

export function readThroughClient(connection: Connection): Runtime["readFile"] {
  return async (uri) => {
    try {
      const text = await connection.ask("cmx/readFile", { uri });
      return text === null ? { problem: "missing" } : { text: text.replace(/^\uFEFF/, "") };
    } catch {
      // The client does not answer this request, or failed in doing so.
      return { problem: "unreadable" };
    }
  };
}

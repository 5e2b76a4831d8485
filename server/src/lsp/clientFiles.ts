/** Files that only the client can reach: in a browser all of them, elsewhere those of virtual workspaces. */

import type { Connection } from "./connection";
import type { Runtime } from "./runtime";

export function readThroughClient(connection: Connection): Runtime["readFile"] {
  return async (uri) => {
    try {
      const text = await connection.ask("cmx/readFile", { uri });
      if (text === null) return { problem: "missing" };
      return typeof text === "string" ? { text: text.replace(/^\uFEFF/, "") } : text;
    } catch {
      // The client does not answer this request, or failed in doing so.
      return { problem: "unreadable" };
    }
  };
}

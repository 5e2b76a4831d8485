/** CMX in desktop and remote VS Code, where the language server is a process of VS Code's own Node. */

import type { ExtensionContext } from "vscode";
import { activateFeatures } from "./features";
import { clientOptions } from "./infrastructure/clientOptions";
import { createLog } from "./infrastructure/log";
import { createNodeClient } from "./infrastructure/nodeClient";

export async function activate(context: ExtensionContext): Promise<void> {
  const log = createLog(context);
  const client = createNodeClient(context, clientOptions(log));
  activateFeatures({ context, client, log });
  await client.start();
}

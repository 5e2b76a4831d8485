/** CMX in VS Code for the web, where the language server is a worker. */

import type { ExtensionContext } from "vscode";
import { activateFeatures } from "./features";
import { createBrowserClient } from "./infrastructure/browserClient";
import { clientOptions } from "./infrastructure/clientOptions";
import { createLog } from "./infrastructure/log";

export async function activate(context: ExtensionContext): Promise<void> {
  const log = createLog(context);
  const client = createBrowserClient(context, clientOptions(log));
  activateFeatures({ context, client, log });
  await client.start();
}

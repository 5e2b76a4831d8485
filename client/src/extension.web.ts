/** CMX in VS Code for the web, where the language server is a worker. There are no processes there, hence no tasks. */

import type { ExtensionContext } from "vscode";
import { activateFeatures } from "./features";
import { createBrowserClient } from "./infrastructure/browserClient";
import { surroundingsOf } from "./infrastructure/start";

export async function activate(context: ExtensionContext): Promise<void> {
  const surroundings = surroundingsOf(context, createBrowserClient);
  activateFeatures(surroundings);
  await surroundings.client.start();
}

/** CMX in desktop and remote VS Code, where the language server is a process of VS Code's own Node. */

import type { ExtensionContext } from "vscode";
import { activateFeatures } from "./features";
import { activateTasks } from "./features/tasks";
import { createNodeClient } from "./infrastructure/nodeClient";
import { surroundingsOf } from "./infrastructure/start";

export async function activate(context: ExtensionContext): Promise<void> {
  const surroundings = surroundingsOf(context, createNodeClient);
  activateFeatures(surroundings);
  activateTasks(surroundings);
  await surroundings.client.start();
}

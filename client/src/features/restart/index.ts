import { registerCommand } from "../../infrastructure/commands";
import type { Surroundings } from "../../infrastructure/context";

/** “CMX: Restart Language Server”, for when it has stopped too often to start again by itself. */
export function activateRestart({ context, client, log }: Surroundings): void {
  const execute = async (): Promise<void> => {
    if (client.isRunning()) await client.stop();
    await client.start();
  };
  context.subscriptions.push(registerCommand({ id: "cmx.restart", execute }, log));
}

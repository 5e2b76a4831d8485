import { registerCommand } from "../../infrastructure/commands";
import type { Surroundings } from "../../infrastructure/context";

/** “CMX: Restart Language Server”, for when it has stopped too often to start again by itself. */
export function activateRestart({ context, client, log }: Surroundings): void {
  const execute = async (): Promise<void> => {
    // A server that does not even hear that it should stop is left behind.
    if (client.isRunning()) await client.stop().catch((error: unknown) => log.warn(String(error)));
    await client.start();
  };
  context.subscriptions.push(registerCommand({ id: "cmx.restart", execute }, log));
}

/** The door of the command line. */

import { version } from "../../../package.json";
import { run } from "./run";
import { processTerminal } from "./terminal";

// A reader that has seen enough (`cmx check … | head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));

run(process.argv.slice(2), processTerminal(), version).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`cmx: a fault in CMX itself, please report it.\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 2;
  },
);

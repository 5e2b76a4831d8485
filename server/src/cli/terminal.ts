/** The process as the commands see it: two streams, an input, a folder. Tests give another one. */

import { coloured, plain, type Style } from "./style";

/** 0: all is well. 1: the file has a fault. 2: unusable arguments or an unreadable file. */
export type ExitCode = 0 | 1 | 2;

export interface Terminal {
  readonly cwd: string;
  /** Characters of a line of a report. */
  readonly columns: number;
  /** A person reads standard output. */
  readonly interactive: boolean;
  readonly style: Style;
  /** Results, and nothing else. */
  out(text: string): void;
  /** Everything else. */
  err(text: string): void;
  stdin(): Promise<Uint8Array>;
}

const narrowest = 80;
const widest = 100;
const usual = 92;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const interactive = stdout.isTTY;
  const wantsColour = interactive && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return {
    cwd: process.cwd(),
    columns: interactive ? Math.min(widest, Math.max(narrowest, stdout.columns || usual)) : usual,
    interactive,
    style: wantsColour ? coloured : plain,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    stdin: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
  };
}

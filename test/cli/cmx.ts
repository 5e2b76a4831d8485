/** Runs the real bundle (dist/cli.js, made by `npm run build`) in a folder of its own. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Folder {
  /** Runs `cmx` here. */
  cmx(args: readonly string[], stdin?: string): Outcome;
  write(name: string, content: string | Uint8Array): string;
  read(name: string): string;
  remove(): void;
}

const bundle = resolve("dist/cli.js");

/** A new folder with these files. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), "cmx-cli-"));
  const write = (name: string, content: string | Uint8Array) => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return {
    cmx: (args, stdin = "") => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], { cwd: path, input: stdin, encoding: "utf8" });
      return { code: status, stdout, stderr };
    },
    write,
    read: (name) => readFileSync(join(path, name), "utf8"),
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** A file that is clean and whose plans fit. */
export const good = `workload chat {
  input = 1024 tokens
  output = 256 tokens
}

serve Small {
  model = Llama33_70B
  on = DGX_H100
  workload = chat

  colocated {
    chips = 8
    tp = 8
    batch = 8 requests
  }

  expect tpot < 1 s
}

serve Large : Small {
  colocated {
    batch = 16 requests
  }
}

sweep batches {
  plan = Small
  vary colocated.batch = 8..32 doubling
}
`;

/** Its plan has more requests in flight than the memory holds. */
export const overflowing = good.replace("batch = 16 requests", "batch = 100000 requests");

/** An expectation that cannot hold. */
export const disappointing = good.replace("tpot < 1 s", "tpot < 1 ns");

/** A unit of another dimension. */
export const faulty = good.replace("1024 tokens", "1024 GB");

/** A warning and no error: fewer requests than data parallel ranks. */
export const doubtful = good
  .replaceAll("Llama33_70B", "Llama31_8B")
  .replace("tp = 8", "dp = 8")
  .replace("batch = 8 requests", "batch = 4 requests");

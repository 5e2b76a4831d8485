/** Files and standard input: the only place of the command line that reads and writes the disk. */

import { mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { PictureFile, Report } from "../../../shared/report";
import type { Host } from "../semantics";
import type { Terminal } from "./terminal";

/** A file that was asked for, under the name that the user gave it. */
export interface Source {
  readonly name: string;
  readonly uri: string;
  readonly text: string;
  /** Not valid UTF-8: the text has replacement characters and must not be written back. */
  readonly damaged: boolean;
  /** Absent for standard input. */
  readonly path: string | undefined;
}

export type Problem = { readonly problem: string };

export const standardInput = "<stdin>";

/** Reads a file of the command line; `-` is standard input, which counts as a file in the current folder. */
export async function readSource(operand: string, terminal: Terminal): Promise<Source | Problem> {
  if (operand === "-") {
    const uri = pathToFileURL(join(terminal.cwd, standardInput)).href;
    return { name: standardInput, uri, path: undefined, ...decode(await terminal.stdin()) };
  }
  const path = resolve(terminal.cwd, operand);
  try {
    return { name: operand, uri: pathToFileURL(path).href, path, ...decode(readFileSync(path)) };
  } catch (error) {
    return { problem: `cannot read ${operand}: ${reason(error)}.` };
  }
}

/** Writes a file; the problem if it cannot be. */
export function writeText(path: string, text: string, terminal: Terminal): Problem | undefined {
  try {
    writeFileSync(resolve(terminal.cwd, path), text);
    return undefined;
  } catch (error) {
    return { problem: `cannot write ${path}: ${reason(error)}.` };
  }
}

/** Script and style of the report page: a bundle of its own that lies next to this one. */
export function pageAssets(): { readonly script: string; readonly style: string } | Problem {
  try {
    const asset = (name: string) => readFileSync(join(__dirname, name), "utf8");
    return { script: asset("report.js"), style: asset("report.css") };
  } catch (error) {
    return { problem: `cannot read report.js and report.css in ${__dirname} (${reason(error)}); npm run build makes them.` };
  }
}

/** Draws the pictures of a report: a bundle of its own, for the page's code knows nothing of ours. */
export function pictureMaker(): ((report: Report) => readonly PictureFile[]) | Problem {
  try {
    const made = createRequire(__filename)("./pictures.js") as { readonly picturesOf: (report: Report) => readonly PictureFile[] };
    return made.picturesOf;
  } catch (error) {
    return { problem: `cannot load pictures.js in ${__dirname} (${reason(error)}); npm run build makes it.` };
  }
}

/** Writes files into a folder, which is made where it is missing; the problem if one cannot be. */
export function writeFiles(folder: string, files: readonly PictureFile[], terminal: Terminal): Problem | undefined {
  try {
    const target = resolve(terminal.cwd, folder);
    mkdirSync(target, { recursive: true });
    for (const { name, content } of files) writeFileSync(join(target, name), content);
    return undefined;
  } catch (error) {
    return { problem: `cannot write into ${folder}: ${reason(error)}.` };
  }
}

/** The disk as the language sees it: what lies in the folder of the file or in the current one, and nothing else. */
export function fileHost(source: Source, cwd: string): Host {
  const roots = [...new Set([cwd, dirname(source.path ?? join(cwd, standardInput))])];
  return {
    read: (uri) => (uri === source.uri ? { text: source.text } : readWithin(uri, roots)),
    locate,
  };
}

/** Larger than any file that is taken, program or trace. */
const sizeLimit = 100e6;

function readWithin(uri: string, roots: readonly string[]): ReturnType<Host["read"]> {
  try {
    const path = fileURLToPath(uri);
    // Asked before the disk is touched, so that nobody learns what exists elsewhere; and again where links lead.
    if (!roots.some((root) => lies(path, root))) return { problem: "outside" };
    const real = realpathSync(path);
    if (!roots.some((root) => lies(real, realpathSync(root)))) return { problem: "outside" };
    // A pipe or a device could block for ever.
    const found = statSync(real);
    if (!found.isFile()) return { problem: "unreadable" };
    return found.size > sizeLimit ? { problem: "large" } : { text: decode(readFileSync(real)).text };
  } catch (error) {
    return { problem: errorCode(error) === "ENOENT" ? "missing" : "unreadable" };
  }
}

function lies(path: string, root: string): boolean {
  const inner = relative(root, path);
  return inner !== ".." && !inner.startsWith(`..${sep}`) && !isAbsolute(inner);
}

function locate(from: string, path: string): string {
  if (from.startsWith("file:")) return pathToFileURL(resolve(dirname(fileURLToPath(from)), path)).href;
  return URL.canParse(path, from) ? new URL(path, from).href : from;
}

function decode(bytes: Uint8Array): { readonly text: string; readonly damaged: boolean } {
  const text = new TextDecoder().decode(bytes);
  return { text, damaged: text.includes("\uFFFD") && !isUtf8(bytes) };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOTDIR: "part of its path is not a folder",
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
  ERR_STRING_TOO_LONG: "it is too large",
  ERR_FS_FILE_TOO_LARGE: "it is too large",
};

function reason(error: unknown): string {
  return reasons[errorCode(error)] ?? (error instanceof Error ? error.message : String(error));
}

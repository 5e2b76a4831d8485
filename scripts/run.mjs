// Running other programs, and saying what we do.
import { spawn } from "node:child_process";

/** Runs a program to its end, its output going where ours goes; resolves to its exit code. */
export function exitCode(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** Runs a program silently; its output is part of the error if it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (data) => {
      output += data;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${[command, ...args].join(" ")} ended with ${code}\n${output.trim().split("\n").slice(-30).join("\n")}`));
    });
  });
}

/** Runs npm silently: the one that runs us, where there is one. */
export function npm(args, options = {}) {
  const script = process.env.npm_execpath;
  if (script !== undefined && /\.c?js$/.test(script)) return run(process.execPath, [script, ...args], options);
  return run("npm", args, { shell: process.platform === "win32", ...options });
}

/** Says what is being done, does it, and says how it went: the text that `work` resolves to, and the time it took. */
export async function step(title, work) {
  process.stdout.write(`· ${title} … `);
  const start = performance.now();
  try {
    const outcome = await work();
    process.stdout.write(`${outcome ?? "done"} (${seconds(start)})\n`);
  } catch (error) {
    process.stdout.write("failed\n");
    throw error;
  }
}

/** Time since a moment of `performance.now()`. */
export function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/** Runs a script's main function; a failure is told in a line or two and sets the exit code. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

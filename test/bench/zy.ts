import { writeFileSync } from "node:fs"; (globalThis as never as { log: string[] }).log = []; process.on("exit", () => writeFileSync("/tmp/scratch/presses", (globalThis as never as { log: string[] }).log.join("\n")));
import { benchSize, sizes } from "./editor";
void benchSize(sizes[Number(process.argv[2] ?? 1)]!).then((w) => { if (process.argv[3]) console.log(((w as never as Record<string, number[]>)["diagnostics"] ?? []).map((t, i) => [t, i] as const).sort((a, b) => b[0] - a[0]).slice(0, 14).map(([t, i]) => `${i}:${t.toFixed(0)}`).join(" ")); });

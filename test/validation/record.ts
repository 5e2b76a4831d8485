/** How well whole deployments were predicted, by chip and phase: reports say it beside the figures. */

import type { Deployment } from "./validate";

/** server/src/catalog/record.json: relative errors of throughputs; +0.3 is 30% too high. Laid out as the formatter would. */
export function trackRecord(deployments: readonly Deployment[]): string {
  const records = new Map<string, { chip: string; phase: string; errors: number[] }>();
  for (const { chip, metric, error } of deployments) {
    const [phase = "", figure] = metric.split(".");
    if (figure !== "throughput") continue;
    const record = records.get(`${chip} ${phase}`) ?? { chip, phase, errors: [] };
    records.set(`${chip} ${phase}`, record);
    record.errors.push(Math.round(error * 1000) / 1000);
  }
  const lines = [...records.values()].map(
    ({ chip, phase, errors }) => `  { "chip": "${chip}", "phase": "${phase}", "errors": [${errors.join(", ")}] }`,
  );
  return `[\n${lines.join(",\n")}\n]\n`;
}

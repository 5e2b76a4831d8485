/** The phases of a plan: how they are laid out, what fills a rank, where the time of a step goes, what the fabrics carry. */

import type { FabricReport, MemoryReport, PhaseReport, PlanReport, TimePart } from "../../../../shared/report";
import { formatCount, formatInformation, formatOperations, formatPercent, formatTime } from "../../language/figures";
import { type Cell, type Column, type Layout, table } from "./table";
import { label } from "./text";

const left = (title: string): Column => ({ title, align: "left" });
const right = (title: string): Column => ({ title, align: "right" });

/** One line for each phase: its instances, degrees, batch and step. */
export function phaseTable({ phases }: PlanReport, layout: Layout): readonly string[] {
  const columns = [left("phase"), right("chips"), right("ranks"), left("degrees"), right("batch"), right("step"), right("pool used")];
  const rows = phases.map(({ name, instances, chips, ranks, degrees, batch, batch_unit, time, utilization }) => [
    name,
    `${formatCount(instances)} × ${formatCount(chips)}`,
    formatCount(ranks),
    degreesText(degrees),
    amountOf(batch, batch_unit),
    formatTime(time.total),
    formatPercent(utilization),
  ]);
  return [...table(columns, rows, layout), layout.style.dim("  Chips: instances × chips of each. Ranks and batch are of one instance.")];
}

/** `1 sequence`, `2 sequences`. */
function amountOf(amount: number, unit: string): string {
  return `${formatCount(amount)} ${amount === 1 ? unit.replace(/s$/, "") : unit}`;
}

/** The degrees that are more than 1. */
function degreesText(degrees: PhaseReport["degrees"]): string {
  const above = Object.entries(degrees).filter(([, degree]) => degree > 1);
  return above.length > 0 ? above.map(([name, degree]) => `${name} ${formatCount(degree)}`).join(", ") : "none";
}

/** Memory of the worst rank by part, against the capacity. */
export function memoryTable(phase: PhaseReport, { columns, style }: Layout): readonly string[] {
  const { capacity, total, parts } = phase.memory;
  const rows: Cell[][] = Object.entries(parts)
    .filter(([, bytes]) => bytes > 0)
    .map(([part, bytes]) => [
      label(part),
      formatInformation(bytes),
      formatPercent(bytes / capacity),
      { share: bytes / capacity, of: "capacity" },
    ]);
  const sum: Cell[] = ["total", formatInformation(total), formatPercent(total / capacity), { share: total / capacity, of: "capacity" }];
  const lines = table([left(""), right(""), right(""), left("")], [...rows, sum], { columns, style });
  return [...lines, `  ${remainder(phase, { columns, style })}`];
}

function remainder({ name, memory, fits, largest_batch, batch_unit }: PhaseReport, { style }: Layout): string {
  const room = roomText(memory);
  if (name === "train") return fits ? style.dim(room) : style.red(`✗ ${room}`);
  const largest = largest_batch === undefined ? "no batch fits" : `the largest batch that fits is ${amountOf(largest_batch, batch_unit)}`;
  return fits ? style.dim(`${room}; ${largest}`) : style.red(`✗ ${room}; ${largest}`);
}

function roomText({ capacity, total }: MemoryReport): string {
  const difference = formatInformation(Math.abs(capacity - total));
  return total > capacity
    ? `${difference} over the ${formatInformation(capacity)}`
    : `${difference} of ${formatInformation(capacity)} free`;
}

/** Time of a step by operator, the longest first; what hides behind other work beside it. */
export function stepTable({ time }: PhaseReport, layout: Layout): readonly string[] {
  const columns = [
    left("operator"),
    right("exposed"),
    right("hidden"),
    right("share"),
    left(""),
    left("bound"),
    right("work"),
    right("bytes"),
  ];
  const busy = time.parts.filter(({ seconds, hidden_seconds }) => seconds > 0 || hidden_seconds > 0);
  const longest = Math.max(...busy.map(({ seconds }) => seconds / time.total));
  const row = (part: TimePart): Cell[] => {
    const share = part.seconds / time.total;
    return [
      label(part.op),
      or(part.seconds, formatTime),
      or(part.hidden_seconds, formatTime),
      formatPercent(share),
      { share: share / longest, of: "largest" },
      part.fabric ?? part.bound,
      or(part.flop, formatOperations),
      or(part.bytes, formatInformation),
    ];
  };
  return table(columns, [...busy].sort((one, other) => other.seconds - one.seconds).map(row), layout);
}

/** How much of each fabric a phase uses, tier by tier. */
export function fabricTable(phase: PhaseReport, layout: Layout): readonly string[] {
  const columns = [left("fabric"), right("sent per chip and step"), right("used"), left(""), left("")];
  const row = ({ name, bytes, utilization, tiers }: FabricReport): Cell[] => [
    name,
    formatInformation(bytes),
    utilization > 1 ? { text: `✗ ${formatPercent(utilization)}`, paint: layout.style.red } : formatPercent(utilization),
    { share: utilization, of: "capacity" },
    tiers.length > 1 ? tiers.map((tier) => `tier ${tier.tier} ${formatPercent(tier.utilization)}`).join(", ") : "",
  ];
  return table(columns, phase.fabrics.map(row), layout);
}

function or(value: number, write: (value: number) => string): string {
  return value > 0 ? write(value) : "–";
}

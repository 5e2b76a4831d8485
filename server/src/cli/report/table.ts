/** Tables: columns as wide as their content, bars as wide as what is left. */

import type { Style } from "../style";
import { bar } from "./bars";

/** How wide a report is, and how it emphasises. */
export interface Layout {
  readonly columns: number;
  readonly style: Style;
}

/** A bar for a share of one: of a capacity (whose unused rest shows) or of the largest in its column. */
interface Share {
  readonly share: number;
  readonly of: "capacity" | "largest";
}

/** Text, text in a colour, or a bar. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string } | Share;

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

const gap = "  ";
const indent = "  ";
const narrowestBar = 6;
const widestBar = 32;

/** The lines of a table, its titles first (none when all titles are empty). */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[], { columns: room, style }: Layout): readonly string[] {
  const widths = columnWidths(columns, rows, room);
  const line = (cells: readonly Cell[], paint: (text: string) => string) =>
    indent + trimLast(cells.map((cell, index) => show(cell, widths[index] ?? 0, columns[index]?.align ?? "left", paint))).join(gap);
  const titles = columns.some(({ title }) => title !== "") ? [line(titleCells(columns), style.dim)] : [];
  return [...titles, ...rows.map((cells) => line(cells, (text) => text))];
}

function titleCells(columns: readonly Column[]): readonly Cell[] {
  return columns.map(({ title }) => title);
}

function columnWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[], room: number): readonly number[] {
  const isBar = (index: number) => rows.some((cells) => isShare(cells[index]));
  const natural = columns.map(({ title }, index) => Math.max(title.length, ...rows.map((cells) => textOf(cells[index]).length)));
  const bars = columns.filter((_, index) => isBar(index)).length;
  const taken =
    indent.length + gap.length * (columns.length - 1) + natural.reduce((sum, width, index) => sum + (isBar(index) ? 0 : width), 0);
  const each = bars > 0 ? Math.floor((room - taken) / bars) : 0;
  return natural.map((width, index) => (isBar(index) ? Math.max(width, Math.min(widestBar, Math.max(narrowestBar, each))) : width));
}

function isShare(cell: Cell | undefined): cell is Share {
  return typeof cell === "object" && "share" in cell;
}

function textOf(cell: Cell | undefined): string {
  if (cell === undefined || isShare(cell)) return "";
  return typeof cell === "string" ? cell : cell.text;
}

function show(cell: Cell, width: number, align: Column["align"], paint: (text: string) => string): string {
  if (isShare(cell)) return bar(cell.share, width, cell.of === "capacity" ? "░" : " ");
  const text = align === "left" ? textOf(cell).padEnd(width) : textOf(cell).padStart(width);
  return typeof cell === "string" ? paint(text) : cell.paint(text);
}

/** Lines end where their content ends. */
function trimLast(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== "");
  return cells.slice(0, last + 1).map((cell, index) => (index === last ? cell.trimEnd() : cell));
}

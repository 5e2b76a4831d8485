/** Tables: columns as wide as their content, bars as wide as what is left. */

import type { Style } from "../style";
import { bar } from "./bars";
import { wrap } from "./text";

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
const narrowestText = 16;
const narrowestBar = 6;
const widestBar = 32;

/** The lines of a table, its titles first (none when all titles are empty). A text in the last column that is too long goes on below itself. */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[], { columns: room, style }: Layout): readonly string[] {
  const widths = columnWidths(columns, rows, room);
  const end = columns.length - 1;
  const before = indent.length + widths.slice(0, end).reduce((sum, width) => sum + width + gap.length, 0);
  const lines = (cells: readonly Cell[]) => {
    const ending = cells[end];
    const parts = typeof ending === "string" ? wrap(ending, Math.max(narrowestText, room - before), 0) : [ending ?? ""];
    const texts = cells.map((cell, index) =>
      fill(index === end ? (parts[0] ?? "") : cell, widths[index] ?? 0, columns[index]?.align ?? "left"),
    );
    // Lines end where their content ends.
    const last = texts.findLastIndex((text) => text.trim() !== "");
    const shown = texts.slice(0, last + 1).map((text, index) => (index === last ? text.trimEnd() : text));
    return [
      indent + shown.map((text, index) => painted(cells[index], text)).join(gap),
      ...parts.slice(1).map((part) => " ".repeat(before) + textOf(part)),
    ];
  };
  const titles = columns.map(({ title }) => ({ text: title, paint: style.dim }));
  return [...(titles.some(({ text }) => text !== "") ? lines(titles) : []), ...rows.flatMap(lines)];
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

function fill(cell: Cell, width: number, align: Column["align"]): string {
  if (isShare(cell)) return bar(cell.share, width, cell.of === "capacity" ? "░" : " ");
  return align === "left" ? textOf(cell).padEnd(width) : textOf(cell).padStart(width);
}

function painted(cell: Cell | undefined, text: string): string {
  return typeof cell === "object" && "paint" in cell ? cell.paint(text) : text;
}

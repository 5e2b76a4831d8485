/** A picture with its twin, the table, and what may be taken along of both. */

import { type Child, h } from "../dom";
import { t } from "../language";
import { whenOpened } from "../lazy";
import { type Column, table } from "./pieces";

type Rows = readonly (readonly Child[])[];

export interface TableParts {
  readonly columns: readonly Column[];
  /** Many of them are made when somebody opens the table. */
  readonly rows: Rows | (() => Rows);
}

export interface FigureParts extends TableParts {
  /** Key of its picture; a table alone has its own. */
  readonly key: string;
  readonly picture?: Element;
  /** Whether the picture can be saved; one that is text and bars of the page cannot, and its table goes along. */
  readonly saved?: boolean;
  /** Whether the table is part of what everybody reads. */
  readonly open?: boolean;
}

/** The figure. Tools stand below the picture, for the table and for the picture. */
export function figure({ key, picture, saved = picture !== undefined, columns, rows, open = false }: FigureParts): HTMLElement {
  const twin = (): HTMLElement => table(columns, typeof rows === "function" ? rows() : rows);
  const alone = picture === undefined;
  return h(
    "figure",
    { "data-key": `figure ${key}`, "data-name": key, class: alone ? "alone" : undefined },
    picture,
    alone
      ? twin()
      : open
        ? h("details", { class: "twin lasting", open }, h("summary", {}, t("Table")), twin())
        : whenOpened(h("details", { class: "twin" }, h("summary", {}, t("Table"))), twin),
    h(
      "div",
      { class: "tools", role: "group", "aria-label": t("Take along") },
      tool("copy", "markdown", t("Copy as Markdown"), "MD"),
      tool("copy", "csv", t("Copy as CSV"), "CSV"),
      saved && tool("save", "svg", t("Save as SVG"), "SVG"),
      saved && tool("save", "png", t("Save as PNG"), "PNG"),
    ),
  );
}

function tool(action: string, value: string, label: string, short: string): HTMLElement {
  return h("button", { type: "button", "data-action": action, "data-value": value, title: label, "aria-label": label }, short);
}

/** A figure with its SI value behind it: a copy as CSV takes that. */
export function raw(value: number | undefined, ...shown: readonly Child[]): Child {
  return value === undefined || !Number.isFinite(value) ? shown : h("data", { value: String(value) }, ...shown);
}

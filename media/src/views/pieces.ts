/** The pieces that all parts of the page are made of. */

import type { Range } from "../../../shared/report";
import { type Child, classes, h } from "../dom";
import { percent } from "../format";
import { t } from "../language";
import type { Context } from "./context";

/** A part of the page with a heading. The title is what an update finds the part again by, so figures go into `value`. */
export function section(heading: string | { readonly title: string; readonly value: string }, ...children: readonly Child[]): HTMLElement {
  const { title, value } = typeof heading === "string" ? { title: heading, value: undefined } : heading;
  return h(
    "section",
    { "data-key": `section ${title}` },
    h("h2", {}, title, value !== undefined && h("span", { class: "value" }, ` ${value}`)),
    ...children,
  );
}

export interface Column {
  readonly label: string;
  /** Numbers are set to the right. */
  readonly numeric?: boolean;
  /** Unit of the values that a copy as CSV has. */
  readonly unit?: string;
  /** Left out where the page is narrow: the row says it elsewhere too. */
  readonly spare?: boolean;
}

/** A table that scrolls by itself where the page is too narrow for it. */
export function table(columns: readonly Column[], rows: readonly (readonly Child[])[]): HTMLElement {
  const head = columns.map((column) =>
    h(
      "th",
      { scope: "col", class: columnClass(column), "data-csv": column.unit === undefined ? undefined : `${column.label} (${column.unit})` },
      column.label,
    ),
  );
  const body = rows.map((row) =>
    h(
      "tr",
      {},
      row.map((cell, index) => h("td", { class: columnClass(columns[index]) }, cell)),
    ),
  );
  return h("div", { class: "table", tabindex: 0 }, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body)));
}

function columnClass(column: Column | undefined): string | undefined {
  return classes(column?.numeric && "number", column?.spare && "spare") || undefined;
}

export interface LegendItem {
  readonly label: string;
  /** A colour's name; the stylesheet knows `swatch NAME`. */
  readonly colour: string;
  readonly opacity?: number;
  readonly value?: string;
}

export function legend(items: readonly LegendItem[]): HTMLElement {
  return h(
    "ul",
    { class: "legend" },
    items.map(({ label, colour, opacity, value }) =>
      h(
        "li",
        {},
        h("span", { class: `swatch ${colour}`, "--strength": opacity }),
        label,
        value !== undefined && h("span", { class: "value" }, value),
      ),
    ),
  );
}

/** A share as a bar; beyond the whole it turns red. */
export function gauge(share: number, colour = "blue"): HTMLElement {
  const within = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  const name = classes("gauge", share > 1 ? "red" : colour);
  return h("span", { class: name, role: "img", "aria-label": percent(share), "--share": within }, h("span", {}));
}

export interface StackPart {
  readonly label: string;
  readonly colour: string;
  readonly value: number;
  readonly shown: string;
}

/** Parts of a whole side by side. */
export function stack(parts: readonly StackPart[], look = ""): HTMLElement {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  return h(
    "span",
    { class: classes("stack", look), role: "img", "aria-label": parts.map((part) => `${part.label} ${part.shown}`).join(", ") },
    parts
      .filter((part) => part.value > 0)
      .map((part) => h("span", { class: part.colour, title: `${part.label}: ${part.shown}`, "--grow": part.value / whole })),
  );
}

export type Tone = "good" | "warn" | "bad" | "quiet";

const signs: Readonly<Record<Tone, string>> = { good: "✓", warn: "!", bad: "✕", quiet: "·" };

/** A verdict in a word, with a sign so that it does not depend on colour. */
export function badge(tone: Tone, label: string): HTMLElement {
  return h("span", { class: `badge ${tone}` }, h("span", { class: "sign", "aria-hidden": "true" }, signs[tone]), label);
}

/** A verdict as its sign alone; the word is there for those who ask. */
export function sign(tone: Tone, label: string): HTMLElement {
  return h("span", { class: `badge ${tone}`, role: "img", title: label, "aria-label": label }, h("span", { class: "sign" }, signs[tone]));
}

/** Text that shows its place in the file when clicked, where there is a file to show. */
export function reveal(context: Pick<Context, "editor">, range: Range, ...children: readonly Child[]): HTMLElement {
  if (!context.editor) return h("span", {}, ...children);
  const { start, end } = range;
  const place = [start.line, start.character, end.line, end.character].join(",");
  return h(
    "button",
    { type: "button", class: "link", "data-action": "reveal", "data-value": place, title: t("Show line {line}", { line: start.line + 1 }) },
    ...children,
  );
}

/** A choice of one among a few. */
export function toggle(
  action: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
  chosen: string,
  subject?: string,
): HTMLElement {
  return h(
    "div",
    { class: "toggle", role: "group", "aria-label": label },
    options.map((option) =>
      h(
        "button",
        {
          type: "button",
          "data-action": action,
          "data-value": option.value,
          "data-subject": subject,
          "aria-pressed": String(option.value === chosen),
        },
        option.label,
      ),
    ),
  );
}

/** A choice of one among many. */
export function select(
  action: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
  chosen: string,
  subject?: string,
): HTMLElement {
  const element = h(
    "select",
    { "data-action": action, "data-subject": subject, "aria-label": label },
    options.map((option) => h("option", { value: option.value }, option.label)),
  ) as HTMLSelectElement;
  element.value = chosen;
  return element;
}

/** Buttons that bring a picture nearer; `whole` while all of it is seen. */
export function zoomButtons(
  action: string,
  whole: boolean,
  { all, subject }: { readonly all: string; readonly subject?: string },
): HTMLElement {
  const button = (value: string, label: string, shown: string, disabled: boolean) =>
    h(
      "button",
      {
        type: "button",
        class: "button",
        "data-action": action,
        "data-subject": subject,
        "data-value": value,
        title: label,
        "aria-label": label,
        disabled,
      },
      shown,
    );
  return h(
    "div",
    { class: "zoom", role: "group", "aria-label": t("Zoom") },
    button("in", t("Nearer"), "+", false),
    button("out", t("Farther"), "−", whole),
    button("all", all, "⤢", whole),
  );
}

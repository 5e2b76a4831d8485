/** SVG as plain data: the page makes elements of it, an export makes text. A picture carries its own colours, so both look alike. */

import type { Attributes } from "./dom";

export interface Drawing {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly (Drawing | string)[];
}

/** What a list of children may hold besides drawings. */
export type Sketch = Drawing | string | false | null | undefined | readonly Sketch[];

/** One SVG element. */
export function draw(tag: string, attributes: Attributes, ...children: readonly Sketch[]): Drawing {
  return { tag, attributes, children: flat(children) };
}

/** The element of a drawing. */
export function toElement(drawing: Drawing): SVGElement {
  const element = toEmptyElement(drawing);
  for (const child of drawing.children) element.append(typeof child === "string" ? child : toElement(child));
  return element;
}

/** The element of a drawing without what is in it. */
export function toEmptyElement({ tag, attributes }: Drawing): SVGElement {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  return element;
}

/** The text of a drawing. Attributes that only the page has a use for are left out. */
export function toMarkup({ tag, attributes, children }: Drawing): string {
  const written = Object.entries(attributes)
    .filter(([name, value]) => value !== undefined && value !== false && !pageOnly.test(name))
    .map(([name, value]) => ` ${name}="${escapeText(value === true ? "" : String(value))}"`)
    .join("");
  if (children.length === 0) return `<${tag}${written}/>`;
  return `<${tag}${written}>${children.map((child) => (typeof child === "string" ? escapeText(child) : toMarkup(child))).join("")}</${tag}>`;
}

/** A picture as a file of its own, on the page's background. */
export function svgFile(
  drawing: Drawing,
  {
    width,
    height,
    background,
    font,
    title,
  }: { readonly [Key in "width" | "height"]: number } & Readonly<Record<"background" | "font" | "title", string>>,
): string {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const whole = draw(
    "svg",
    { xmlns: svgNamespace, ...size, "font-family": font, role: "img", "aria-label": title },
    draw("title", {}, title),
    draw("rect", { width, height, fill: background }),
    drawing,
  );
  return `${toMarkup(whole)}\n`;
}

export const svgNamespace = "http://www.w3.org/2000/svg";
const pageOnly = /^(class|data-|tabindex$|--)/;

function flat(children: readonly Sketch[]): (Drawing | string)[] {
  return children.flatMap((child): (Drawing | string)[] => {
    if (child === false || child === null || child === undefined) return [];
    return isList(child) ? flat(child) : [child];
  });
}

function isList(child: Sketch): child is readonly Sketch[] {
  return Array.isArray(child);
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

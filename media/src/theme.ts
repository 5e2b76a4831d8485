/** The colours of the editor's theme, for what is drawn on a canvas. The stylesheet maps the theme to these names. */

import { faded, hatchedOn } from "./charts/style";

const names = ["bg", "fg", "muted", "line", "surface", "blue", "purple", "orange", "green", "yellow", "red", "grey"] as const;

export type Colour = (typeof names)[number];
export interface Palette extends Readonly<Record<Colour, string>> {
  readonly grid: string;
  readonly font: string;
  /** A fill of diagonal lines in a colour. */
  readonly hatched: (colour: string) => CanvasPattern | string;
}

/** Reads the palette that is in force now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888888"]));
  return paletteOf(colours as Record<Colour, string>, style.fontFamily);
}

/** A palette of given colours; what is drawn without a page has the plain light ones. */
export function paletteOf(colours: Readonly<Record<Colour, string>>, font: string): Palette {
  return { ...colours, grid: faded(colours.muted, 0.18), font, hatched: hatchedOn };
}

/** Calls `changed` when the editor's theme or the system's colour scheme changes. */
export function watchTheme(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

/** The colours of the editor's theme, for what is drawn on a canvas. The stylesheet maps the theme to these names. */

const names = ["bg", "fg", "muted", "line", "grid", "surface", "blue", "purple", "orange", "green", "yellow", "red", "grey"] as const;

export type Colour = (typeof names)[number];
export type Palette = Readonly<Record<Colour, string>> & { readonly font: string };

/** Reads the palette that is in force now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888888"]));
  return { ...(colours as Record<Colour, string>), font: style.fontFamily };
}

/** Calls `changed` when the editor's theme or the system's colour scheme changes. */
export function watchTheme(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

/** What a reader takes along: tables as text, pictures as files. */

/** A table as Markdown, as it reads on the page. */
export function markdownOf(table: HTMLTableElement): string {
  const rows = cellsOf(table, (cell) => textOf(cell).replaceAll("|", "\\|"));
  const [head = [], ...body] = rows;
  const numeric = [...(table.rows[0]?.cells ?? [])].map((cell) => cell.classList.contains("number"));
  return [head, numeric.map((each) => (each ? "--:" : ":--")), ...body].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

/** A table as CSV, with SI values where a figure stands for one. */
export function csvOf(table: HTMLTableElement): string {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return cellsOf(table, (cell) => quoted(valueOf(cell)))
    .map((row) => `${row.join(",")}\n`)
    .join("");
}

function cellsOf(table: HTMLTableElement, read: (cell: HTMLTableCellElement) => string): string[][] {
  return [...table.rows].map((row) => [...row.cells].map(read));
}

function valueOf(cell: HTMLTableCellElement): string {
  return cell.dataset["csv"] ?? cell.querySelector<HTMLDataElement>("data[value]")?.value ?? textOf(cell);
}

/** The words of a cell; a sign without words is what it is called. */
function textOf(cell: HTMLTableCellElement): string {
  const words = cell.innerText.replace(/\s+/g, " ").trim();
  return words === "" ? (cell.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "") : words;
}

/** Pixels of an SVG file, as base64 of a PNG of twice its size. */
export async function pngOf(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1] ?? "";
}

/** A name for a file: letters and digits of any script, the rest dashes. */
export function fileName(...parts: readonly string[]): string {
  return (
    parts
      .join("-")
      .replace(/[^\p{L}\p{N}.]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "report"
  );
}

/** What the page of the panel is made of. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** Where style and images may come from: the extension's own folder. */
  readonly source: string;
  /** Marks the one script that may run; new for each page. */
  readonly nonce: string;
  /** The text's URI, which the page keeps in its state. */
  readonly document: string;
  /** Tag of the editor's language. */
  readonly language: string;
}

/** The HTML of the page. It may load its own script and style and nothing else, from nowhere else. */
export function reportPage({ script, style, source, nonce, document, language }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `img-src ${source} data:`,
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escape(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>CMX report</title>
    <link rel="stylesheet" href="${escape(style)}">
  </head>
  <body data-document="${escape(document)}">
    <script nonce="${escape(nonce)}" src="${escape(script)}"></script>
  </body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

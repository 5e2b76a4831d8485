/** The report as one HTML file: the page that the editor shows, with its data inside. It opens from disk and asks nobody for anything. */

/** What of a report its page is titled by; all of it is kept inside. */
interface Titled {
  readonly file: string;
  readonly plans: readonly { readonly name: string }[];
}

/** The page's bundle. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** A document that shows `report`, in `language` or, without one, in that of whoever opens it. Its security policy allows this very script and style, and nothing else. */
export async function htmlReport(report: Titled, assets: PageAssets, language?: string): Promise<string> {
  // A closing tag inside a script or style would end it; both languages read the escaped slash as a plain one.
  const script = assets.script.replace(/<(?=\/script|!--)/gi, "\\x3c");
  const style = assets.style.replace(/<\/(?=style)/gi, "<\\/");
  const policy = `default-src 'none'; img-src data:; script-src ${await hash(script)}; style-src ${await hash(style)}`;
  return `<!DOCTYPE html>
<html${language === undefined ? "" : ` lang="${escapeText(language).replaceAll('"', "&quot;")}"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title(report))}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report is drawn by a script, and scripts are switched off here.</noscript>
<script type="application/json" id="cmx-report">${json(report)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function title({ file, plans }: Titled): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const plan = plans.length === 1 ? plans[0]?.name : undefined;
  return [...(plan === undefined ? [] : [plan]), ...(name === "" ? [] : [name]), "CMX report"].join(" · ");
}

async function hash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}

/** JSON in which no string can end the element that holds it. */
function json(report: Titled): string {
  return JSON.stringify(report).replaceAll("<", "\\u003c");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** The report as one HTML file: the page that the editor shows, with its data inside. It opens from disk and asks nobody for anything. */

import { createHash } from "node:crypto";
import type { Report } from "../../../shared/report";

/** The page's bundle. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** A document that shows `report`. Its security policy allows this very script and style, and nothing else. */
export function htmlReport(report: Report, assets: PageAssets): string {
  // A closing tag inside a script or style would end it; both languages read the escaped slash as a plain one.
  const script = assets.script.replace(/<(?=\/script|!--)/gi, "\\x3c");
  const style = assets.style.replace(/<\/(?=style)/gi, "<\\/");
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}`;
  return `<!DOCTYPE html>
<html lang="en">
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

function title({ file, plans }: Report): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const plan = plans.length === 1 ? plans[0]?.name : undefined;
  return [...(plan === undefined ? [] : [plan]), ...(name === "" ? [] : [name]), "CMX report"].join(" · ");
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
}

/** JSON in which no string can end the element that holds it. */
function json(report: Report): string {
  return JSON.stringify(report).replaceAll("<", "\\u003c");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

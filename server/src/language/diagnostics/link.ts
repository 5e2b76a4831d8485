/** Where a code is documented. Only ever shown or handed on as a link; nothing here is fetched. */

const manual = "https://github.com/cmx-lang/cmx/blob/main/docs/diagnostics.md";

/** The section of docs/diagnostics.md about `code`: its anchor is the code in lower case. */
export function documentationUri(code: string): string {
  return `${manual}#${code.toLowerCase()}`;
}

/** URIs as strings: which of them mean the same file, what an import means, what lies inside a folder. */

/** One spelling for all that mean the same: editors and the URL standard do not escape the same characters. */
export function keyOf(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** The URI that `path`, written in the file `from`, means. The path is a path: nothing in it is an escape or a query. */
export function locate(from: string, path: string): string {
  const escaped = path.split(/[\\/]/).map(encodeURIComponent).join("/");
  try {
    return new URL(escaped, from).toString();
  } catch {
    // An unsaved document has no folder.
    return `${folderOf(from)}${escaped}`;
  }
}

/** Everything up to the last slash, that included. */
export function folderOf(uri: string): string {
  return uri.slice(0, Math.max(uri.lastIndexOf("/"), uri.indexOf(":")) + 1);
}

/** Whether the file lies in the folder or deeper. */
export function isInside(folder: string, uri: string): boolean {
  const key = keyOf(folder);
  return keyOf(uri).startsWith(key.endsWith("/") ? key : `${key}/`);
}

/** How a report names the file: by its path in the workspace folder that holds it, else by its name. */
export function displayName(uri: string, folders: readonly string[]): string {
  const folder = folders.find((candidate) => isInside(candidate, uri));
  const key = keyOf(uri);
  return folder ? key.slice(keyOf(folder).length).replace(/^\//, "") : key.slice(folderOf(key).length);
}

/** How the file `from` writes the path of the file `to`: the other way round of `locate`. */
export function relativePath(from: string, to: string): string {
  const here = keyOf(folderOf(from)).split("/");
  const there = keyOf(to).split("/");
  let common = 0;
  while (common < here.length - 1 && common < there.length - 1 && here[common] === there[common]) common++;
  return [...here.slice(common, -1).map(() => ".."), ...there.slice(common)].join("/");
}

/** Completion, and the documentation of the one item that the list shows. */

import { completion, type CompletionItem, type CompletionOptions } from "../features/completion";
import { foreignAt, importAt, importItems, pathItems } from "../features/completion/imports";
import type { Span } from "../syntax";
import { createAbout, type Surroundings } from "./about";
import type { Analysed } from "./analyses";
import { markdown, toCompletionItem } from "./convert";
import { isCatalog } from "./files";
import { neighbours } from "./neighbours";
import { createSafely } from "./safely";
import { locate, relativePath } from "./uris";

export function answerCompletion(surroundings: Surroundings): void {
  const { connection, runtime, client } = surroundings;
  /** The list that the client shows: an item refers to its documentation by its index there. */
  let shown: { readonly list: number; readonly items: readonly CompletionItem[] } = { list: 0, items: [] };

  const imports = async ({ analysis }: Analysed, span: Span) =>
    importItems(analysis, span, await neighbours(surroundings), { locate, relative: relativePath });

  const files = async (uri: string, { span, endings }: NonNullable<ReturnType<typeof foreignAt>>) => {
    // A client that does not know the question has no files to tell of.
    const found = await connection.ask("cmx/findFiles", { endings }).catch(() => []);
    return pathItems(
      found.map((file) => relativePath(uri, file)),
      span,
    );
  };

  const itemsFor = (analysed: Analysed, offset: number, options: CompletionOptions) => {
    const { text } = analysed.analysis;
    const imported = importAt(text, offset);
    if (imported) return imports(analysed, imported);
    const named = foreignAt(text, offset);
    return named ? files(analysed.uri, named) : completion(analysed.analysis, offset, options);
  };

  createAbout(surroundings)("textDocument/completion", [], async (analysed, { position, context }) => {
    const { uri, lines } = analysed;
    if (isCatalog(uri)) return [];
    const offset = lines.offsetAt(position);
    const options = context?.triggerCharacter === " " ? ({ trigger: "blank" } as const) : {};
    const items = await itemsFor(analysed, offset, options);
    shown = { list: shown.list + 1, items };
    const { list } = shown;
    const able = client().textDocument?.completion?.completionItem;
    const lazyDocumentation = able?.resolveSupport?.properties.includes("documentation") === true;
    const abilities = { snippets: able?.snippetSupport === true, lazyDocumentation, say: surroundings.translation().say };
    return items.map((item, index) => ({
      ...toCompletionItem(item, index, lines, abilities),
      ...(lazyDocumentation ? { data: [list, index] } : {}),
    }));
  });

  createSafely(connection, runtime)(
    "completionItem/resolve",
    () => ({ label: "" }),
    (item) => {
      const [list, index] = (item.data as readonly number[] | undefined) ?? [];
      const documentation = list === shown.list && index !== undefined ? shown.items[index]?.documentation : undefined;
      return documentation ? { ...item, documentation: markdown(surroundings.translation().say(documentation)) } : item;
    },
  );
}

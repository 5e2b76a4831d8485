/** What a file beside the program gives a declaration (a configuration, a trace), as the block that a user would have written. */

import type { Block, Expression, Member, Name, Span } from "../syntax";

/** A number, a word of a choice, or a text that stands in quotes; `unit` where the property is no plain count. */
export interface GivenValue {
  readonly block: string | undefined;
  readonly property: string;
  readonly value: number | string | { readonly text: string };
  readonly unit?: string;
}

/** The values as a block, all of it at the place of the path that names the file. */
export function blockOf(values: readonly GivenValue[], { start, end }: Span): Block {
  const span = { start, end };
  const name = (text: string): Name => ({ kind: "name", ...span, text, missing: false });
  const property = ({ property: key, value, unit }: GivenValue): Member => {
    const quantity = (number: number): Expression => ({
      kind: "quantity",
      ...span,
      number: span,
      value: number,
      unit: unit === undefined ? undefined : { kind: "unit", ...span, text: unit },
      scope: undefined,
    });
    const word = (text: string): Expression => ({ kind: "path", ...span, names: [name(text)], scope: undefined });
    const quoted = (text: string): Expression => ({ kind: "string", ...span, value: text, missing: false });
    const expression = typeof value === "number" ? quantity(value) : typeof value === "string" ? word(value) : quoted(value.text);
    return { kind: "property", ...span, key: name(key), value: expression, documentation: undefined };
  };
  const block = (members: readonly Member[]): Block => ({ kind: "block", ...span, members, closed: true });
  const inner = [...new Set(values.map((value) => value.block))].filter((key) => key !== undefined);
  return block([
    ...values.filter((value) => value.block === undefined).map(property),
    ...inner.map((key): Member => {
      const members = values.filter((value) => value.block === key).map(property);
      return { kind: "subblock", ...span, key: name(key), name: undefined, block: block(members), documentation: undefined };
    }),
  ]);
}

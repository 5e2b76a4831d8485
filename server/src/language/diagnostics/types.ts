/** The shape of the one diagnostics table, and the type trick that makes a forgotten blank a compile error. */

import { filled, type Filling } from "../phrase";

export type Severity = "error" | "warning" | "information";

export interface DiagnosticRow<Message extends string = string> {
  readonly code: `CMX${number}`;
  readonly severity: Severity;
  /** How editors draw it beside the squiggle: faded, or struck through. */
  readonly tag?: "unnecessary" | "deprecated";
  /** Heading of its section in docs/diagnostics.md. */
  readonly title: string;
  /** `{blank}` is filled with a value. Says what is wrong, by how much, and what would do. Ends with a full stop. */
  readonly message: Message;
  /** Why it matters and how to mend it; one short paragraph. */
  readonly explanation: string;
}

/** The names of the blanks of a message: `"{a} is not {b}."` has `a` and `b`. */
export type Blanks<Message extends string> = Message extends `${string}{${infer Name}}${infer Rest}` ? Word<Name> | Blanks<Rest> : never;

/** Braces around anything but one word stand for themselves: `fabric UB { … }`. */
type Word<Text extends string> = Text extends `${string} ${string}` ? never : Text;

/** Checks the rows and keeps their literal messages. */
export function rows<const Table extends Readonly<Record<string, DiagnosticRow>>>(table: Table): Table {
  return table;
}

/** Fills the blanks of a message. */
export function fill<Message extends string>(message: Message, values: Readonly<Record<Blanks<Message>, Filling>>): string {
  return filled(message, values);
}

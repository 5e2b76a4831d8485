/** What completion offers, as plain data. */

import type { Dimension } from "../../language/dimensions";
import type { TextEdit } from "../../language/diagnostics";
import type { Span } from "../../syntax";
import type { Filling } from "../../language/phrase";

export interface CompletionItem {
  readonly label: string;
  readonly kind:
    | "kind"
    | "keyword"
    | "property"
    | "block"
    | "choice"
    | "value"
    | "unit"
    | "scope"
    | "declaration"
    | "let"
    | "metric"
    | "fabric"
    | "function"
    | "file";
  /** One line beside the label. */
  readonly detail: Filling;
  /** Markdown. */
  readonly documentation: Filling;
  /** What accepting the item does: `text` replaces `span`. */
  readonly span: Span;
  readonly text: string;
  /** What is written elsewhere in the file along with it. */
  readonly edits?: readonly TextEdit[];
  /** Where the cursor comes to rest in `text`, when that is not its end. */
  readonly caret?: number;
  /** Smaller comes first; items of one rank are in the order of the list. */
  readonly rank: number;
  /** Its author says that it should no longer be used. */
  readonly deprecated?: true;
  /** The text that follows is worth completing at once (`model = `). */
  readonly again?: true;
}

/** What an operand comes to; the value as far as it is known before a plan is computed. */
export interface Figure {
  readonly dimension: Dimension;
  readonly value?: number;
}

/** An item before it is known where it goes. */
export interface Offer extends Omit<CompletionItem, "span" | "rank"> {
  readonly rank?: number;
  /** What an operand can come to, one or (behind a dot) several; absent: anything. */
  readonly figures?: readonly Figure[];
  /** Stands alone, never as a part of an expression. */
  readonly whole?: true;
}

/**
 * The syntax tree: what the text says, before anybody asks what it means.
 *
 * Every node carries its half-open span in UTF-16 offsets. A piece that the text lacks is a node too
 * (`missing: true`, empty span), so later rooms need no special cases. Nodes are plain, immutable data.
 */

/** Half-open range of UTF-16 offsets into the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A single word. `missing` names have an empty text and an empty span. */
export interface Name extends Span {
  readonly kind: "name";
  readonly text: string;
  readonly missing: boolean;
}

/** A string with its escapes resolved; the span includes the quotes. */
export interface StringLiteral extends Span {
  readonly kind: "string";
  readonly value: string;
  readonly missing: boolean;
}

/** A unit as written: `GB`, `TB/s`, `tokens/s`, `%`. No blanks inside, but for the slip `k tokens`. */
export interface UnitName extends Span {
  readonly kind: "unit";
  readonly text: string;
}

/** `per chip`: the span covers both words. The name may be none of the known scopes. */
export interface ScopeClause extends Span {
  readonly kind: "scope";
  readonly name: Name;
}

/** `3.2 TB/s per chip`. The span of the number alone is `number`. */
export interface Quantity extends Span {
  readonly kind: "quantity";
  readonly number: Span;
  readonly value: number;
  readonly unit: UnitName | undefined;
  readonly scope: ScopeClause | undefined;
}

/** `CloudMatrix384.hbm.capacity per chip`; one name or more. */
export interface Path extends Span {
  readonly kind: "path";
  readonly names: readonly Name[];
  readonly scope: ScopeClause | undefined;
}

export interface Call extends Span {
  readonly kind: "call";
  readonly callee: Name;
  readonly arguments: readonly Expression[];
}

export interface List extends Span {
  readonly kind: "list";
  readonly elements: readonly Expression[];
}

/** `( expression )`: kept for the printer. */
export interface Parenthesized extends Span {
  readonly kind: "parenthesized";
  readonly expression: Expression;
}

export interface Negation extends Span {
  readonly kind: "negation";
  readonly operand: Expression;
}

export type ArithmeticOperator = "+" | "-" | "*" | "/";

export interface Binary extends Span {
  readonly kind: "binary";
  readonly operator: ArithmeticOperator;
  /** Span of the operator itself. */
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** An expression that the text lacks; reported once by the parser, silent everywhere else. */
export interface MissingExpression extends Span {
  readonly kind: "missing";
}

export type Expression = Quantity | StringLiteral | Path | Call | List | Parenthesized | Negation | Binary | MissingExpression;

export type Comparison = "<" | "<=" | ">" | ">=" | "==";

/** `expect left compare right [within tolerance]`. */
export interface Expect extends Span {
  readonly kind: "expect";
  readonly left: Expression;
  readonly comparison: Comparison;
  readonly comparisonSpan: Span;
  readonly right: Expression;
  readonly within: Expression | undefined;
  readonly documentation: string | undefined;
}

/** `from .. to [step s | doubling]`. */
export interface Range extends Span {
  readonly kind: "range";
  readonly from: Expression;
  readonly to: Expression;
  readonly step: Expression | undefined;
  readonly doubling: boolean;
}

/** `vary path = list | range`. */
export interface Vary extends Span {
  readonly kind: "vary";
  readonly path: Path;
  readonly values: List | Range | MissingExpression;
  readonly documentation: string | undefined;
}

/** `key = value`. `documentation` is the text of the `///` lines right above. */
export interface Property extends Span {
  readonly kind: "property";
  readonly key: Name;
  readonly value: Expression;
  readonly documentation: string | undefined;
}

/** `key [name] { … }`. */
export interface Subblock extends Span {
  readonly kind: "subblock";
  readonly key: Name;
  readonly name: Name | undefined;
  readonly block: Block;
  readonly documentation: string | undefined;
}

export type Member = Property | Subblock | Expect | Vary;

/** `{ member … }`; the span includes the braces that are there. */
export interface Block extends Span {
  readonly kind: "block";
  readonly members: readonly Member[];
  readonly closed: boolean;
}

export interface Import extends Span {
  readonly kind: "import";
  readonly path: StringLiteral;
}

export interface Let extends Span {
  readonly kind: "let";
  readonly name: Name;
  readonly value: Expression;
  readonly documentation: string | undefined;
}

/** `keyword Name [: Base | from "file"] { … }`. */
export interface Declaration extends Span {
  readonly kind: "declaration";
  readonly keyword: Name;
  readonly name: Name;
  readonly base: Name | undefined;
  readonly from: StringLiteral | undefined;
  readonly block: Block;
  readonly documentation: string | undefined;
}

export type Item = Import | Let | Expect | Declaration;

export interface Document extends Span {
  readonly kind: "document";
  readonly items: readonly Item[];
}

/** Any node of the tree, for walks. */
export type Node = Document | Item | Block | Member | Expression | Range | Name | UnitName | ScopeClause;

/** What the scanner and the parser complain about; the texts stand in language/diagnostics.ts under the same keys. */
export type SyntaxProblem =
  | { readonly key: "unexpected-character"; readonly span: Span; readonly values: { readonly character: string } }
  | { readonly key: "unterminated-string"; readonly span: Span; readonly values: Record<string, never> }
  | { readonly key: "unterminated-comment"; readonly span: Span; readonly values: Record<string, never> }
  | { readonly key: "invalid-escape"; readonly span: Span; readonly values: { readonly escape: string } }
  | { readonly key: "invalid-number"; readonly span: Span; readonly values: { readonly text: string } }
  | { readonly key: "expected"; readonly span: Span; readonly values: { readonly what: string; readonly found: string } }
  | { readonly key: "unclosed-block"; readonly span: Span; readonly values: { readonly owner: string } }
  | { readonly key: "unclosed-bracket"; readonly span: Span; readonly values: { readonly bracket: string } }
  | { readonly key: "unexpected-token"; readonly span: Span; readonly values: { readonly found: string } }
  | { readonly key: "too-deep"; readonly span: Span; readonly values: { readonly limit: number } }
  | { readonly key: "expression-too-long"; readonly span: Span; readonly values: { readonly limit: number } }
  | { readonly key: "file-too-large"; readonly span: Span; readonly values: { readonly size: string; readonly limit: string } };

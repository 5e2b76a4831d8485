/** Tokens: the text cut into pieces, nothing left out. Kept in typed arrays, for a file has many of them. */

/** Everything up to `newline` is trivia: the parser steps over it, the formatter keeps the comments. */
export const enum TokenKind {
  Blank,
  LineComment,
  DocumentationComment,
  BlockComment,
  /** Ends a member, except inside brackets and after a binary operator. */
  Newline,
  Name,
  Number,
  String,
  /** Characters without a meaning; the scanner has reported them. */
  Unknown,
  Equals,
  OpenBrace,
  CloseBrace,
  OpenBracket,
  CloseBracket,
  OpenParenthesis,
  CloseParenthesis,
  Comma,
  Colon,
  Dot,
  DotDot,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  EqualsEquals,
  EndOfFile,
}

/** Token `i` spans `starts[i]` to `starts[i + 1]`. Behind the last one stands an empty `EndOfFile`. */
export interface Tokens {
  readonly count: number;
  /** `count + 1` entries; read them with `kindOf`. */
  readonly kinds: Uint8Array;
  /** `count + 2` entries. */
  readonly starts: Uint32Array;
}

export interface Token {
  readonly index: number;
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** Whether the parser steps over tokens of this kind. Newlines are not trivia. */
export function isTrivia(kind: TokenKind): boolean {
  return kind < TokenKind.Newline;
}

export function isComment(kind: TokenKind): boolean {
  return kind === TokenKind.LineComment || kind === TokenKind.DocumentationComment || kind === TokenKind.BlockComment;
}

/** The kind of token `index`; beyond either end it is `EndOfFile`. */
export function kindOf(tokens: Tokens, index: number): TokenKind {
  // A typed array holds plain numbers; only the scanner writes this one, and it writes kinds.
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
  return tokens.kinds[index] ?? TokenKind.EndOfFile;
}

export function startOf(tokens: Tokens, index: number): number {
  return tokens.starts[index] ?? 0;
}

export function endOf(tokens: Tokens, index: number): number {
  return tokens.starts[index + 1] ?? 0;
}

export function textOf(text: string, tokens: Tokens, index: number): string {
  return text.slice(startOf(tokens, index), endOf(tokens, index));
}

/** The token that holds the character at `offset`; `EndOfFile` at the end of the text. */
export function tokenAt({ tokens }: { readonly tokens: Tokens }, offset: number): Token {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (startOf(tokens, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return { index: low, kind: kindOf(tokens, low), start: startOf(tokens, low), end: endOf(tokens, low) };
}

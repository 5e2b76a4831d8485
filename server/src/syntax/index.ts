/** The door of the room: text in, tree and problems out. */
export { detached } from "./detached";
export { type FormatOptions, format, formatInPieces } from "./format/format";
export type { PieceLayout } from "./format/pieces";
export { type LineIndex, lineIndex, type Position } from "./lines";
export { originOf } from "./parse/moved";
export { type Parsed, parse, parseAfter } from "./parse/parse";
export { isComment, isTrivia, kindOf, startOf, textOf, type Token, TokenKind, type Tokens, tokenAt } from "./scan/tokens";
export * from "./tree";
export { childrenOf, nodeAt, walk } from "./walk";

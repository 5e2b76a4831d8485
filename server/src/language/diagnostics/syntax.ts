/** CMX1xx: what the scanner and the parser say. Keys are those of `SyntaxProblem`. */

import { rows } from "./types";

export const syntaxRows = rows({
  "unexpected-character": {
    code: "CMX101",
    severity: "error",
    title: "Unexpected character",
    message: "The character {character} has no meaning here.",
    explanation:
      "Outside strings and comments a file holds names, numbers, units, operators, brackets and commas. Remove the character, or put it into a comment.",
  },
  "unterminated-string": {
    code: "CMX102",
    severity: "error",
    title: "String without an end",
    message: "This string has no closing quote on its line.",
    explanation: 'A string ends on the line where it begins. Close it with ", or write \\n for a line break.',
  },
  "unterminated-comment": {
    code: "CMX103",
    severity: "error",
    title: "Comment without an end",
    message: "This comment has no closing */.",
    explanation: "A block comment reaches to the next */; without one it swallows the rest of the file.",
  },
  "invalid-escape": {
    code: "CMX104",
    severity: "error",
    title: "Unknown escape",
    message: '{escape} is not an escape; the escapes are \\", \\\\, \\n, \\t and \\u{…}.',
    explanation: "A backslash in a string begins an escape. Write \\\\ for the backslash itself.",
  },
  "invalid-number": {
    code: "CMX105",
    severity: "error",
    title: "Not a number",
    message: "{text} is not a number.",
    explanation: "Numbers are written 61, 7_168, 3.2 or 1e9: digits with single underscores between them, one decimal point, an exponent.",
  },
  expected: {
    code: "CMX106",
    severity: "error",
    title: "Something is missing",
    message: "Expected {what}, found {found}.",
    explanation: "The text breaks off before the piece that the grammar needs. Everything after this place still works.",
  },
  "unclosed-block": {
    code: "CMX107",
    severity: "error",
    title: "Block without an end",
    message: "The block of {owner} has no closing }.",
    explanation:
      "Every { needs a }. A kind such as serve at the start of a line closes what was left open, so the rest of the file still works.",
  },
  "unclosed-bracket": {
    code: "CMX108",
    severity: "error",
    title: "Bracket without an end",
    message: "This {bracket} is never closed.",
    explanation: "Close the parenthesis or the list before the next member begins.",
  },
  "unexpected-token": {
    code: "CMX109",
    severity: "error",
    title: "Unexpected text",
    message: "{found} does not belong here.",
    explanation: "A member ends with the line, a comma or }. Put the next one on a line of its own.",
  },
  "too-deep": {
    code: "CMX110",
    severity: "error",
    title: "Nested too deeply",
    message: "Blocks, lists and parentheses may be nested {limit} deep; this one is deeper.",
    explanation: "No plan needs such depth. The limit keeps hostile files from exhausting the stack.",
  },
  "file-too-large": {
    code: "CMX111",
    severity: "error",
    title: "File too large",
    message: "The file has {size}; CMX reads files up to {limit}.",
    explanation: "Split the file and import its parts.",
  },
  "expression-too-long": {
    code: "CMX112",
    severity: "error",
    title: "Expression too long",
    message: "An expression holds up to {limit} operators; this one has more.",
    explanation: "Give its parts names with let. The limit keeps hostile files from exhausting the stack.",
  },
});

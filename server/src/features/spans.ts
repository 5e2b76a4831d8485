/** Small questions about places that every feature asks. */

import type { Span } from "../syntax";

/** Whether a cursor at `offset` touches the span: its end counts, as it does for a user who has just typed the word. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Whether a selection and a span share a place; two that merely touch do. */
export function overlaps(span: Span, selection: Span): boolean {
  return span.start <= selection.end && selection.start <= span.end;
}

/** The place as a span alone. */
export function spanOf(place: Span): Span {
  return { start: place.start, end: place.end };
}

export function slice(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

/** A text on one line, blanks collapsed. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

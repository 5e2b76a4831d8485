/** The page's state: what outlives edits, hiding and reload. */

import type { MapView, PageState, TimeSpan } from "../../shared/report";
import { withinWhole } from "./pictures/span";

export const tabs = ["overview", "topology", "throughput", "time", "memory", "compare"] as const satisfies readonly PageState["tab"][];
export const colourings = ["placement", "memory", "fabric", "power"] as const satisfies readonly PageState["colour_by"][];

/** The state that was saved, whatever is left of it: it may come from another version of the page. */
export function restoreState(saved: unknown, document: string | undefined): PageState {
  const { plan, tab, colour_by, scroll, pinned, view, spans, cell, picked, tried } = isRecord(saved) ? saved : {};
  return {
    plan: typeof plan === "string" ? plan : undefined,
    tab: tabs.find((each) => each === tab) ?? "overview",
    colour_by: colourings.find((each) => each === colour_by) ?? "placement",
    scroll: typeof scroll === "number" && scroll >= 0 ? scroll : 0,
    pinned: pinned === true,
    view: isView(view) ? view : wholeMap,
    spans: isRecord(spans) ? spansOf(spans) : {},
    ...(typeof cell === "number" && cell >= 0 ? { cell } : {}),
    picked: isRecord(picked) ? strings(picked) : {},
    tried: isRecord(tried)
      ? Object.fromEntries(Object.entries(tried).map(([name, values]) => [name, isRecord(values) ? numbers(values) : {}]))
      : {},
    ...(document === undefined ? {} : { document }),
  };
}

export const wholeMap: MapView = { x: 0.5, y: 0.5, zoom: 1 };

function isView(value: unknown): value is MapView {
  return isRecord(value) && (["x", "y", "zoom"] as const).every((key) => typeof value[key] === "number" && Number.isFinite(value[key]));
}

function spansOf(record: Readonly<Record<string, unknown>>): Record<string, TimeSpan> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, span]) => {
      const { from, to } = isRecord(span) ? span : {};
      return Number.isFinite(from) && Number.isFinite(to) ? [[key, withinWhole({ from: Number(from), to: Number(to) })]] : [];
    }),
  );
}

function strings(record: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function numbers(record: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

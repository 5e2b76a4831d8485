/**
 * The parts of a page. Those in sight are made at once, the others one by one after the browser has painted: neither a first report nor an
 * edit waits for what nobody sees yet.
 */

import { h } from "./dom";
import { morph } from "./morph";
import type { Part } from "./views/context";

export interface PartList {
  /** The place of a part; what stands there stays until the part is made. */
  readonly place: (key: string, part: Part) => HTMLElement;
  /** Makes what was placed since the last call. The promise is kept when all of it stands, or something newer takes its place. */
  readonly fill: (first: "the first part" | "what is in sight" | "everything") => Promise<void>;
  /** Makes the part anew that an element stands in. */
  readonly again: (inside: Element) => void;
}

/** The parts under `root`; `filled` is called after some were made, before the browser paints and after it. */
export function partList(root: HTMLElement, filled: (when: "before painting" | "after it") => void): PartList {
  let placed = new Map<string, Part>();
  let known: ReadonlyMap<string, Part> = placed;
  let round = 0;

  const makeLater = async (waiting: readonly Waiting[]): Promise<void> => {
    const mine = round;
    await painted();
    filled("after it");
    for (const { place, part } of waiting) {
      if (mine !== round) return;
      make(place, part);
      filled("after it");
      // What the reader does meanwhile comes first.
      await pause();
    }
  };

  return {
    place(key, part) {
      placed.set(key, part);
      return h("div", { "data-key": key, "data-part": "later" });
    },
    fill(first) {
      round++;
      const waiting = [...root.querySelectorAll<HTMLElement>("[data-part]")].flatMap((place): Waiting[] => {
        const part = placed.get(place.dataset["key"] ?? "");
        return part ? [{ place, part, seen: isMade(place) ? isInSight(place) : undefined }] : [];
      });
      known = placed;
      placed = new Map();
      const later = waiting.filter(({ place, part, seen }, index) => {
        const waits = first === "the first part" ? index > 0 : first === "what is in sight" && !(seen ?? isInSight(place));
        if (!waits) make(place, part);
        return waits;
      });
      filled("before painting");
      return makeLater(later);
    },
    again(inside) {
      const place = inside.closest<HTMLElement>("[data-part]");
      const part = known.get(place?.dataset["key"] ?? "");
      if (!place || !part) return;
      make(place, part);
      filled("before painting");
    },
  };
}

interface Waiting {
  readonly place: HTMLElement;
  readonly part: Part;
  /** Asked before anything changes, so that the browser lays out once; unknown where nothing stands yet. */
  readonly seen: boolean | undefined;
}

function make(place: HTMLElement, part: Part): void {
  morph(place, h("div", { "data-key": place.dataset["key"], "data-part": "made" }, part()));
}

function isMade({ dataset }: HTMLElement): boolean {
  return dataset["part"] === "made";
}

function isInSight(place: HTMLElement): boolean {
  const { top, bottom } = place.getBoundingClientRect();
  return top < innerHeight && bottom >= 0;
}

function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

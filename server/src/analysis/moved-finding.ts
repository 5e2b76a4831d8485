/** What was found before an edit that has left it as it was: the same words in another place. */

import type { Finding, Fix, Place, Related } from "../language/diagnostics";

/** Where a place of the last text is now; undefined where its text has changed. */
type Move = (place: Place) => Place | undefined;

/** The declaration that it was found in, and how far that has moved. */
export interface Moved {
  readonly range: Place;
  readonly shift: number;
}

/** Undefined where one of its places is not to be found again. */
export function movedFinding(found: Finding, declaration: Moved, move: Move): Finding | undefined {
  if (found instanceof MovedFinding && found.staysHere())
    return declaration.shift === 0 ? found : new MovedFinding(found, declaration.shift);
  if (!placesOf(found, (place) => isSteady(place, declaration, move))) return movedApart(found, move);
  return declaration.shift === 0 ? found : new MovedFinding(found, declaration.shift);
}

/** Within the declaration, and moved with it; or in another file, and not moved at all. */
function isSteady(place: Place, { range }: Moved, move: Move): boolean {
  return place.uri === range.uri ? range.start <= place.start && place.end <= range.end : move(place) === place;
}

function placesOf({ place, fixes, related }: Finding, holds: (place: Place) => boolean): boolean {
  if (!holds(place)) return false;
  for (const { edits } of fixes) for (const edit of edits) if (!holds(edit.place)) return false;
  for (const one of related) if (!holds(one.place)) return false;
  return true;
}

function isCatalog({ uri }: Place): boolean {
  return uri.startsWith("cmx-catalog:");
}

/** Each of its places has moved in its own way. */
function movedApart(found: Finding, move: Move): Finding | undefined {
  let lost = false;
  const moved = (old: Place): Place => {
    const place = move(old);
    lost ||= place === undefined;
    return place ?? old;
  };
  const { key, code, severity, message, values } = found;
  const [place, fixes, related] = [moved(found.place), found.fixes.map(fixMover(moved)), found.related.map(relatedMover(moved))];
  return lost ? undefined : { key, code, severity, message, values, place, fixes, related };
}

function fixMover(moved: (place: Place) => Place): (fix: Fix) => Fix {
  return ({ title, words, edits }) => ({ title, words, edits: edits.map(({ place, text }) => ({ place: moved(place), text })) });
}

function relatedMover(moved: (place: Place) => Place): (related: Related) => Related {
  return ({ place, message, words }) => ({ place: moved(place), message, words });
}

/** All of its places have moved alike. What it offers is made when somebody asks, which after most key presses nobody does. */
class MovedFinding implements Finding {
  readonly key: Finding["key"];
  readonly code: string;
  readonly severity: Finding["severity"];
  readonly message: string;
  readonly values: Finding["values"];
  readonly place: Place;
  readonly #origin: Finding;
  readonly #shift: number;
  readonly #abroad: boolean;

  constructor(found: Finding, by: number) {
    const moved = found instanceof MovedFinding ? found : undefined;
    const origin = moved ? moved.#origin : found;
    const shift = (moved ? moved.#shift : 0) + by;
    this.#abroad = moved ? moved.#abroad : !placesOf(origin, (place) => place.uri === origin.place.uri || isCatalog(place));
    this.key = origin.key;
    this.code = origin.code;
    this.severity = origin.severity;
    this.message = origin.message;
    this.values = origin.values;
    this.place = shifted(origin.place, shift);
    this.#origin = origin;
    this.#shift = shift;
  }

  /** Speaks of no other file that may change: where its declaration has gone is all that there is to know. */
  staysHere(): boolean {
    return !this.#abroad;
  }

  get fixes(): readonly Fix[] {
    return this.#origin.fixes.map(fixMover((place) => this.#moved(place)));
  }

  get related(): readonly Related[] {
    return this.#origin.related.map(relatedMover((place) => this.#moved(place)));
  }

  #moved(place: Place): Place {
    return place.uri === this.#origin.place.uri ? shifted(place, this.#shift) : place;
  }
}

function shifted({ uri, start, end }: Place, by: number): Place {
  return { uri, start: start + by, end: end + by };
}

/** Takes over from the last resolution what an edit has left as it was. */

import { Again, type Finder, finderIn, movedPlace, originOf } from "./again";
import { type Cell, type Draft, DraftMention, type Meaning } from "./draft";
import type { ResolvedBlock, ResolvedValue } from "./program";
import { type Resolution, type Reuse, reuseOf } from "./reuse";
import { settledCell } from "./trail";

export interface Carrier extends Pick<Reuse, "former" | "place"> {
  /** Gives a draft the result of its former one. */
  take(draft: Draft): Taken | undefined;
  /** Notes again what the declarations that are taken over depend on and mention. */
  link(): void;
  /** When all are settled: which of them are sound. */
  judge(): void;
  /** Whether something could not be taken over after all, so that the whole has to be resolved anew. */
  failed(): boolean;
}

/** Where the values of a draft come from that is taken over. Apart from the carrier, which knows the last resolution and must not outlive its own. */
export class Taken {
  readonly #draft: Draft;
  readonly #again: Again;
  readonly #height: number;
  readonly #finder: Finder;

  constructor(
    draft: Draft,
    again: Again,
    height: number,
    finder: Finder,
    readonly origin: ResolvedBlock = again.origin,
  ) {
    this.#draft = draft;
    this.#again = again;
    this.#height = height;
    this.#finder = finder;
  }

  /** The same for a block inside. */
  inside(origin: ResolvedBlock): Taken {
    return new Taken(this.#draft, this.#again, this.#height, this.#finder, origin);
  }

  cell(name: string, block: ResolvedBlock): () => Cell | undefined {
    return settledCell(this.#draft.source.trail, this.#moved(block.values.get(name)), this.#height);
  }

  #moved(value: ResolvedValue | undefined): Cell | undefined {
    if (!value) return undefined;
    const place = movedPlace(value.place, this.#again.origin, this.#again);
    if (value.type !== "reference") return { ...value, place };
    const target = this.#finder.draft(value.target);
    return target && { ...value, place, target };
  }
}

export function createCarrier(now: Resolution, last: Resolution): Carrier | undefined {
  const reuse = reuseOf(now, last);
  if (!reuse) return undefined;
  const finder = finderIn(now.sources);
  let failed = false;

  const successor = <Kind extends Meaning>(meaning: Kind): Kind => {
    const found = reuse.successor(meaning);
    if (found?.type === meaning.type) return found as Kind;
    failed = true;
    return meaning;
  };
  const agains = new Map<Draft, Again>();
  const again = (draft: Draft): Again | undefined => {
    const known = agains.get(draft);
    const then = known ? undefined : reuse.former(draft)?.resolved;
    if (!then) return known;
    const origin = originOf(then);
    const base = origin.base && finder.draft(origin.base);
    const made = new Again(draft, origin, base ? (again(base) ?? base.resolved) : undefined, finder);
    agains.set(draft, made);
    draft.resolved = made;
    return made;
  };
  const former = (draft: Draft) => (again(draft) ? reuse.former(draft) : undefined);

  return {
    former,
    place: reuse.place,
    take(draft) {
      const then = former(draft);
      const made = again(draft);
      return then && made && new Taken(draft, made, then.height, finder);
    },
    link() {
      const standing = new Map<Meaning, Draft>();
      for (const draft of now.sources.flatMap(({ declarations }) => declarations)) {
        const then = former(draft);
        if (!then) continue;
        standing.set(then, draft);
        draft.height = then.height;
        for (const dependency of then.dependencies) draft.dependencies.add(successor(dependency));
      }
      for (const mention of last.sources.flatMap(({ mentions }) => mentions)) {
        const item = reuse.itemAt(mention.place);
        const draft = item && standing.get(item);
        if (!draft) continue;
        const [place, target] = [reuse.place(mention.place), reuse.place(mention.target)];
        const meaning = mention.meaning && successor(mention.meaning);
        if (place && target) draft.source.mentions.push(new DraftMention(place, target, meaning));
        else failed = true;
      }
    },
    judge() {
      for (const [draft, made] of agains) made.sound = draft.sound;
    },
    failed: () => failed,
  };
}

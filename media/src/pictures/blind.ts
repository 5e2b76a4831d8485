/**
 * A document that nobody looks at. The views make elements as they go; where there is no page, only the pictures that they place are
 * wanted, and those are data.
 */

class Blind {
  readonly style = { setProperty: () => undefined };
  readonly dataset = {};
  value = "";
  setAttribute(): void {
    // Nobody looks.
  }
  append(): void {
    // Nobody looks.
  }
}

/** Lets views be built where there is no document. */
export function goBlind(): void {
  const world = globalThis as unknown as Record<string, unknown>;
  world["Node"] ??= Blind;
  world["document"] ??= { createElement: () => new Blind(), createElementNS: () => new Blind() };
}

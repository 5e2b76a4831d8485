/**
 * Parts of a report that are computed when somebody looks at them: a lens reads the headline of every plan on each key press, the page all of one.
 * Whoever writes the report out or copies it gets plain data.
 */

/** `now` with the parts of `later`, each computed once, on its first reading. */
export function withLater<Now extends object, Later extends object>(
  now: Now,
  later: { readonly [Part in keyof Later]: () => Later[Part] },
): Now & Later {
  const whole = { ...now };
  for (const [part, compute] of Object.entries<() => unknown>(later)) {
    let known: { readonly value: unknown } | undefined;
    Object.defineProperty(whole, part, { enumerable: true, get: () => (known ??= { value: compute() }).value });
  }
  return whole as Now & Later;
}

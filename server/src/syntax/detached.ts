/**
 * The same string, apart from the text that it was cut from. A long slice of a text keeps all of that text; and a tree is kept for as long as
 * what it is of stays as it is, over any number of texts.
 */
export function detached(slice: string): string {
  // The name of a property is a copy of its own, and one for all that are alike.
  const [copy] = Object.keys({ [slice]: true });
  return copy ?? slice;
}

/**
 * What one part of the program notes on the objects of another: invisible there, and gone with the object.
 *
 * Each key press makes thousands of objects that live until the next one, and V8's quick collections should find them dead then. Four things
 * keep them longer, and all that they know with them (node --trace-gc-nvp shows it as promotion_rate): getters in literals, which their shape
 * holds on to; copies that are given a symbol; values of a weak map that is alive; and literals of which a hundred are made at once, for which
 * V8 goes over to the memory of old objects. So this is no WeakMap, and what a file has hundreds of are classes.
 */
export interface Notes<Owner extends object, Note> {
  get(owner: Owner): Note | undefined;
  set(owner: Owner, note: Note): void;
}

export function notesOn<Owner extends object, Note>(): Notes<Owner, Note> {
  const key = Symbol();
  return {
    get: (owner) => (owner as { readonly [key]?: Note })[key],
    set: (owner, value) => void Object.defineProperty(owner, key, { value, configurable: true }),
  };
}

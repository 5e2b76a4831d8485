/**
 * What one part of the program notes on the objects of another: invisible there, and gone with the object.
 *
 * Not a WeakMap, for what lives from one key press to the next: the quick collections of young objects hold on to the values of every map
 * that is alive, whether their keys are or not, and would copy each earlier state of a file several times before they let it go.
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

/** Elements with many children that are made only where the page needs them: not where the same ones stand already. */

const pending = new Map<Element, () => readonly Node[]>();

/** An element whose children `make` makes. Two elements with the same `data-same` have the same children. */
export function lazily<E extends Element>(element: E, same: string, make: () => readonly Node[]): E {
  element.setAttribute("data-same", same);
  pending.set(element, make);
  return element;
}

/** Gives an element its children, if they were put off. */
export function fill(element: Element): void {
  const make = pending.get(element);
  pending.delete(element);
  if (make) element.append(...make());
}

/** Gives children to the elements that came into the page, and forgets the others. */
export function fillInserted(): void {
  for (const element of pending.keys()) if (element.isConnected) fill(element);
  pending.clear();
}

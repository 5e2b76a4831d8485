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

const closed = new WeakMap<Element, () => Node>();

/** Details whose content `make` makes when they are opened, or when it is wanted otherwise. */
export function whenOpened<E extends Element>(details: E, make: () => Node): E {
  closed.set(details, make);
  return details;
}

/** Gives details their content, in place of an older one. */
export function fillDetails(details: Element): void {
  const make = closed.get(details);
  closed.delete(details);
  if (!make) return;
  while (details.lastElementChild && details.children.length > 1) details.lastElementChild.remove();
  details.append(make());
}

/** Closed details take over how newer ones are made; what they hold is old, and out of sight. */
export function staysClosed(standing: Element, next: Element): boolean {
  const make = closed.get(next);
  if (!make || standing.hasAttribute("open")) return false;
  closed.set(standing, make);
  return true;
}

/**
 * Makes the page that stands look like the one just built, and touches nothing that is already right: focus, text selection, hover,
 * scroll positions and charts survive an update.
 */

import { fill, fillDetails, staysClosed } from "./lazy";

/**
 * Gives `from` the attributes and children of `to`, which is used up. An element with `data-keep` looks after its own children; a part that
 * is made later stays as it is until then.
 */
export function morph(from: Element, to: Element): void {
  if (to.getAttribute("data-part") === "later") return;
  const same = from.getAttribute("data-same");
  const unchanged = same !== null && same === to.getAttribute("data-same");
  copyAttributes(from, to);
  if (unchanged || from.hasAttribute("data-keep") || staysClosed(from, to)) return;
  fill(to);
  fillDetails(to);
  copyChildren(from, to);
  if (from instanceof HTMLSelectElement && to instanceof HTMLSelectElement && from.value !== to.value) from.value = to.value;
}

function copyAttributes(from: Element, to: Element): void {
  // Whether details are open is the reader's own doing.
  const own = from instanceof HTMLDetailsElement ? ["style", "open"] : ["style"];
  for (const name of from.getAttributeNames()) {
    if (!own.includes(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (!own.includes(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  if (!isStyled(from) || !isStyled(to)) return;
  // Writing the `style` attribute is forbidden by the security policy; its text through the CSSOM is not.
  if (from.style.cssText !== to.style.cssText) from.style.cssText = to.style.cssText;
}

function copyChildren(from: Element, to: Element): void {
  const wanted = [...to.childNodes];
  const keyed = new Map([...from.children].flatMap((child) => (keyOf(child) === null ? [] : [[keyOf(child), child] as const])));
  let place = from.firstChild;
  for (const next of wanted) {
    const standing = keyOf(next) === null ? place : (keyed.get(keyOf(next)) ?? null);
    if (standing === null || !alike(standing, next)) {
      from.insertBefore(next, place);
      continue;
    }
    if (standing === place) place = place.nextSibling;
    else from.insertBefore(standing, place);
    if (standing instanceof Element && next instanceof Element) morph(standing, next);
    else if (standing.nodeValue !== next.nodeValue) standing.nodeValue = next.nodeValue;
  }
  while (place !== null) {
    const after: ChildNode | null = place.nextSibling;
    place.remove();
    place = after;
  }
}

function alike(one: Node, other: Node): boolean {
  return one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
}

function keyOf(node: Node): string | null {
  return node instanceof Element ? node.getAttribute("data-key") : null;
}

function isStyled(element: Element): element is HTMLElement | SVGElement {
  return element instanceof HTMLElement || element instanceof SVGElement;
}

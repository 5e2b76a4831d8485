/** Zoom and drag along a time axis: wheel with Ctrl (as a pinch is told), drag, double click, and keys. */

import type { TimeSpan } from "../../../shared/report";
import { moved, wholeSpan, zoomed } from "./span";

export type SpanWay = "in" | "out" | "all" | "left" | "right";

const step = 1.6;

/** `span` of a picture's key, and what to do when the reader moves it. */
interface Moving {
  readonly span: (key: string) => TimeSpan;
  readonly changed: (key: string, span: TimeSpan) => void;
}

/** Listens on every time axis under `root`; gives a function for buttons and keys. */
export function moveSpans(root: HTMLElement, { span, changed }: Moving): (key: string, way: SpanWay) => void {
  let drag: { readonly axis: Element; readonly key: string; readonly pointer: number; x: number } | undefined;

  root.addEventListener(
    "wheel",
    (event) => {
      const axis = axisAt(event.target);
      if (!axis || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const key = keyOf(axis);
      changed(key, zoomed(span(key), Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.06 : 0.003)), shareAt(axis, event.clientX)));
    },
    { passive: false },
  );
  root.addEventListener("dblclick", ({ target, clientX }) => {
    const axis = axisAt(target);
    if (axis) changed(keyOf(axis), zoomed(span(keyOf(axis)), step * step, shareAt(axis, clientX)));
  });
  root.addEventListener("pointerdown", ({ target, pointerId, clientX, button }) => {
    const axis = axisAt(target);
    if (axis && button === 0) drag = { axis, key: keyOf(axis), pointer: pointerId, x: clientX };
  });
  root.addEventListener("pointermove", ({ pointerId, clientX }) => {
    if (drag?.pointer !== pointerId) return;
    const way = shareAt(drag.axis, drag.x) - shareAt(drag.axis, clientX);
    changed(drag.key, moved(span(drag.key), way));
    drag.x = clientX;
  });
  for (const type of ["pointerup", "pointercancel"] as const)
    addEventListener(type, ({ pointerId }) => {
      if (drag?.pointer === pointerId) drag = undefined;
    });

  return (key, way) => {
    const now = span(key);
    if (way === "all") changed(key, wholeSpan);
    else if (way === "left" || way === "right") changed(key, moved(now, way === "left" ? -0.2 : 0.2));
    else changed(key, zoomed(now, way === "in" ? step : 1 / step));
  };
}

function axisAt(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest("svg[data-axis]") : null;
}

function keyOf(axis: Element): string {
  return axis.closest("[data-span]")?.getAttribute("data-span") ?? "";
}

/** Where a pointer stands on what is seen of an axis, which need not be as wide as its picture. */
function shareAt(axis: Element, clientX: number): number {
  const [left = 0, right = 1, whole = 1] = (axis.getAttribute("data-axis") ?? "").split(" ").map(Number);
  const box = axis.getBoundingClientRect();
  return Math.min(1, Math.max(0, (((clientX - box.left) / box.width) * whole - left) / (right - left)));
}

/**
 * Zoom and drag. While the reader moves, only the window of the map moves with the pointer, once a frame; what is seen in detail is drawn
 * when the movement pauses.
 */

import type { MapView } from "../../../shared/report";
import { windowOf, withinMap } from "./detail";

export interface Moving {
  readonly view: () => MapView;
  readonly moved: (view: MapView) => void;
  /** The movement has paused. */
  readonly settled: () => void;
}

const pause = 120;
const step = 1.6;

/** Listens to wheel (with Ctrl, as a pinch is told), drag and double click on every map under `root`; gives a function for buttons and keys. */
export function moveMaps(root: HTMLElement, { view, moved, settled }: Moving): (way: "in" | "out" | "all") => void {
  let frame = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let drag: { readonly map: SVGSVGElement; readonly pointer: number; x: number; y: number; far: boolean } | undefined;

  function go(map: SVGSVGElement | null, next: MapView): void {
    moved(withinMap(next));
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => map && show(map, view()));
    clearTimeout(rest);
    rest = setTimeout(settled, pause);
  }

  root.addEventListener(
    "wheel",
    (event) => {
      const map = mapAt(event.target);
      if (!map || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      go(map, zoomedAt(map, view(), Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.06 : 0.003)), event));
    },
    { passive: false },
  );
  root.addEventListener("dblclick", (event) => {
    const map = mapAt(event.target);
    if (map) go(map, zoomedAt(map, view(), step * step, event));
  });
  root.addEventListener("pointerdown", ({ target, pointerId, clientX, clientY, button }) => {
    const map = mapAt(target);
    if (map && button === 0 && view().zoom > 1) drag = { map, pointer: pointerId, x: clientX, y: clientY, far: false };
  });
  root.addEventListener("pointermove", ({ pointerId, clientX, clientY }) => {
    if (drag?.pointer !== pointerId) return;
    const { map, x, y } = drag;
    const far = drag.far || Math.hypot(clientX - x, clientY - y) > 3;
    if (!far) return;
    const box = map.getBoundingClientRect();
    const now = view();
    drag = { ...drag, x: clientX, y: clientY, far };
    go(map, { ...now, x: now.x - (clientX - x) / box.width / now.zoom, y: now.y - (clientY - y) / box.height / now.zoom });
  });
  // A drag ends in a click that chooses nothing.
  addEventListener(
    "click",
    (event) => {
      if (drag?.far) event.stopPropagation();
      drag = undefined;
    },
    { capture: true },
  );
  addEventListener("pointerup", ({ pointerId }) => {
    if (drag?.pointer === pointerId && !drag.far) drag = undefined;
  });

  return (way) => {
    const map = root.querySelector<SVGSVGElement>("svg.map");
    const now = view();
    if (way === "all") go(map, { x: 0.5, y: 0.5, zoom: 1 });
    else go(map, { ...now, zoom: now.zoom * (way === "in" ? step : 1 / step) });
  };
}

function show(map: SVGSVGElement, view: MapView): void {
  const size = { width: Number(map.getAttribute("width")), height: Number(map.getAttribute("height")) };
  const { x, y, width, height } = windowOf(size, view);
  map.setAttribute("viewBox", [x, y, width, height].join(" "));
}

/** What stands under the pointer stays there. */
function zoomedAt(map: SVGSVGElement, { x, y, zoom }: MapView, factor: number, { clientX, clientY }: MouseEvent): MapView {
  const box = map.getBoundingClientRect();
  const across = (clientX - box.left) / box.width - 0.5;
  const down = (clientY - box.top) / box.height - 0.5;
  const next = withinMap({ x, y, zoom: zoom * factor }).zoom;
  return { x: x + across / zoom - across / next, y: y + down / zoom - down / next, zoom: next };
}

function mapAt(target: EventTarget | null): SVGSVGElement | null {
  return target instanceof Element ? target.closest<SVGSVGElement>("svg.map") : null;
}

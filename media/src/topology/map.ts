/** The map of the machine as SVG. */

import type { MapView, PageState, PlanReport, TopologyReport } from "../../../shared/report";
import { classes } from "../dom";
import { type Drawing, draw, type Sketch } from "../drawing";
import { percent, whole } from "../format";
import { t } from "../language";
import type { Palette } from "../theme";
import { type Cell, cellsFor, windowOf } from "./detail";
import { type Ink, fabricLoads, linkDrawings, wireDrawing } from "./fabrics";
import { type Layout, type Rack, layOut } from "./layout";
import { linkPaths } from "./links";
import type { Box } from "./rack";
import { colourOf, colouring, describe, mostPowerOf, occupants, strength } from "./occupancy";

export interface MapOptions {
  readonly width: number;
  readonly tallest: number;
  readonly colour_by: PageState["colour_by"];
  /** The rank that the reader chose. */
  readonly chosen: number | undefined;
  readonly view: MapView;
  readonly palette: Palette;
}

export interface MachineMap {
  readonly layout: Layout;
  /** The picture without what is in it. */
  readonly frame: Drawing;
  /** Made when it is asked for: a map may have thousands of marks. */
  readonly drawing: () => Drawing;
  readonly cells: () => readonly Cell[];
  /** Maps with the same key are the same. */
  readonly key: string;
}

let drawn = 0;
let last: { readonly key: string; readonly map: MachineMap } | undefined;

/** The map of a plan's machine. While nothing that it shows changes, it is not drawn again. */
export function machineMap(plan: PlanReport, options: MapOptions): MachineMap {
  const shown = plan.phases.map(({ name, instances, memory, fabrics, power_per_chip }) => [
    name,
    instances,
    memory,
    fabrics,
    power_per_chip,
  ]);
  const key = JSON.stringify([t("chip"), plan.topology, shown, options]);
  if (last?.key !== key) last = { key, map: { ...drawMap(plan, options), key: String(++drawn) } };
  return last.map;
}

function drawMap(plan: PlanReport, options: MapOptions): Omit<MachineMap, "key"> {
  const { width, tallest, colour_by, chosen, view, palette } = options;
  const { topology } = plan;
  const layout = layOut(topology, width, tallest);
  const cells = once(() => cellsFor(layout, topology, view));
  const seen = windowOf(layout, view);
  const frame = draw("svg", {
    class: classes("map", `by-${colour_by}`),
    viewBox: [seen.x, seen.y, seen.width, seen.height].join(" "),
    width: layout.width,
    height: layout.height,
    role: "group",
    "data-zoom": view.zoom,
    "aria-label": t("{machine}: {count} {grain}s. Arrow keys move between them, + and − zoom, 0 shows all.", {
      machine: topology.machine,
      count: layout.cells.length,
      grain: layout.shape.grain,
    }),
  });
  const ink: Ink = { palette, loads: colour_by === "fabric" ? fabricLoads(plan) : undefined, thin: 1 / view.zoom };
  const marks = (): Sketch => [
    layout.wires.map((wire) => wireDrawing(wire, topology, ink)),
    layout.racks.map((rack) => rackDrawing(rack, topology, layout, ink)),
    layout.nodes.length === layout.cells.length
      ? null
      : layout.nodes.map(({ x, y, width: w, height }) =>
          draw("rect", { class: "node", x, y, width: w, height, rx: 2, fill: palette.fg, "fill-opacity": 0.07 }),
        ),
    linkDrawings(linkPaths(layout, view), layout, topology, ink),
    cellDrawings(plan, layout, cells(), { ...ink, by: colour_by, chosen, zoom: view.zoom }),
  ];
  return { layout, frame, cells, drawing: once(() => draw(frame.tag, frame.attributes, marks())) };
}

function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

interface CellInk extends Ink {
  readonly by: PageState["colour_by"];
  readonly chosen: number | undefined;
  readonly zoom: number;
}

function cellDrawings(plan: PlanReport, { shape }: Layout, cells: readonly Cell[], { palette, by, chosen, thin, zoom }: CellInk): Sketch {
  const { topology } = plan;
  const occupantOf = occupants(plan);
  const mostPower = mostPowerOf(plan);
  const holds = (cell: Cell, rank: number) => rank >= cell.first_rank && rank < cell.first_rank + cell.ranks;
  const focusable = chosen === undefined ? cells[0] : (cells.findLast((cell) => holds(cell, chosen)) ?? cells[0]);
  const finest = cells.at(-1)?.grain;
  return cells.map((cell) => {
    const { x, y, width, height, grain, first_rank, ranks } = cell;
    const occupant = occupantOf(Math.floor(first_rank / topology.ranks_per_chip));
    const { name, opacity } = colouring(occupant, by, mostPower);
    const isChosen = chosen !== undefined && cell === focusable;
    const idle = name === "idle";
    // What stands for its chips steps back where they are drawn themselves.
    const around = (grain === "node" || grain === "supernode") && grain !== finest;
    const label = labelOf(cell, topology, zoom);
    const middle = grain === "die" || topology.ranks_per_chip === 1;
    return [
      draw("rect", {
        class: classes(grain === "chip" ? "chip" : "cell", name, isChosen && "chosen"),
        [`data-${grain}`]: Math.floor(first_rank / ranks),
        "data-cell": first_rank,
        "data-ranks": ranks,
        x,
        y,
        width,
        height,
        rx: Math.min(2, Math.min(width, height) / 8),
        fill: idle ? palette.fg : colourOf(name, palette),
        "fill-opacity": idle ? 0.06 : grain === "die" ? Math.min(1, opacity * 0.5 + 0.3) : around ? opacity * 0.25 : opacity,
        stroke: name === "over" ? palette.fg : idle ? palette.muted : grain === "die" ? palette.bg : undefined,
        "stroke-opacity": idle ? 0.5 : undefined,
        "stroke-width": name === "over" ? 1.5 * thin : 0.75 * thin,
        "stroke-dasharray": name === "over" ? `${2 * thin} ${1.5 * thin}` : undefined,
        tabindex: cell === focusable ? 0 : -1,
        role: "img",
        "aria-label": describe(cell, shape, topology, occupant),
      }),
      label !== "" &&
        draw(
          "text",
          {
            x: x + width / 2,
            y: y + (middle ? height / 2 + 3.5 * thin : 9 * thin),
            "font-size": 10 * thin,
            "text-anchor": "middle",
            fill: idle ? palette.muted : palette.bg,
            "pointer-events": "none",
          },
          label,
        ),
    ];
  });
}

/** The number of a cell, where it is large enough to bear one. */
function labelOf({ grain, first_rank, ranks, width }: Cell, { ranks_per_chip }: TopologyReport, zoom: number): string {
  const pixels = width * zoom;
  const number = whole(first_rank / (grain === "chip" ? ranks : 1));
  if (grain === "chip" && ranks_per_chip > 1) return pixels > 90 ? t("chip {number}", { number }) : "";
  return (grain === "chip" || grain === "die") && pixels > Math.max(26, 7 * number.length + 4) ? number : "";
}

function rackDrawing(rack: Rack, topology: TopologyReport, layout: Layout, ink: Ink): Sketch {
  const { x, y, width, height } = rack;
  const { palette } = ink;
  const switches = rack.kind === "switch";
  return draw(
    "g",
    { class: classes("rack", rack.kind), "data-rack": rack.kind },
    layout.framed &&
      draw("rect", {
        class: "frame",
        x,
        y,
        width,
        height,
        rx: 4,
        fill: switches ? "none" : palette.surface,
        stroke: palette.line,
        "stroke-dasharray": switches ? "3 2" : undefined,
      }),
    layout.named &&
      layout.racks.length > 1 &&
      draw(
        "text",
        { class: "rack-name", x: x + width / 2, y: y + 12, "text-anchor": "middle", "font-size": 10, fill: palette.muted },
        rackName(rack, topology, layout),
      ),
    switches && switchPlanes({ x: x + 4, y: y + 17, width: width - 8, height: height - 21 }, "down", topology, ink),
    rack.switches && switchPlanes(rack.switches, "across", topology, ink),
  );
}

/** `R4`, or `2·R4` for the one in the second supernode; a supernode that is one rack goes by its own number. */
function rackName({ kind, index, supernode }: Rack, { racks, supernodes }: TopologyReport, { shape }: Layout): string {
  if (shape.wiring?.kind === "torus")
    return [...(supernodes > 1 ? [supernode + 1] : []), ...(shape.racks > 1 ? [`z ${index}`] : [])].join("·");
  const name = kind === "switch" ? `S${index + 1}` : racks.compute > 1 ? `R${index + 1}` : "";
  if (supernodes === 1) return name;
  return name === "" ? String(supernode + 1) : `${supernode + 1}·${name}`;
}

/** Slots that can be told apart. */
const mostPlanes = 18;

/** The planes of the scale-up fabric as slots: of a switch rack, one below the other; within a rack of nodes, side by side. */
function switchPlanes(room: Box, way: "down" | "across", topology: TopologyReport, { palette, loads }: Ink): Sketch {
  const fabric = topology.fabrics.find((each) => each.role === "scale_up");
  if (!fabric) return [];
  const planes = Math.min(Math.max(1, fabric.planes), mostPlanes);
  const pitch = (way === "down" ? room.height : room.width) / planes;
  const size = Math.max(0.5, pitch - Math.min(3, pitch / 3));
  const load = loads?.get(fabric.name);
  const over = load !== undefined && load > 1;
  return Array.from({ length: planes }, (_, plane) =>
    draw(
      "rect",
      {
        class: classes("plane", load !== undefined && (over ? "over" : "load")),
        ...(way === "down"
          ? { x: room.x, y: room.y + plane * pitch, width: room.width, height: size }
          : { x: room.x + plane * pitch, y: room.y, width: size, height: room.height }),
        rx: 1,
        fill: over ? palette.red : palette.orange,
        "fill-opacity": load === undefined ? 0.55 : over ? 1 : strength(load),
      },
      draw(
        "title",
        {},
        `${fabric.name}: ${t("plane {number} of {count}", { number: plane + 1, count: planes })}${load === undefined ? "" : ` · ${t("{share} loaded", { share: percent(load) })}`}`,
      ),
    ),
  );
}

/** The map of the machine as SVG. */

import type { PageState, PlanReport, TopologyReport } from "../../../shared/report";
import { classes, s } from "../dom";
import { percent } from "../format";
import { type Layout, type Rack, layOut } from "./layout";
import { colouring, describe, occupants, strength } from "./occupancy";

export interface MapOptions {
  readonly width: number;
  readonly tallest: number;
  readonly colour_by: PageState["colour_by"];
  /** The cell that the reader chose. */
  readonly chosen: number | undefined;
}

/** Draws a plan's machine; returns the picture and what it shows. */
export function machineMap(plan: PlanReport, { width, tallest, colour_by, chosen }: MapOptions): { picture: SVGElement; layout: Layout } {
  const { topology } = plan;
  const layout = layOut(topology, width, tallest);
  const occupantOf = occupants(plan);
  const loads = fabricLoads(plan);
  const focusable = chosen !== undefined && chosen < layout.cells.length ? chosen : 0;
  const picture = s(
    "svg",
    {
      class: classes("map", `by-${colour_by}`),
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      width: layout.width,
      height: layout.height,
      role: "group",
      "aria-label": `${topology.machine}: ${layout.cells.length} ${layout.shape.grain}s. Arrow keys move between them.`,
    },
    layout.wires.map(({ fabric, x1, y1, x2, y2 }) => s("line", { ...wireLook(topology, fabric, loads, colour_by), x1, y1, x2, y2 })),
    layout.racks.map((rack) => drawRack(rack, topology, layout, colour_by === "fabric" ? loads : undefined)),
    layout.nodes.length === layout.cells.length
      ? null
      : layout.nodes.map(({ x, y, width: w, height }) => s("rect", { class: "node", x, y, width: w, height, rx: 2 })),
    layout.cells.map((cell) => {
      const occupant = occupantOf(cell.first_chip);
      const { name, opacity } = colouring(occupant, colour_by);
      const description = describe(cell, layout.shape, topology, occupant);
      return s(
        "rect",
        {
          class: classes(layout.shape.grain === "chip" ? "chip" : "cell", name, cell.index === chosen && "chosen"),
          [`data-${layout.shape.grain}`]: cell.index,
          "data-cell": cell.index,
          x: cell.x,
          y: cell.y,
          width: cell.width,
          height: cell.height,
          rx: cell.width > 8 ? 2 : 1,
          "fill-opacity": opacity,
          tabindex: cell.index === focusable ? 0 : -1,
          role: "img",
          "aria-label": description,
        },
        s("title", {}, description),
      );
    }),
  );
  return { picture, layout };
}

/** The highest utilisation of each fabric over the phases. */
export function fabricLoads(plan: PlanReport): ReadonlyMap<string, number> {
  const loads = new Map<string, number>();
  for (const fabric of plan.phases.flatMap((phase) => phase.fabrics)) {
    loads.set(fabric.name, Math.max(loads.get(fabric.name) ?? 0, fabric.utilization));
  }
  return loads;
}

function wireLook(topology: TopologyReport, index: number, loads: ReadonlyMap<string, number>, by: PageState["colour_by"]) {
  const fabric = topology.fabrics[index];
  const load = loads.get(fabric?.name ?? "") ?? 0;
  const loaded = by === "fabric";
  return {
    class: classes("wire", fabric?.role, loaded && (load > 1 ? "over" : "load")),
    ...(loaded ? { "stroke-opacity": strength(load) } : {}),
  };
}

function drawRack(rack: Rack, topology: TopologyReport, layout: Layout, loads: ReadonlyMap<string, number> | undefined): SVGElement {
  const { x, y, width, height } = rack;
  return s(
    "g",
    { class: classes("rack", rack.kind), "data-rack": rack.kind },
    layout.framed && s("rect", { class: "frame", x, y, width, height, rx: 4 }),
    layout.named &&
      layout.racks.length > 1 &&
      s("text", { class: "rack-name", x: x + width / 2, y: y + 12, "text-anchor": "middle" }, rackName(rack, topology)),
    rack.kind === "switch" && switchPlanes(rack, topology, loads),
  );
}

/** `R4`, or `2·R4` for the one in the second supernode; a supernode that is one rack goes by its own number. */
function rackName({ kind, index, supernode }: Rack, { racks, supernodes }: TopologyReport): string {
  const name = kind === "switch" ? `S${index + 1}` : racks.compute > 1 ? `R${index + 1}` : "";
  if (supernodes === 1) return name;
  return name === "" ? String(supernode + 1) : `${supernode + 1}·${name}`;
}

/** The planes of the scale-up fabric as slots of a switch rack. */
function switchPlanes(rack: Rack, topology: TopologyReport, loads: ReadonlyMap<string, number> | undefined): SVGElement[] {
  const fabric = topology.fabrics.find((each) => each.role === "scale_up");
  if (!fabric) return [];
  const planes = Math.min(Math.max(1, fabric.planes), 16);
  const top = rack.y + 17;
  const pitch = (rack.height - 21) / planes;
  const load = loads?.get(fabric.name);
  return Array.from({ length: planes }, (_, plane) =>
    s(
      "rect",
      {
        class: classes("plane", load !== undefined && (load > 1 ? "over" : "load")),
        x: rack.x + 4,
        y: top + plane * pitch,
        width: rack.width - 8,
        height: Math.max(0.5, pitch - Math.min(3, pitch / 3)),
        rx: 1,
        ...(load === undefined ? {} : { "fill-opacity": strength(load) }),
      },
      s("title", {}, `${fabric.name} plane ${plane + 1} of ${planes}${load === undefined ? "" : ` · ${percent(load)} loaded`}`),
    ),
  );
}

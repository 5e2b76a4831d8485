/** How fabrics are drawn: colour by role or load; what is loaded beyond its capacity is dashed and thick, and says by how much. */

import type { PlanReport, TopologyReport } from "../../../shared/report";
import { type Attributes, classes } from "../dom";
import { draw, type Sketch } from "../drawing";
import { percent } from "../format";
import { t } from "../language";
import type { Palette } from "../theme";
import { captionHeight, type Layout } from "./layout";
import type { LinkPath } from "./links";
import { strength } from "./occupancy";

export interface Ink {
  readonly palette: Palette;
  /** By fabric, where the map is about them. */
  readonly loads: ReadonlyMap<string, number> | undefined;
  /** Width of a line that is one pixel on the screen. */
  readonly thin: number;
}

type Fabric = TopologyReport["fabrics"][number];

/** The highest utilisation of each fabric over the phases. */
export function fabricLoads(plan: PlanReport): ReadonlyMap<string, number> {
  const loads = new Map<string, number>();
  for (const fabric of plan.phases.flatMap((phase) => phase.fabrics)) {
    loads.set(fabric.name, Math.max(loads.get(fabric.name) ?? 0, fabric.utilization));
  }
  return loads;
}

/** The load of a fabric where the map is about loads, and whether it is too much. */
export function loadOf(fabric: Fabric | undefined, { loads }: Ink): { readonly load: number; readonly over: boolean } {
  const load = loads?.get(fabric?.name ?? "") ?? 0;
  return { load, over: loads !== undefined && load > 1 };
}

function strokeOf(fabric: Fabric | undefined, ink: Ink, width: number): Attributes {
  const { palette, loads, thin } = ink;
  const { load, over } = loadOf(fabric, ink);
  const colours = { scale_up: palette.orange, scale_out: palette.green, frontend: palette.grey };
  return {
    class: classes("wire", fabric?.role, loads && (over ? "over" : "load")),
    stroke: over ? palette.red : loads ? palette.orange : colours[fabric?.role ?? "frontend"],
    "stroke-width": width * Math.sqrt(thin),
    "stroke-opacity": loads && !over ? strength(load) : undefined,
    "stroke-dasharray": over ? "5 3" : undefined,
  };
}

function titleOf(fabric: Fabric | undefined, ink: Ink): Sketch {
  const load = ink.loads ? [t("{share} loaded", { share: percent(loadOf(fabric, ink).load) })] : [];
  return draw("title", {}, [fabric?.name ?? "", ...load].join(" · "));
}

/** A piece of a rail. */
export function wireDrawing({ fabric: index, x1, y1, x2, y2 }: Layout["wires"][number], topology: TopologyReport, ink: Ink): Sketch {
  const fabric = topology.fabrics[index];
  const { load, over } = loadOf(fabric, ink);
  const width = fabric?.role === "scale_up" ? 2 : fabric?.role === "scale_out" ? 1.25 : 1;
  return [
    draw("line", { x1, y1, x2, y2, ...strokeOf(fabric, ink, over ? width + 1.5 : width) }, titleOf(fabric, ink)),
    over &&
      y1 === y2 &&
      draw(
        "text",
        { class: "over-mark", x: x2, y: y2 - 3, "text-anchor": "end", "font-size": 10, "font-weight": 700, fill: ink.palette.red },
        `⚠ ${fabric?.name ?? ""} ${percent(load)}`,
      ),
  ];
}

/** Links of a torus or a full mesh, and under them what they are. */
export function linkDrawings(paths: readonly LinkPath[], layout: Layout, topology: TopologyReport, ink: Ink): Sketch {
  const { wiring } = layout.shape;
  const fabric = wiring && topology.fabrics[wiring.fabric];
  if (!wiring || !fabric) return null;
  const { load, over } = loadOf(fabric, ink);
  const widths = { link: 1.25, wrap: 0.75, bundle: 3 };
  const text = over ? `⚠ ${fabric.name} ${percent(load)}` : `${fabric.name} · ${topologyName(fabric)}`;
  return [
    paths.map(({ kind, path }) => {
      const stroke = strokeOf(fabric, ink, over ? widths[kind] + 0.75 : widths[kind]);
      return draw(
        "path",
        {
          d: path,
          fill: "none",
          "stroke-linejoin": "round",
          ...stroke,
          opacity: kind === "wrap" ? 0.75 : undefined,
          class: classes(String(stroke["class"]), kind),
        },
        titleOf(fabric, ink),
      );
    }),
    layout.named &&
      draw(
        "text",
        {
          class: over ? "over-mark" : "wiring-name",
          x: layout.racks[0]?.x ?? 0,
          y: layout.height - captionHeight + 12,
          "font-size": 10,
          "font-weight": over ? 700 : undefined,
          fill: over ? ink.palette.red : ink.palette.muted,
        },
        text,
      ),
  ];
}

/** What joins the chips, where it is no switch. */
export function wiringName({ nodes, chips_per_node }: TopologyReport, fabric: Fabric): string {
  if (fabric.topology === "switch") return "";
  const links = fabric.topology === "mesh" ? [t("a link from each chip to {count} others", { count: nodes * chips_per_node - 1 })] : [];
  return [topologyName(fabric), ...links].join(": ");
}

function topologyName({ topology, dimensions }: Fabric): string {
  if (topology === "torus") return [t("torus"), dimensions?.join(" × ")].filter(Boolean).join(" ");
  return t("full mesh");
}

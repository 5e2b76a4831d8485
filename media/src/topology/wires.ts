/** Draws the fabrics: a rail for each under a row of racks, a stub from each rack to it, and a trunk that joins the rows. */

import type { TopologyReport } from "../../../shared/report";
import type { Rack, Wire } from "./layout";

export const railGap = 6;
const firstRail = 8;

/** A row of racks that stands. */
export interface PlacedRow {
  readonly racks: readonly Rack[];
  readonly bottom: number;
  /** A row of switches hangs from the rails above it and has none of its own. */
  readonly switches: boolean;
}

/** Room that the rails under a row take. */
export function railsHeight(fabrics: number): number {
  return fabrics === 0 ? 0 : firstRail + (fabrics - 1) * railGap + 4;
}

/** Room left of the rows for the trunks. */
export function trunksWidth(fabrics: number): number {
  return fabrics === 0 ? 0 : fabrics * railGap + 6;
}

/** All wires of the machine's fabrics; trunks stand from `left` on. */
export function wiresOf(fabrics: TopologyReport["fabrics"], rows: readonly PlacedRow[], left: number): Wire[] {
  return fabrics.flatMap((each, fabric) => {
    const groups = each.role === "scale_up" ? bySupernode(rows) : [rows];
    return groups.flatMap((group) => wire({ fabric, fabrics: fabrics.length, scaleUp: each.role === "scale_up" }, group, left));
  });
}

interface Which {
  readonly fabric: number;
  readonly fabrics: number;
  readonly scaleUp: boolean;
}

function wire(which: Which, rows: readonly PlacedRow[], left: number): Wire[] {
  const { fabric } = which;
  const railed = rows.filter((row) => !row.switches);
  const trunk = left + fabric * railGap + 1;
  const rails = railed.map((row) => {
    const from = railed.length > 1 ? trunk : Math.min(...row.racks.map((rack) => rack.x));
    const y = railY(row, fabric);
    return { fabric, x1: from, y1: y, x2: Math.max(...row.racks.map((rack) => rack.x + rack.width)), y2: y };
  });
  const stubs = rows.flatMap((row, index) => stubsOf(which, row, rows[index - 1] ?? row));
  const first = rails[0];
  const last = rails.at(-1);
  const joined = first && last && rails.length > 1 ? [{ fabric, x1: trunk, y1: first.y1, x2: trunk, y2: last.y1 }] : [];
  return [...rails, ...stubs, ...joined];
}

function stubsOf({ fabric, fabrics, scaleUp }: Which, row: PlacedRow, above: PlacedRow): Wire[] {
  return row.racks.flatMap((rack) => {
    if (rack.kind === "switch" && !scaleUp) return [];
    const x = Math.round(rack.x + rack.width / 2 + (fabric - (fabrics - 1) / 2) * railGap);
    if (row.switches) return above === row ? [] : [{ fabric, x1: x, y1: railY(above, fabric), x2: x, y2: rack.y }];
    return [{ fabric, x1: x, y1: row.bottom, x2: x, y2: railY(row, fabric) }];
  });
}

function railY(row: PlacedRow, fabric: number): number {
  return row.bottom + firstRail + fabric * railGap;
}

/** The rows of each supernode, with no more than its own racks. */
function bySupernode(rows: readonly PlacedRow[]): PlacedRow[][] {
  const supernodes = new Set(rows.flatMap((row) => row.racks.map((rack) => rack.supernode)));
  return [...supernodes].map((supernode) =>
    rows.flatMap((row) => {
      const racks = row.racks.filter((rack) => rack.supernode === supernode);
      return racks.length === 0 ? [] : [{ ...row, racks }];
    }),
  );
}

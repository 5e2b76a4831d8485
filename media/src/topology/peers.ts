/** The overlay of a rank's groups: the squares of its peers, outlined by kind of group. Drawn straight onto the map that stands. */

import type { PlanReport } from "../../../shared/report";
import { type Drawing, draw, toElement } from "../drawing";
import { counted, whole } from "../format";
import { t } from "../language";
import type { Palette } from "../theme";
import { type Group, type GroupName, groupsOf } from "./groups";
import { occupants } from "./occupancy";
import { linkedTo } from "./wiring";

/** Colour and stroke of each kind of group: no two differ by colour alone. */
export const groupLooks: Readonly<
  Record<GroupName, { readonly colour: "orange" | "green" | "yellow" | "red" | "fg"; readonly dash: string }>
> = {
  tp: { colour: "red", dash: "" },
  cp: { colour: "green", dash: "6 2" },
  dp: { colour: "yellow", dash: "1 2" },
  ep: { colour: "orange", dash: "4 2" },
  pp: { colour: "fg", dash: "8 3 1 3" },
};

/** The groups of a rank of the plan that are asked for. */
export function peersOf(plan: PlanReport, rank: number, wanted: (name: GroupName) => boolean): Group[] {
  const { topology } = plan;
  const occupant = occupants(plan)(chipOf(plan, rank));
  if (!occupant?.phase) return [];
  return groupsOf(occupant.phase, occupant.placement, topology.ranks_per_chip, rank).filter(({ name }) => wanted(name));
}

/** What is said under the map of a rank's groups, and of the links of its chip where there are no switches. */
export function peersText(plan: PlanReport, rank: number, groups: readonly Group[]): string {
  const linked = linkedTo(plan.topology, chipOf(plan, rank));
  const links = linked.length === 0 ? [] : [t("links to chips {chips}", { chips: linked.map(whole).join(", ") })];
  return [...(groups.length === 0 ? [] : [groupsText(plan, rank, groups)]), ...links].join(" · ");
}

/** The chip that a rank is on. */
export function chipOf({ topology }: PlanReport, rank: number): number {
  return Math.floor(rank / topology.ranks_per_chip);
}

function groupsText(plan: PlanReport, rank: number, groups: readonly Group[]): string {
  const { ranks_per_chip } = plan.topology;
  const words = groups.map(({ name, ranks }) => {
    const chips = ranks.map((each) => Math.floor(each / ranks_per_chip));
    return `${name}: ${t("{ranks} on chips {first} to {last}", { ranks: counted(ranks.length, "rank"), first: chips[0] ?? 0, last: chips.at(-1) ?? 0 })}`;
  });
  return `${t("Rank {rank} works with", { rank })} ${words.join(" · ")}`;
}

/** Draws the groups of a rank, and dots on the chips that its chip is linked to, over the map in place of those drawn before. */
export function overlay(map: SVGSVGElement, groups: readonly Group[], linked: readonly number[], palette: Palette): void {
  map.querySelector(".peers")?.remove();
  if (groups.length === 0 && linked.length === 0) return;
  const thin = 1 / Number(map.dataset["zoom"] ?? 1);
  const cells = [...map.querySelectorAll<SVGRectElement>("[data-cell]")].map((element) => ({
    element,
    first: Number(element.dataset["cell"]),
    ranks: Number(element.dataset["ranks"]),
  }));
  // Where dies are drawn, they are the peers, and not the chips around them.
  const finest = Math.min(...cells.map(({ ranks }) => ranks));
  const marks = groups.flatMap(({ name, ranks }): Drawing[] => {
    const members = new Set(ranks);
    const look = groupLooks[name];
    const inset = { tp: 0, cp: 1, dp: 2.5, ep: -1, pp: 1.5 }[name] * thin;
    return cells
      .filter(({ first, ranks: count }) => count === finest && holds(members, first, count))
      .map(({ element }) =>
        draw("rect", {
          x: Number(element.getAttribute("x")) + inset,
          y: Number(element.getAttribute("y")) + inset,
          width: Math.max(0.1, Number(element.getAttribute("width")) - 2 * inset),
          height: Math.max(0.1, Number(element.getAttribute("height")) - 2 * inset),
          fill: "none",
          stroke: palette[look.colour],
          "stroke-width": 1.75 * thin,
          "stroke-dasharray":
            look.dash === ""
              ? undefined
              : look.dash
                  .split(" ")
                  .map((each) => Number(each) * thin)
                  .join(" "),
        }),
      );
  });
  map.append(toElement(draw("g", { class: "peers", "pointer-events": "none" }, marks, linkMarks(map, linked, palette))));
}

function holds(members: ReadonlySet<number>, first: number, count: number): boolean {
  for (let rank = first; rank < first + count; rank++) if (members.has(rank)) return true;
  return false;
}

function linkMarks(map: SVGSVGElement, linked: readonly number[], palette: Palette): Drawing[] {
  return linked.flatMap((chip) => {
    const cell = map.querySelector(`[data-chip="${chip}"]`);
    if (!cell) return [];
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(cell.getAttribute(name))) as [
      number,
      number,
      number,
      number,
    ];
    const dot = { cx: x + width / 2, cy: y + height * 0.8, r: width * 0.14 };
    return [draw("circle", { ...dot, fill: palette.fg, stroke: palette.bg, "stroke-width": width * 0.04 })];
  });
}

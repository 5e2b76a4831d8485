/** Where chips stand that are linked with each other, and with which. */

import assert from "node:assert/strict";
import { cellsFor } from "../../../media/src/topology/detail";
import { layOut } from "../../../media/src/topology/layout";
import { linkPaths } from "../../../media/src/topology/links";
import { linkedTo } from "../../../media/src/topology/wiring";
import type { TopologyReport } from "../../../shared/report";

const whole = { x: 0.5, y: 0.5, zoom: 1 };

function machine(fabric: Partial<TopologyReport["fabrics"][number]>, rest: Partial<TopologyReport>): TopologyReport {
  return {
    machine: "M",
    chip: "C",
    ranks_per_chip: 1,
    supernodes: 1,
    nodes: 1,
    chips_per_node: 8,
    cpus_per_node: 1,
    racks: { compute: 0, switch: 0 },
    placements: [],
    fabrics: [{ name: "F", role: "scale_up", topology: "mesh", bandwidth_per_chip: 1, tiers: 1, planes: 1, ...fabric }],
    ...rest,
  };
}

function torus(...dimensions: number[]): TopologyReport {
  const chips = dimensions.reduce((product, length) => product * length, 1);
  return machine({ topology: "torus", dimensions }, { nodes: chips / 4, chips_per_node: 4 });
}

it("in a full mesh a chip is linked to all others of its server", () => {
  assert.deepEqual(linkedTo(machine({}, { supernodes: 2 }), 9), [8, 10, 11, 12, 13, 14, 15]);
});

it("in a torus a chip is linked to the next ones along each axis, at the edges to the other side", () => {
  assert.deepEqual(linkedTo(torus(4, 4, 4), 0), [1, 3, 4, 12, 16, 48]);
  assert.deepEqual(linkedTo(torus(16, 16), 17), [1, 16, 18, 33]);
});

it("along an axis of two both ways lead to the same chip", () => {
  assert.deepEqual(linkedTo(torus(4, 4, 2), 0), [1, 3, 4, 12, 16]);
});

it("behind switches no chip is linked to another", () => {
  assert.deepEqual(linkedTo(machine({ topology: "switch" }, {}), 0), []);
});

for (const chips of [3, 4, 8, 16])
  it(`${chips} chips on a ring stand apart, inside their server, and each line joins two of them`, () => {
    const layout = layOut(machine({}, { chips_per_node: chips }), 800, 500);
    const [node] = layout.nodes;
    assert.ok(node);
    for (const [index, { x, y, width, height }] of layout.cells.entries()) {
      assert.ok(x >= node.x && y >= node.y && x + width <= node.x + node.width && y + height <= node.y + node.height);
      for (const other of layout.cells.slice(index + 1)) assert.ok(Math.abs(other.x - x) >= width || Math.abs(other.y - y) >= height);
    }
    assert.equal(linkPaths(layout, whole)[0]?.path.split("M").length, 1 + (chips * (chips - 1)) / 2);
  });

it("a torus is laid out plane by plane, the first axis across and the second down", () => {
  const { cells, racks } = layOut(torus(4, 4, 4), 1200, 500);
  const [first, right, below, deeper] = [0, 1, 4, 16].map((chip) => cells[chip]);
  assert.ok(first && right && below && deeper);
  assert.equal(racks.length, 4);
  assert.ok(right.x > first.x && right.y === first.y);
  assert.ok(below.x === first.x && below.y > first.y);
  assert.ok(deeper.x > right.x && deeper.y === first.y);
});

it("chips that are seen from near stand where their node stood, side by side along the first axis", () => {
  const topology = torus(16, 20, 28);
  const layout = layOut(topology, 1200, 500);
  assert.equal(layout.cells.length, 2240);
  const near = cellsFor(layout, topology, { x: 0.1, y: 0.1, zoom: 8 });
  const node = near.find(({ grain }) => grain === "node");
  const chips = near.filter(({ grain, first_rank }) => grain === "chip" && Math.floor(first_rank / 4) * 4 === node?.first_rank);
  assert.equal(chips.length, 4);
  assert.ok(chips.every(({ y, width, height }) => y === node?.y && width === height));
  assert.ok(Math.abs((chips[3]?.x ?? 0) + (chips[3]?.width ?? 0) - (node?.x ?? 0) - (node?.width ?? 0)) < 1e-9);
});

it("a torus that its chips do not fill is drawn in racks", () => {
  assert.equal(layOut(machine({ topology: "torus", dimensions: [4, 4] }, {}), 800, 500).shape.wiring, undefined);
});

import { describe, expect, it } from "vitest";
import type { Flow } from "../src/api/types";
import { columnsOf, layoutChain, ribbon } from "../src/layout/chain";

const flow = (stage: string, from: string, to_stage: string, to: string, before: number, now: number): Flow => ({ stage, from, to, to_stage, before_t_mo: before, mean_t_mo: [before, now] });
const flows = [
  flow("mine", "CHN", "separation", "CHN", 60, 60), flow("mine", "AUS", "separation", "MYS", 20, 20), flow("mine", "USA", "unreported", "USA", 9, 9),
  flow("separation", "CHN", "metal", "CHN", 55, 50), flow("separation", "MYS", "metal", "JPN", 20, 20), flow("separation", "CHN", "metal", "JPN", 5, 0),
  flow("recycling", "CHN", "metal", "CHN", 6, 6), flow("metal", "CHN", "magnet", "CHN", 60, 60), flow("metal", "JPN", "magnet", "JPN", 20, 15),
  flow("magnet", "CHN", "first-use", "JPN", 20, 10), flow("magnet", "JPN", "first-use", "JPN", 20, 15), flow("magnet", "CHN", "recycling", "CHN", 6, 6),
];
const area = { width: 800, height: 400 };

describe("chain", () => {
  it("puts stages in the order of the chain and does not follow scrap back", () => {
    const column = columnsOf(flows);
    expect(["mine", "separation", "metal", "magnet", "first-use"].map((stage) => column.get(stage))).toEqual([0, 1, 2, 3, 4]);
    expect(column.get("recycling")).toBe(1);
  });
  it("keeps widths before and narrows what flows now", () => {
    const chain = layoutChain(flows, 1, "CHN", ["JPN"], area);
    const lost = chain.links.find((link) => link.source === "magnet/CHN" && link.target === "first-use/JPN")!;
    expect(lost.nowWidth / lost.width).toBeCloseTo(0.5);
    expect(chain.links.find((link) => link.source === "mine/AUS")!.nowWidth).toBeCloseTo(chain.links.find((link) => link.source === "mine/AUS")!.width);
  });
  it("marks the nodes that get less", () => {
    const nodes = new Map(layoutChain(flows, 1, "CHN", ["JPN"], area).nodes.map((node) => [node.id, node]));
    expect(nodes.get("first-use/JPN")!.restricted).toBe(true);
    expect(nodes.get("separation/MYS")!.restricted).toBe(false);
  });
  it("stays inside its area", () => {
    for (const node of layoutChain(flows, 0, "CHN", [], area).nodes) expect(node.y1 <= 400 && node.x1 <= 800 && node.y0 >= 0).toBe(true);
  });
  it("draws small places as one, never the controller or the focus", () => {
    const many = Array.from({ length: 20 }, (_, at) => flow("mine", `P${at}`, "separation", "CHN", 1 + at, 1 + at));
    const chain = layoutChain([...many, flow("mine", "CHN", "separation", "CHN", 0.5, 0.5), ...flows.slice(3)], 0, "CHN", ["JPN"], area, 6);
    const mines = chain.nodes.filter((node) => node.stage === "mine");
    expect(mines.length).toBeLessThanOrEqual(8);
    expect(mines.map((node) => node.place)).toContain("others");
    expect(mines.map((node) => node.place)).toContain("CHN");
  });
  it("has nothing to draw without flows", () => expect(layoutChain([], 0, "CHN", [], area).nodes).toEqual([]));
  it("closes every ribbon", () => expect(ribbon({ x0: 0, x1: 10, y0: 5, y1: 8 }, 4)).toMatch(/^M0\.0,3\.0C.*Z$/));
});

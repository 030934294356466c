import { describe, expect, it } from "vitest";
import { boxOf, estimate, overlaps, place, type Wanted } from "../src/layout/labels";

const area = { x: 0, y: 0, width: 300, height: 200 };
const label = (id: string, x: number, y: number, more: Partial<Wanted> = {}): Wanted => ({ id, text: id, x, y, rank: 1, ...more });

describe("labels", () => {
  it("never overlap, whatever is asked", () => {
    let seed = 7;
    const next = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const wanted = Array.from({ length: 80 }, (_, at) => label(`名前 label ${at}`, next() * 300, next() * 200, { rank: next(), must: at % 9 === 0 }));
    const placed = place(wanted, area);
    for (const one of placed) for (const other of placed) if (one !== other) expect(overlaps(one.box, other.box)).toBe(false);
    expect(placed.length).toBeGreaterThan(10);
  });
  it("stay inside", () => {
    const [only] = place([label("a long name at the edge", 290, 199, { must: true })], area);
    expect(only!.box.x + only!.box.width).toBeLessThanOrEqual(300);
    expect(only!.box.y + only!.box.height).toBeLessThanOrEqual(200);
  });
  it("the important one stands where it was asked, the other moves or goes", () => {
    const placed = place([label("minor", 10, 50), label("major", 10, 50, { rank: 5 })], area);
    expect(placed[0]!.id).toBe("major");
    expect(placed[0]!.y).toBeCloseTo(50);
  });
  it("a label that must stand goes as far as it takes", () => {
    const crowd = Array.from({ length: 5 }, (_, at) => label(`must ${at}`, 10, 100, { must: true, rank: at }));
    expect(place(crowd, area)).toHaveLength(5);
  });
  it("keep clear of what is drawn", () => {
    const wall = { x: 0, y: 90, width: 300, height: 20 };
    const [moved] = place([label("over the line", 10, 104, { must: true })], area, estimate, [wall]);
    expect(overlaps(moved!.box, wall)).toBe(false);
  });
  it("ideographs are as wide as they are high", () => expect(boxOf(label("日本", 0, 0, { size: 10 }), estimate).width).toBeGreaterThan(20));
});

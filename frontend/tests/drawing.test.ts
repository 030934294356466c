import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { arithmetic, ordered, told } from "../src/bill/order";
import { facetCounts, piecesOf } from "../src/evidence/spans";
import { along } from "../src/layout/obstacles";
import { axes, bandPath, linePath, monthTicks } from "../src/layout/series";
import { atlas, bowed, featuresOf, sharesOf, tradeOf, type World } from "../src/layout/world";
import { csv } from "../src/parts/table";
import { gantt, stacks } from "../src/plan/layout";
import { changed, kindOf, resolve } from "../src/scenario/schema";
import { toYaml } from "../src/scenario/yaml";
import { best, stepsOf } from "../src/state/gains";
import type { BillLine, Claim } from "../src/api/types";

const world = JSON.parse(readFileSync(new URL("../src/map/world.json", import.meta.url), "utf8")) as World;

describe("map", () => {
  const shapes = featuresOf(world), map = atlas(shapes, 600, 300);
  it.each(["SGP", "HKG", "BHR", "MLT", "CHN", "JPN", "TWN", "USA"])("has %s", (code) => expect(map.countries.some((country) => country.code === code && country.path)).toBe(true));
  it("has the Pacific in the middle", () => {
    expect(map.at("JPN")![0]).toBeLessThan(map.at("USA")![0]);
    expect(map.at("EUU")![0]).toBeLessThan(map.at("CHN")![0]);
  });
  it("says nothing of the rest of the world", () => expect([map.at("XRW"), map.bow("XRW", "JPN"), bowed(null, [1, 2])]).toEqual([null, "", ""]));
  it("adds up shares", () => {
    const flows = [{ stage: "mine", from: "A", to: "B", to_stage: "x", before_t_mo: 3, mean_t_mo: [1] }, { stage: "mine", from: "C", to: "C", to_stage: "x", before_t_mo: 1, mean_t_mo: [1] }];
    expect(sharesOf(flows, "mine", 0).map((one) => one.share)).toEqual([0.75, 0.25]);
    expect(tradeOf(flows, "mine", 0)).toHaveLength(1);
  });
});

describe("series", () => {
  const scale = axes({ width: 100, height: 100, left: 0, right: 0, top: 0, bottom: 0 }, 3);
  it("leaves gaps where nothing is known", () => expect(linePath([1, null, 0], scale).match(/M/g)).toHaveLength(2));
  it("draws a band", () => expect(bandPath([0, 0, 0], [1, 1, 1], scale)).toMatch(/Z$/));
  it("names as many months as fit", () => {
    const months = Array.from({ length: 60 }, (_, at) => `${2026 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`);
    expect(monthTicks(months, 700).length).toBeLessThanOrEqual(11);
    expect(monthTicks(months, 200).map((at) => months[at]!.slice(5))).toContain("01");
  });
  it("covers a line with boxes", () => expect(along([0, 1, null], scale).length).toBeGreaterThan(3));
});

describe("tables", () => {
  it("are safe for spreadsheets", () => expect(csv({ columns: ["a", "b"], rows: [["=1+1", 'x,"y"'], ["-", -3]] })).toBe('a,b\r\n\'=1+1,"x,""y"""\r\n\'-,-3\r\n'));
});

describe("scenario", () => {
  it("writes YAML that means the same", () => {
    expect(toYaml({ id: "x", start: "2026-01", law: { rules: ["CN-1", "no"], approval: 1 }, none: null, empty: [] })).toBe('id: x\nstart: 2026-01\nlaw:\n  rules: [CN-1, "no"]\n  approval: 1\nempty: []\n');
    expect(toYaml({ q: "a: b # c", n: "12" })).toBe('q: "a: b # c"\nn: "12"\n');
  });
  it("changes one place", () => {
    expect(changed({ a: { b: 1 } }, ["a", "b"], 2)).toEqual({ a: { b: 2 } });
    expect(changed({ a: [1, 2] }, ["a", 1], undefined)).toEqual({ a: [1] });
    expect(changed({ a: [] }, ["a", 0], { x: 1 })).toEqual({ a: [{ x: 1 }] });
    expect(changed({ a: 1 }, ["a"], "")).toEqual({});
  });
  it("reads schemas", () => {
    const root = { $defs: { D: { type: "object", properties: { x: { type: "number" } } } } };
    expect(kindOf(resolve({ anyOf: [{ $ref: "#/$defs/D" }, { type: "null" }] }, root))).toBe("object");
    expect(kindOf({ enum: ["a"] })).toBe("choice");
    expect(kindOf({ type: ["integer", "null"] })).toBe("number");
  });
});

describe("bill", () => {
  it("puts first what cannot be judged", () => expect(ordered([{ line: "2", outcome: "none" }, { line: "10", outcome: "licence" }, { line: "3", outcome: "unknown" }] as BillLine[]).map((line) => line.line)).toEqual(["3", "10", "2"]));
  it("lays out tests and figures", () => expect(arithmetic({ inputs: { tests: { destination: "yes" }, share: 0.2 } } as never)).toEqual([["destination", "yes"], ["share", "20 %"]]));
  it("writes ranges, lists and fields for people", () => {
    expect([told([1 / 15, 7 / 30], "share"), told([260, 260]), told([60, 210]), told(["a", "b"])]).toEqual(["6.67 – 23.3 %", "260", "60 – 210", "a, b"]);
    expect(told({ share: 0.001, item_value_usd: [60000, 210000] })).toBe("share 0.1 %, item_value_usd 60,000 – 210,000");
  });
});

describe("evidence", () => {
  const claim = (id: string, start: number, end: number, kind = "policy"): Claim => ({ id, start, end, kind, document: "d" }) as Claim;
  it("cuts a text at its quotes, by characters and not by code units", () => {
    const pieces = piecesOf({ start: 10, end: 16, label: "body", text: "𠮷中國控制著" }, [claim("a", 11, 13), claim("b", 12, 14)]);
    expect(pieces.map((piece) => [piece.text, piece.claims.join()])).toEqual([["𠮷", ""], ["中", "a"], ["國", "a,b"], ["控", "b"], ["制著", ""]]);
  });
  it("counts facets among what the others leave", () => expect(facetCounts([claim("a", 0, 1), claim("b", 0, 1, "share")], { kind: "policy" }, "kind")).toEqual([["policy", 1], ["share", 1]]));
});

describe("plan", () => {
  it("stacks portfolios in one order", () => {
    const made = stacks([{ budget: 0, levers: [] }, { budget: 1, levers: ["b", "a", "b"] }] as never);
    expect(made.stacks[1]!.parts).toEqual([{ lever: "b", from: 0, to: 2 }, { lever: "a", from: 2, to: 3 }]);
  });
  it("adds lead times", () => expect(gantt([{ lever: "a", start: "2026-11", amount: 1, unit: "1" }], new Map([["a", 14]])).bars[0]).toMatchObject({ ready: "2028-01", lead: 14 }));
});

describe("what helps", () => {
  const slider = { id: "s", label: "", unit: "share", min: 0, max: 1, step: 0.05, value: 0 };
  it("tries a fifth of the span either way, within the ends", () => {
    expect(stepsOf(slider, 0.5)).toEqual([0.3, 0.7]);
    expect(stepsOf(slider, 0)).toEqual([0.2]);
  });
  it("keeps the better way and leaves out what does not help", () => {
    const other = { ...slider, id: "t" };
    expect(best([{ slider, value: 0.2, tonnes: -5 }, { slider, value: 0.8, tonnes: -9 }, { slider: other, value: 1, tonnes: 3 }]).map((gain) => gain.value)).toEqual([0.8]);
  });
});

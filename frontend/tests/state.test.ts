import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Run } from "../src/api/types";
import { nearest } from "../src/state/backend";
import { headline, rangeOf } from "../src/state/headline";
import { addMonths } from "../src/state/months";
import { formatRoute, parseRoute, START } from "../src/state/route";
import { fillOf, usesOf } from "../src/state/summary";
import { begin, redo, step, undo } from "../src/state/timeline";
import { LANGUAGES, preferred, speaker, type Language } from "../src/words/speaker";

const months = ["2026-01", "2026-02", "2026-03"];
const use = (end_use: string, kind: string, p50: string | null, probability: number) => ({ place: "JPN", end_use, class: kind, p05: p50, p50, p95: p50 && "2026-03", probability });
const run: Run = {
  run: "r", scenario: "s", focus: ["JPN"], draws: 200, months, controller: "CHN",
  first_short: [use("wind", "civil", null, 0.2), use("defence", "defence", "2026-02", 1)],
  fill_rate: months.flatMap((month, at) => [{ place: "JPN", end_use: "defence", class: "defence", month, p05: 0.1, p50: [1, 0.06, 0.5][at]!, p95: 1 }, { place: "JPN", end_use: "wind", class: "civil", month, p05: 0.9, p50: 0.996, p95: 1 }]),
  measures: [{ id: "CN-2026-1", from: "2026-01-06", permission: "denied", origin: "CHN", destinations: ["JPN"], classes: ["defence"] }],
  assumption_share: 0.86,
};

describe("address", () => {
  it("comes back as it went", () => {
    const route = { ...START, screen: "compare" as const, moved: { "licences-refused": 0.7, stock: 30 }, month: "2027-05", use: "JPN/wind/civil", compare: ["a", "b"], claim: "c1:ab" };
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });
  it("takes nothing that is not an id", () => {
    const route = parseRoute("#/overview?s=<script>&v=a~x,b~1&m=soon&c=1,2,3,4,5,6");
    expect(route).toMatchObject({ scenario: START.scenario, moved: { b: 1 }, month: "" });
    expect(route.compare).toHaveLength(4);
  });
});

describe("undo", () => {
  it("goes back and forth, and a new step forgets the future", () => {
    const line = step(step(begin(1), 2), 3);
    expect(undo(line).now).toBe(2);
    expect(redo(undo(line)).now).toBe(3);
    expect(redo(step(undo(line), 9)).now).toBe(9);
    expect(undo(begin(1)).now).toBe(1);
  });
});

describe("headline", () => {
  it("names who runs short, when, how sure and why", () => {
    const told = headline(run, speaker("en"));
    expect(told.lead).toBe("defence users in Japan run short in Feb 2026");
    expect(told.span).toContain("in 9 of 10 simulated futures");
    expect(told.span).toContain("model error not included");
    expect(told.why).toContain("CN-2026-1 denies them goods from China");
    expect(told.rest.join(" ")).toContain("every civil use keeps at least 99.6% of its demand");
    expect(told.rest.join(" ")).toContain("yet wind turbines run short in 20% of futures");
    expect(told.rest.join(" ")).toContain("86%");
  });
  it("shows no range from fewer than 200 futures", () => {
    expect(headline({ ...run, draws: 199 }, speaker("en")).span).toContain("too few");
    expect(headline({ ...run, draws: 1 }, speaker("en")).span).toContain("no range");
  });
  it("leaves no placeholder in any language", () => {
    for (const language of Object.keys(LANGUAGES) as Language[]) {
      const told = headline(run, speaker(language));
      expect([told.lead, told.span, told.why, ...told.rest].join(" ")).not.toMatch(/[{}]|page\.|shared\./);
    }
  });
  it("names the place of every use where they are in several, in every language", () => {
    const germany = { ...use("wind", "civil", "2026-03", 0.9), place: "DEU" }, korea = { ...use("defence", "defence", "2026-02", 1), place: "KOR" };
    const two: Run = { ...run, focus: ["JPN", "DEU"], first_short: [...run.first_short, germany] };
    const three: Run = { ...two, focus: ["JPN", "DEU", "KOR"], first_short: [...two.first_short, korea] };
    expect(headline(two, speaker("en")).lead).toBe("defence users in Japan run short first, in Feb 2026");
    expect(headline(two, speaker("en")).rest[0]).toContain("then wind turbines in Germany (Mar 2026");
    expect(headline(three, speaker("en")).lead).toBe("defence users in Japan and defence users in South Korea run short first, in Feb 2026");
    for (const language of Object.keys(LANGUAGES) as Language[]) {
      const say = speaker(language), told = headline(three, say);
      for (const place of ["JPN", "KOR"]) expect(told.lead).toContain(say.inPlace(place));
      expect(told.rest[0]).toContain(say.inPlace("DEU"));
      expect([told.lead, ...told.rest].join(" ")).not.toMatch(/[{}]|page\.|shared\./);
    }
  });
  it("says when a range is open", () => expect(rangeOf(run, usesOf({ ...run, first_short: [{ ...use("wind", "civil", "2026-02", 0.6), p95: null }] })[0]!, speaker("en"))).toBe("Feb 2026 to not by Mar 2026"));
});

describe("runs", () => {
  it("rows and columns of demand met are the same", () => expect(fillOf({ ...run, fill: fillOf(run) })).toEqual(fillOf(run)));
  it("the shortest comes first", () => expect(usesOf(run).map((one) => one.end_use)).toEqual(["defence", "wind"]));
  it("a report takes the nearest point of its grid", () => {
    const slider = { id: "a", label: "", unit: "share", min: 0, max: 1, step: 0.1, value: 0 };
    const data = { mode: "report" as const, run, sliders: [slider], grid: { sliders: [], points: [{ moved: { a: 0.5 }, run: { run: "half" } }, { moved: { a: 1 }, run: { run: "full" } }] } };
    expect(nearest(data, { a: 0.6 }).run.run).toBe("half");
    expect(nearest(data, {}).run.run).toBe("r");
    expect(nearest(data, { a: 0.9 }).run.months).toEqual(months);
  });
  it("months add up", () => expect([addMonths("2026-11", 3), addMonths("2026-01", -1)]).toEqual(["2027-02", "2025-12"]));
});

describe("words", () => {
  const files = Object.keys(LANGUAGES).map((code) => [code, JSON.parse(readFileSync(new URL(`../../src/ytterby/report/words/${code}.json`, import.meta.url), "utf8")) as Record<string, string>] as const);
  const marks = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  const english = files[0]![1];
  it.each(files)("%s has every key with the same placeholders", (_, words) => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(words)) expect([key, [...new Set(marks(text))]]).toEqual([key, [...new Set(marks(english[key]!))]]);
  });
  it("every key the page asks for by name is there", () => {
    const root = new URL("../src/", import.meta.url).pathname;
    const asked = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /\.(?:ts|svelte)$/.test(file)).flatMap((file) => [...readFileSync(root + file, "utf8").matchAll(/["'`]((?:page|shared)\.[\w.-]+)["'`]/g)].map((found) => found[1]!));
    expect(asked.length).toBeGreaterThan(150);
    expect([...new Set(asked)].filter((key) => !(key in english))).toEqual([]);
  });
  it("the browser's language is met where it can be", () => {
    expect(preferred(["fr", "zh-TW"])).toBe("zh-Hant");
    expect(preferred(["zh-CN"])).toBe("zh-Hans");
    expect(preferred(["vi-VN"])).toBe("vi");
    expect(preferred(["fr"])).toBe("en");
  });
  it("99.6 is not 100", () => expect(speaker("en").share(0.996)).toBe("99.6%"));
  it("places have their names", () => expect([speaker("vi").place("USA"), speaker("en").inPlace("USA"), speaker("en").place("nowhere")]).toEqual(["Hoa Kỳ", "the United States", "nowhere"]));
});

/** The address holds ids and settings only: screen, scenario, moved sliders, month, use, stage. */
import type { Moved } from "../api/types";

export const SCREENS = ["overview", "scenario", "compare", "screen", "evidence", "plan"] as const;
export type Screen = (typeof SCREENS)[number];

export interface Route {
  screen: Screen; scenario: string; moved: Moved; month: string; use: string; stage: string; compare: string[]; claim: string; why: string;
}

export const START: Route = {
  screen: "overview", scenario: "japan-2026", moved: {}, month: "", use: "", stage: "", compare: [], claim: "", why: "",
};

const ID = /^[\w.:/@-]{1,200}$/;
const ids = (text: string): string[] => text.split(",").filter((part) => ID.test(part));
const id = (text: string | null): string => (text && ID.test(text) ? text : "");

function movedOf(text: string): Moved {
  const pairs = text.split(",").map((part) => part.split("~"));
  return Object.fromEntries(pairs.filter(([name, value]) => id(name ?? "") && value !== "" && Number.isFinite(Number(value))).map(([name, value]) => [name, Number(value)]));
}

export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const given = new URLSearchParams(search);
  const screen = SCREENS.find((name) => name === path) ?? START.screen;
  return {
    screen,
    scenario: id(given.get("s")) || START.scenario,
    moved: movedOf(given.get("v") ?? ""),
    month: /^\d{4}-\d{2}$/.test(given.get("m") ?? "") ? given.get("m")! : "",
    use: id(given.get("u")),
    stage: id(given.get("g")),
    compare: ids(given.get("c") ?? "").slice(0, 4),
    claim: id(given.get("q")),
    why: id(given.get("w")),
  };
}

export function formatRoute(route: Route): string {
  const told = new URLSearchParams();
  const put = (name: string, value: string): void => { if (value) told.set(name, value); };
  put("s", route.scenario);
  put("v", Object.entries(route.moved).sort().map(([name, value]) => `${name}~${value}`).join(","));
  put("m", route.month);
  put("u", route.use);
  put("g", route.stage);
  put("c", route.compare.join(","));
  put("q", route.claim);
  put("w", route.why);
  return `#/${route.screen}?${told.toString().replaceAll("%2C", ",").replaceAll("%7E", "~").replaceAll("%2F", "/").replaceAll("%3A", ":")}`;
}

/** Where runs come from: the server, or the grid inside a report that was mailed. */
import { api, listen, type Listeners, type Question } from "../api/client";
import type { Explanation, Moved, ReportData, Run, ScenarioDetail, ScenarioRow, Slider } from "../api/types";

export interface Opened { rows: ScenarioRow[]; detail: ScenarioDetail }
export interface Backend {
  report: ReportData | null;
  rows: () => Promise<ScenarioRow[]>;
  detail: (id: string) => Promise<ScenarioDetail>;
  preview: (asked: Question, signal: AbortSignal) => Promise<Run>;
  start: (asked: Question, draws: number) => Promise<{ run: string; status: string }>;
  run: (id: string) => Promise<Run>;
  explain: (run: string, number: string) => Promise<Explanation>;
  listen: (run: string, on: Listeners) => () => void;
  cancel: (run: string) => Promise<unknown>;
}

export const live: Backend = {
  report: null,
  rows: api.scenarios,
  detail: api.scenario,
  preview: api.preview,
  start: api.start,
  run: api.run,
  explain: api.explain,
  listen: (run, on) => listen(`/runs/${encodeURIComponent(run)}`, on),
  cancel: api.cancel,
};

/** The grid's point nearest to the sliders, distances in parts of each slider's span. */
export function nearest(data: ReportData, moved: Moved): { moved: Moved; run: Run } {
  const sliders = new Map((data.sliders ?? []).map((slider) => [slider.id, slider]));
  const at = (given: Moved, slider: Slider): number => given[slider.id] ?? slider.value;
  let best = { moved: {} as Moved, run: data.run }, least = Infinity;
  for (const point of [{ moved: {}, run: {} as Partial<Run> }, ...(data.grid?.points ?? [])]) {
    let far = 0;
    for (const slider of sliders.values()) far += ((at(point.moved, slider) - at(moved, slider)) / (slider.max - slider.min || 1)) ** 2;
    if (far >= least) continue;
    least = far;
    // rows and columns are two forms of the same numbers: a point's columns replace the run's rows
    const { fill_rate, ...rest } = data.run;
    best = { moved: point.moved, run: { ...(point.run.fill ? rest : data.run), ...point.run } };
  }
  return best;
}

const OLD_REPORT = { title: "The report holds no such number", status: 404 };

export function mailed(data: ReportData): Backend {
  const { run } = data;
  const row: ScenarioRow = { id: run.scenario, title: run.title ?? run.scenario, question: run.question ?? "", parent: null, chain: run.chain ?? "", focus: run.focus, months: run.months.length, locked: true };
  return {
    report: data,
    rows: () => Promise.resolve([row]),
    detail: () => Promise.resolve({ id: row.id, title: row.title, locked: true, parent: null, yaml: "", data: null, diff_to_parent: [], sliders: data.sliders ?? [] }),
    preview: (asked) => Promise.resolve(nearest(data, asked.moved).run),
    start: () => Promise.resolve({ run: run.run, status: "done" }),
    run: () => Promise.resolve(run),
    explain: (_, number) => (data.explain?.[number] ? Promise.resolve(data.explain[number]) : Promise.reject(Object.assign(new Error(OLD_REPORT.title), { problem: OLD_REPORT }))),
    listen: () => () => undefined,
    cancel: () => Promise.resolve(),
  };
}

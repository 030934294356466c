/** What a run says of each end use, gathered from its lists. */
import type { FillColumns, FirstShort, Measure, Run, UseKey, UseRange } from "../api/types";

/** Below this many futures no range is shown: its ends would rest on ten futures or fewer. */
export const FEWEST_DRAWS = 200;
export const WORTH_NAMING = 0.05;
export const MOSTLY_ASSUMED = 0.5;

export interface Use extends UseKey {
  id: string; p05: (number | null)[]; p50: (number | null)[]; p95: (number | null)[];
  lowest: { at: number; p05: number | null; p50: number; p95: number | null } | null;
  first: FirstShort; undelivered: UseRange | null;
}

export const useId = (use: UseKey): string => `${use.place}/${use.end_use}/${use.class}`;

const gathered = new WeakMap<Run, FillColumns[]>();

/** One number per month for each use, whichever of the two forms the run has; many parts of a screen ask for it. */
export function fillOf(run: Run): FillColumns[] {
  let fill = run.fill ?? gathered.get(run);
  if (!fill) gathered.set(run, (fill = columnsOf(run)));
  return fill;
}

function columnsOf(run: Run): FillColumns[] {
  const at = new Map(run.months.map((month, index) => [month, index]));
  const found = new Map<string, FillColumns>();
  for (const row of run.fill_rate ?? []) {
    const id = useId(row), index = at.get(row.month);
    if (index === undefined) continue;
    let columns = found.get(id);
    if (!columns) {
      const empty = (): null[] => run.months.map(() => null);
      found.set(id, (columns = { place: row.place, end_use: row.end_use, class: row.class, p05: empty(), p50: empty(), p95: empty() }));
    }
    columns.p05[index] = row.p05;
    columns.p50[index] = row.p50;
    columns.p95[index] = row.p95;
  }
  return [...found.values()];
}

function lowestOf(fill: FillColumns | undefined): Use["lowest"] {
  let best: Use["lowest"] = null;
  fill?.p50.forEach((p50, at) => {
    if (p50 !== null && (!best || p50 < best.p50)) best = { at, p50, p05: fill.p05[at] ?? null, p95: fill.p95[at] ?? null };
  });
  return best;
}

/** Uses of the focus places, those that run short first or fall lowest before the others. */
export function usesOf(run: Run, everywhere = false): Use[] {
  const fills = new Map(fillOf(run).map((columns) => [useId(columns), columns]));
  const lost = new Map((run.undelivered_t ?? []).map((row) => [useId(row), row]));
  const focus = new Set(run.focus);
  return run.first_short
    .filter((first) => everywhere || !focus.size || focus.has(first.place))
    .map((first): Use => {
      const id = useId(first), fill = fills.get(id);
      return {
        id, place: first.place, end_use: first.end_use, class: first.class, first,
        p05: fill?.p05 ?? [], p50: fill?.p50 ?? [], p95: fill?.p95 ?? [],
        lowest: lowestOf(fill), undelivered: lost.get(id) ?? null,
      };
    })
    .sort(byUrgency);
}

function byUrgency(a: Use, b: Use): number {
  const when = (use: Use): string => use.first.p50 ?? "9999";
  return when(a).localeCompare(when(b)) || b.first.probability - a.first.probability || (a.lowest?.p50 ?? 1) - (b.lowest?.p50 ?? 1);
}

const RANK: Record<string, number> = { free: 0, licence: 1, denied: 2 };

export interface Treatment { permission: string; measures: Measure[] }

/** The strictest treatment of a class of users at a place, and the measures that give it. */
export function treatmentOf(run: Run, place: string, kind: string): Treatment {
  const last = run.months.at(-1) ?? "";
  const reached = (run.measures ?? []).filter(
    (m) => (m.destinations?.length ? m.destinations.includes(place) : place !== m.origin) && (!m.classes?.length || m.classes.includes(kind)) && m.from.slice(0, 7) <= last,
  );
  const permission = reached.reduce((most, m) => ((RANK[m.permission] ?? 0) > (RANK[most] ?? 0) ? m.permission : most), "free");
  return { permission, measures: reached.filter((m) => m.permission === permission) };
}

/** First month of the first measure that reaches a use within the run; null if none does. */
export function controlStart(run: Run, use: UseKey): string | null {
  const { measures } = treatmentOf(run, use.place, use.class);
  const starts = measures.map((m) => m.from.slice(0, 7)).sort();
  const first = starts[0];
  return first === undefined ? null : first < run.months[0]! ? run.months[0]! : first;
}

/** Tonnes not delivered to the uses of the focus over the whole run, median. */
export const undeliveredOf = (run: Run, use?: UseKey): number =>
  (run.undelivered_t ?? [])
    .filter((row) => (use ? useId(row) === useId(use) : run.focus.includes(row.place)))
    .reduce((sum, row) => sum + (row.p50 ?? 0), 0);

export const worstMonth = (run: Run): number => {
  const lows = usesOf(run).flatMap((use) => (use.lowest ? [use.lowest] : []));
  return lows.length ? lows.reduce((worst, low) => (low.p50 < worst.p50 ? low : worst)).at : run.months.length - 1;
};

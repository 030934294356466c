/** The uses that two or more runs have in common, and the paired differences between them. */
import type { Comparison, Paired, Run } from "../api/types";
import { useId, type Use, usesOf } from "../state/summary";

export function sharedUses(runs: readonly Run[]): Use[] {
  const [first, ...others] = runs.map((run) => usesOf(run));
  const worst = (id: string): number => Math.min(...runs.flatMap((run) => usesOf(run).filter((use) => use.id === id).map((use) => use.lowest?.p50 ?? 1)));
  return (first ?? []).filter((use) => others.every((list) => list.some((one) => one.id === use.id))).map((use) => ({ use, low: worst(use.id) })).sort((a, b) => a.low - b.low).map((one) => one.use);
}

export interface Difference { b: string; rows: Paired[]; worst: Paired }

/** Ends of a symmetric axis that holds all differences, in quarters. */
export const reach = (all: readonly Difference[]): number =>
  Math.min(1, Math.max(0.25, Math.ceil(4 * Math.max(0, ...all.flatMap((one) => one.rows.flatMap((row) => [Math.abs(row.difference_p05), Math.abs(row.p95)])))) / 4));

/** Differences of one use, run by run against the first, months in order. */
export function differencesOf(found: Comparison, use: string): Difference[] {
  const by = new Map<string, Paired[]>();
  for (const row of found.paired) if (useId(row) === use) by.set(row.b, [...(by.get(row.b) ?? []), row]);
  return [...by].map(([b, rows]) => {
    const sorted = rows.sort((x, y) => x.month.localeCompare(y.month));
    return { b, rows: sorted, worst: sorted.reduce((most, row) => (Math.abs(row.p50) > Math.abs(most.p50) ? row : most)) };
  });
}

/** Frontier, stacked portfolios and lead times of a plan as plain geometry. */
import type { FrontierPoint, Plan, Portfolio } from "../api/types";
import { addMonths } from "../state/months";

export const leverId = (lever: string | Portfolio): string => (typeof lever === "string" ? lever : lever.lever);

/** How often each lever stands in each point's portfolio, stacked in one order for all points. */
export interface Stack { budget: number; parts: { lever: string; from: number; to: number }[] }

export function stacks(points: readonly FrontierPoint[]): { levers: string[]; stacks: Stack[]; most: number } {
  const levers = [...new Set(points.flatMap((point) => point.levers.map(leverId)))];
  const made = points.map((point): Stack => {
    let at = 0;
    const parts = levers.flatMap((lever) => {
      const own = point.levers.filter((one) => leverId(one) === lever);
      const size = own.reduce((sum, one) => sum + (typeof one === "string" ? 1 : (one.cost ?? 0)), 0);
      if (!size) return [];
      const part = { lever, from: at, to: at + size };
      at += size;
      return [part];
    });
    return { budget: point.budget, parts };
  });
  return { levers, stacks: made, most: Math.max(1, ...made.map((one) => one.parts.at(-1)?.to ?? 0)) };
}

export interface Bar { lever: string; title: string; start: string; ready: string; lead: number }

const monthsBetween = (from: string, to: string): number => (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

/** One bar for each entry of a portfolio; without a stated lead time it is a point in time. */
export function gantt(portfolio: readonly Portfolio[], leads: ReadonlyMap<string, number> = new Map()): { bars: Bar[]; from: string; months: number } {
  const bars = portfolio.map((one): Bar => {
    const lead = one.lead_months ?? leads.get(one.lever) ?? (one.ready ? Math.max(0, monthsBetween(one.start, one.ready)) : 0);
    return { lever: one.lever, title: one.title ?? one.lever, start: one.start, ready: addMonths(one.start, lead), lead };
  }).sort((a, b) => a.start.localeCompare(b.start) || a.ready.localeCompare(b.ready));
  const from = bars.map((bar) => bar.start).sort()[0] ?? "2026-01", last = bars.map((bar) => bar.ready).sort().at(-1) ?? from;
  return { bars, from, months: Math.max(12, monthsBetween(from, last) + 3) };
}

export const after = (from: string, month: string): number => monthsBetween(from, month);

export interface Regret { by: string; expected: number; cvar: number; regret: number; levers: string[] }

export const regretRows = (plan: Plan): Regret[] => [
  ...(plan.side_by_side ?? []).map((row) => ({ by: row.by, expected: row.expected, cvar: row.cvar, regret: row.regret, levers: row.levers })),
  ...(plan.simulated?.tried ?? []).map((row) => ({ by: row.plan, expected: row.expected, cvar: row.cvar, regret: row.regret, levers: (row.levers ?? []).map((one) => leverId(one as string | Portfolio)) })),
];

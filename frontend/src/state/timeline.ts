/** Undo and redo over immutable steps. */
export interface Timeline<T> { past: readonly T[]; now: T; future: readonly T[] }

export const begin = <T>(now: T): Timeline<T> => ({ past: [], now, future: [] });

export const step = <T>(line: Timeline<T>, now: T, most = 100): Timeline<T> => ({ past: [...line.past, line.now].slice(-most), now, future: [] });

export function undo<T>(line: Timeline<T>): Timeline<T> {
  const last = line.past.at(-1);
  return last === undefined ? line : { past: line.past.slice(0, -1), now: last, future: [line.now, ...line.future] };
}

export function redo<T>(line: Timeline<T>): Timeline<T> {
  const [next, ...rest] = line.future;
  return next === undefined ? line : { past: [...line.past, line.now], now: next, future: rest };
}

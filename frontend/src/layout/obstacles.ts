/** What labels must keep clear of: small boxes along a line. */
import type { Box } from "./labels";
import type { Axes } from "./series";

export function along(values: readonly (number | null)[], { x, y }: Axes, reach = 4): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 1 < values.length; at++) {
    const from = values[at], to = values[at + 1];
    if (from == null || to == null) continue;
    const parts = Math.max(1, Math.ceil(Math.abs(y(to) - y(from)) / 8));
    for (let part = 0; part < parts; part++) {
      const low = from + ((to - from) * part) / parts, high = from + ((to - from) * (part + 1)) / parts;
      const left = x(at + part / parts), right = x(at + (part + 1) / parts), top = Math.min(y(low), y(high));
      boxes.push({ x: left - reach, y: top - reach, width: right - left + 2 * reach, height: Math.abs(y(low) - y(high)) + 2 * reach });
    }
  }
  return boxes;
}

/** Put labels where they overlap neither each other nor what they must not hide. */
export interface Box { x: number; y: number; width: number; height: number }
export interface Wanted { id: string; text: string; x: number; y: number; size?: number; anchor?: "start" | "middle" | "end"; rank: number; must?: boolean }
export interface Placed extends Wanted { box: Box }
export type Measure = (text: string, size: number) => number;

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** Width of a text without a browser, a little too large rather than too small. */
export const estimate: Measure = (text, size) => [...text].reduce((sum, sign) => sum + size * (WIDE.test(sign) ? 1.02 : /[iljtfI.,:'’ |]/.test(sign) ? 0.36 : /[mwMW%@]/.test(sign) ? 0.92 : 0.6), 0);

export const overlaps = (a: Box, b: Box, gap = 0): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

export function boxOf(label: Wanted, measure: Measure): Box {
  const size = label.size ?? 12, width = measure(label.text, size);
  const left = label.anchor === "middle" ? label.x - width / 2 : label.anchor === "end" ? label.x - width : label.x;
  return { x: left, y: label.y - size * 0.8, width, height: size * 1.15 };
}

/**
 * Place the important labels first; one that would cover another is moved up or down a little, else left out.
 * A label that must stand is moved as far as it takes.
 */
export function place(wanted: readonly Wanted[], area: Box, measure: Measure = estimate, taken: readonly Box[] = []): Placed[] {
  const placed: Placed[] = [];
  const free = (box: Box): boolean => !placed.some((other) => overlaps(box, other.box, 1)) && !taken.some((other) => overlaps(box, other, 1));
  const inside = (box: Box): Box => ({
    ...box,
    x: Math.max(area.x, Math.min(box.x, area.x + area.width - box.width)),
    y: Math.max(area.y, Math.min(box.y, area.y + area.height - box.height)),
  });
  for (const label of [...wanted].sort((a, b) => Number(b.must ?? false) - Number(a.must ?? false) || b.rank - a.rank)) {
    const first = boxOf(label, measure), reach = label.must ? area.height : first.height;
    for (let far = 0; far <= reach; far += 3) {
      const found = [first.y + far, first.y - far].map((y) => inside({ ...first, y })).find(free);
      if (!found) continue;
      placed.push({ ...label, x: label.x + found.x - first.x, y: label.y + found.y - first.y, box: found });
      break;
    }
  }
  return placed;
}

/** Lines, bands and axes over the months of a run. */
import { area, line } from "d3-shape";
import { scaleLinear, type ScaleLinear } from "d3-scale";

export interface Frame { width: number; height: number; left: number; right: number; top: number; bottom: number }
export interface Axes { x: ScaleLinear<number, number>; y: ScaleLinear<number, number> }

export function axes(frame: Frame, months: number, low = 0, high = 1): Axes {
  return {
    x: scaleLinear([0, Math.max(1, months - 1)], [frame.left, frame.width - frame.right]),
    y: scaleLinear([low, high], [frame.height - frame.bottom, frame.top]),
  };
}

type Numbers = readonly (number | null)[];

export const linePath = (values: Numbers, { x, y }: Axes): string =>
  line<number | null>().defined((value) => value !== null).x((_, at) => x(at)).y((value) => y(value ?? 0)).digits(1)([...values]) ?? "";

export const bandPath = (low: Numbers, high: Numbers, { x, y }: Axes): string =>
  area<number | null>().defined((value, at) => value !== null && high[at] != null).x((_, at) => x(at)).y0((value) => y(value ?? 0)).y1((_, at) => y(high[at] ?? 0)).digits(1)([...low]) ?? "";

/** Months to name on the axis: every January or half-year, as many as fit. */
export function monthTicks(months: readonly string[], width: number, each = 70): number[] {
  const fits = Math.max(2, Math.floor(width / each));
  const stride = [1, 2, 3, 6, 12, 24, 36, 60, 120].find((gap) => months.length / gap <= fits) ?? 120;
  return months.flatMap((month, at) => {
    const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
    return count % stride === 0 ? [at] : [];
  });
}

/** Steps of a slider that are tried alone, and those of them that help. */
import type { Slider } from "../api/types";

export interface Gain { slider: Slider; value: number; tonnes: number }
const PART = 5;

export function stepsOf(slider: Slider, value: number): number[] {
  const steps = Math.max(1, Math.round((slider.max - slider.min) / PART / slider.step)) * slider.step;
  const near = [value - steps, value + steps].map((one) => Number(Math.min(slider.max, Math.max(slider.min, one)).toFixed(6)));
  return [...new Set(near)].filter((one) => one !== value);
}

/** The better way of each slider, those that help first. */
export function best(found: readonly Gain[]): Gain[] {
  const kept = new Map<string, Gain>();
  for (const gain of found) {
    const known = kept.get(gain.slider.id);
    if (gain.tonnes < -1e-9 && (!known || gain.tonnes < known.tonnes)) kept.set(gain.slider.id, gain);
  }
  return [...kept.values()].sort((a, b) => a.tonnes - b.tonnes);
}

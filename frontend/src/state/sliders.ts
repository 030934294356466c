/** Sliders in words: their names, and what a value of one means. */
import type { Slider } from "../api/types";
import type { Speaker } from "../words/speaker";
import { addMonths } from "./months";

const START = "control-starts";

export const sliderName = (slider: Slider, say: Speaker): string => say.t(slider.label);

/** A value as it is read: a share, a date, a number with its unit; a mark of its own goes first. */
export function sliderValue(slider: Slider, value: number, first: string, say: Speaker): string {
  const mark = slider.marks?.find((one) => one.value === value);
  if (mark && say.has(mark.label)) return say.t(mark.label);
  if (slider.unit === "share") return say.share(value);
  if (slider.id === START) return say.month(addMonths(first, value));
  if (slider.unit === "factor") return `${say.t("page.unit.factor")} ${say.number(value, 2)}`;
  return `${say.number(value, 2)} ${say.t(`page.unit.${slider.unit}`)}`;
}

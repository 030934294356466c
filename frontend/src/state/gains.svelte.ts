/** What helps most: each slider is moved alone, a step of a fifth of its span either way, in the central future. */
import type { Run, UseKey } from "../api/types";
import { best, type Gain, stepsOf } from "./gains";
import { session } from "./session.svelte";
import { study } from "./study.svelte";
import { undeliveredOf, useId } from "./summary";

const key = (use: UseKey): string => `${session.route.scenario} ${useId(use)} ${JSON.stringify(study.moved)}`;

class Gains {
  rows = $state.raw<Gain[]>([]);
  private of = $state("");
  private asked = new AbortController();

  /** True if what is shown is about this use at the sliders' places. */
  about(use: UseKey): boolean {
    return this.of === key(use);
  }

  /** Ask nothing more. */
  stop(): void {
    this.asked.abort();
  }

  /** Ask for the gains of a use at the sliders' places; a later question takes over. */
  async ask(use: UseKey): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    const { signal } = this.asked, { scenario } = session.route, moved = study.moved;
    try {
      const base = undeliveredOf(await study.backend.preview({ scenario, moved }, signal), use);
      const found: Gain[] = [];
      for (const slider of study.sliders)
        for (const value of stepsOf(slider, study.valueOf(slider))) {
          const run: Run = await study.backend.preview({ scenario, moved: { ...moved, [slider.id]: value } }, signal);
          if (signal.aborted) return;
          found.push({ slider, value, tonnes: undeliveredOf(run, use) - base });
        }
      this.of = key(use);
      this.rows = best(found);
    } catch (error) {
      if (!signal.aborted) this.rows = [];
    }
  }
}

export const gains = new Gains();

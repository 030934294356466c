/** The plan that was asked for: it goes on while other screens are looked at, and is there when the reader comes back. */
import { api, isReady, listen } from "../api/client";
import type { Plan, Problem } from "../api/types";
import { session } from "./session.svelte";
import { problemOf, study } from "./study.svelte";

const question = (): string => JSON.stringify([session.route.scenario, study.moved]);

class Planning {
  budget = $state("2 GUSD");
  plan = $state.raw<Plan | null>(null);
  problem = $state.raw<Problem | null>(null);
  progress = $state.raw<{ done: number; all: number } | null>(null);
  /** True from the question until its answer. */
  busy = $state(false);
  /** Id of the plan that can be stopped. */
  running = $state("");
  stopped = $state(false);
  private about = "";
  private turn = 0;
  private quiet: () => void = () => undefined;

  /** Show what was planned for the question on screen; a plan for another question is not waited for. */
  open(): void {
    if (question() === this.about) return;
    this.rest();
    this.about = question();
    this.plan = study.backend.report?.plan ?? null;
    this.problem = null;
    this.stopped = false;
  }

  async ask(): Promise<void> {
    if (this.busy) return;
    this.rest();
    const turn = this.turn;
    this.about = question();
    this.problem = null;
    this.busy = true;
    this.stopped = false;
    try {
      const { plan, status } = await api.plan({ scenario: session.route.scenario, moved: study.moved, budget: this.budget });
      if (turn !== this.turn) return;
      if (isReady(status)) return await this.take(plan, turn);
      this.running = plan;
      this.quiet = listen(`/plans/${encodeURIComponent(plan)}`, {
        progress: (told) => { this.progress = told; },
        done: () => void this.take(plan, turn),
        stopped: ({ kept }) => {
          this.stopped = true;
          if (kept) void this.take(kept, turn);
          else this.rest();
        },
        failed: (problem) => { this.rest(); this.problem = problem; },
      });
    } catch (error) {
      this.fail(error, turn);
    }
  }

  /** Stop; what is finished stays. */
  async cancel(): Promise<void> {
    const turn = this.turn;
    if (this.running) await api.cancelPlan(this.running).catch((error: unknown) => this.fail(error, turn));
  }

  private async take(id: string, turn: number): Promise<void> {
    try {
      const found = await api.planned(id);
      if (turn !== this.turn) return;
      this.plan = found;
      this.rest();
    } catch (error) {
      this.fail(error, turn);
    }
  }

  private fail(error: unknown, turn: number): void {
    if (turn !== this.turn) return;
    this.problem = problemOf(error);
    this.rest();
  }

  /** Listen no longer; the server stops a plan nobody listens to. */
  private rest(): void {
    this.turn++;
    this.quiet();
    this.quiet = () => undefined;
    this.busy = false;
    this.running = "";
    this.progress = null;
  }
}

export const planning = new Planning();

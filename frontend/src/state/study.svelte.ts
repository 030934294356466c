/** The question on screen and its answer: one future at once, then all of them. */
import { isReady, Refused } from "../api/client";
import type { Moved, Problem, Run, ScenarioDetail, ScenarioRow, Slider } from "../api/types";
import type { Backend } from "./backend";
import { live } from "./backend";
import { session } from "./session.svelte";
import { FEWEST_DRAWS } from "./summary";
import { begin, redo, step, type Timeline, undo } from "./timeline";

export type Status = "idle" | "preview" | "running" | "done" | "stopped" | "stale";
interface Point { scenario: string; moved: Moved }
const SETTLE = 450; // ms a slider rests before all futures are asked for

export const problemOf = (error: unknown): Problem =>
  error instanceof Refused ? error.problem
  : error instanceof Error && "problem" in error ? (error.problem as Problem)
  : { title: error instanceof Error ? error.message : String(error), status: 0 };

class Study {
  backend: Backend = live;
  rows = $state.raw<ScenarioRow[]>([]);
  detail = $state.raw<ScenarioDetail | null>(null);
  run = $state.raw<Run | null>(null);
  settled = $state.raw<Run | null>(null);
  base = $state.raw<Run | null>(null);
  status = $state<Status>("idle");
  progress = $state.raw<{ done: number; all: number; left_s?: number | null } | null>(null);
  problem = $state.raw<Problem | null>(null);
  moved = $state.raw<Moved>({});
  line = $state.raw<Timeline<Point>>(begin({ scenario: "", moved: {} }));
  running = "";
  private asked = new AbortController();
  private rest: ReturnType<typeof setTimeout> | undefined;
  private quiet: () => void = () => undefined;
  private turn = 0;

  get sliders(): Slider[] { return this.detail?.sliders ?? []; }
  valueOf(slider: Slider): number { return this.moved[slider.id] ?? slider.value; }

  async begin(backend: Backend): Promise<void> {
    this.backend = backend;
    const { scenario, moved } = session.route;
    this.line = begin({ scenario, moved });
    try {
      const [rows] = await Promise.all([backend.rows(), this.open(scenario, moved)]);
      this.rows = rows;
    } catch (error) {
      this.fail(error);
    }
  }

  /** Show a scenario with its sliders where they were left. */
  async open(scenario: string, moved: Moved = {}): Promise<void> {
    const turn = ++this.turn;
    this.hush();
    this.moved = moved;
    try {
      const [detail] = await Promise.all([this.backend.detail(scenario), this.look(scenario, moved)]);
      if (turn !== this.turn) return;
      this.detail = detail;
      await this.ask();
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  choose(scenario: string): void {
    this.line = step(this.line, { scenario, moved: {} });
    this.detail = this.run = this.base = this.settled = null;
    session.go({ scenario, moved: {}, use: "", why: "" }, true);
    void this.open(scenario);
  }

  /** A slider moves: one future answers at once; all futures follow when it rests. */
  move(slider: Slider, value: number): void {
    const moved = { ...this.moved };
    if (value === slider.value) delete moved[slider.id];
    else moved[slider.id] = value;
    this.moved = moved;
    this.hush();
    const scenario = session.route.scenario;
    void this.look(scenario, moved).catch((error: unknown) => this.fail(error));
    this.rest = setTimeout(() => {
      this.line = step(this.line, { scenario, moved });
      session.go({ moved }, true);
      void this.ask();
    }, SETTLE);
  }

  reset(): void { this.travel(step(this.line, { scenario: session.route.scenario, moved: {} })); }
  undo(): void { this.travel(undo(this.line)); }
  redo(): void { this.travel(redo(this.line)); }

  private travel(line: Timeline<Point>): void {
    if (line === this.line) return;
    this.line = line;
    session.go({ scenario: line.now.scenario, moved: line.now.moved }, true);
    void this.open(line.now.scenario, line.now.moved);
  }

  private hush(): void {
    clearTimeout(this.rest);
    // the server stops what nobody listens to any more: another tab may have asked the same
    this.quiet();
    this.quiet = () => undefined;
    this.running = "";
    this.asked.abort();
    this.progress = null;
  }

  private async look(scenario: string, moved: Moved): Promise<void> {
    this.asked = new AbortController();
    const { signal } = this.asked, from = performance.now();
    try {
      const run = await this.backend.preview({ scenario, moved }, signal);
      if (signal.aborted) return;
      this.run = run;
      this.status = "preview";
      this.problem = null;
      requestAnimationFrame(() => performance.measure("ytterby:sentence", { start: from }));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async ask(): Promise<void> {
    const turn = this.turn, scenario = session.route.scenario, moved = this.moved;
    if (this.backend.report) return this.take(this.run!);
    try {
      const started = await this.backend.start({ scenario, moved }, FEWEST_DRAWS);
      if (turn !== this.turn || moved !== this.moved) return;
      if (isReady(started.status)) return this.take(await this.backend.run(started.run));
      this.running = started.run;
      this.status = "running";
      this.follow(started.run);
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  private follow(run: string): void {
    this.quiet = this.backend.listen(run, {
      progress: (told) => { this.progress = told; },
      bands: (found) => { this.run = found; },
      done: () => void this.backend.run(run).then((found) => this.take(found), (error: unknown) => this.fail(error)),
      stopped: () => { this.running = ""; this.status = "stopped"; this.progress = null; },
      failed: (problem) => { this.running = ""; this.problem = problem; this.status = "stale"; this.progress = null; },
    });
  }

  private take(run: Run): void {
    this.run = this.settled = run;
    this.running = "";
    if (!Object.keys(this.moved).length) this.base = run;
    this.status = "done";
    this.progress = this.problem = null;
  }

  /** Stop; what is finished stays. */
  async cancel(): Promise<void> {
    if (this.running) await this.backend.cancel(this.running).catch((error: unknown) => this.fail(error));
  }

  /** The old answer stays and is marked; what was refused is not asked again for all futures. */
  private fail(error: unknown): void {
    clearTimeout(this.rest);
    this.problem = problemOf(error);
    this.status = "stale";
    this.progress = null;
  }
}

export const study = new Study();

/** Objects as the verbs print them with `--json`; keys the page does not read are left out. */
export interface UseKey { place: string; end_use: string; class: string }
export interface FillRow extends UseKey { month: string; p05: number | null; p50: number | null; p95: number | null }
export interface FillColumns extends UseKey { p05: (number | null)[]; p50: (number | null)[]; p95: (number | null)[] }
export interface FirstShort extends UseKey { p05: string | null; p50: string | null; p95: string | null; probability: number }
export interface UseRange extends UseKey { p05: number | null; p50: number | null; p95: number | null; unit?: string }
export interface Cover { place: string; end_use: string; stage: string; p05: number | null; p50: number | null; p95: number | null; stock_source?: string | null }
export interface Flow { stage: string; from: string; to: string; to_stage: string; before_t_mo: number; mean_t_mo: number[] }
export interface Measure {
  id: string; citation?: string; from: string; until?: string | null; permission: string; origin: string;
  destinations?: string[]; classes?: string[]; commodities?: string[]; volume?: number; reach?: string;
}
export interface Branch { branch: string; rules: string[]; lowest_fill: (UseKey & { p50: number })[]; first_short: FirstShort[] }
export interface Source { id: string; what?: string; place?: string | null; low: number | null; best: number | null; high: number | null; unit: string; standing: string; source: string; row: string }
export interface Lever { id?: string; title?: string; name?: string; effect_t?: number; undelivered_t?: number; p50?: number; unit?: string; standing?: string; [key: string]: unknown }

export interface Run {
  run: string; hash?: string; scenario: string; title?: string; question?: string; controller?: string; chain?: string;
  focus: string[]; draws: number; seed?: number; months: string[]; elapsed_s?: number; shortage_below?: number;
  fill_rate?: FillRow[]; fill?: FillColumns[]; first_short: FirstShort[]; cover_days?: Cover[]; undelivered_t?: UseRange[];
  flows?: Flow[]; measures?: Measure[]; rule_branches?: Branch[]; sources?: Source[]; levers?: Lever[]; warnings?: string[];
  programmes?: Record<string, unknown>[]; as_of?: Record<string, string | null>; assumption_share?: number | null; marking?: string;
}

export interface Mark { value: number; label: string }
export interface Slider { id: string; path?: string; label: string; unit: string; min: number; max: number; step: number; value: number; marks?: Mark[] }
export type Moved = Record<string, number>;
export interface ScenarioRow { id: string; title: string; question: string; parent: string | null; chain: string; focus: string[]; months: number; locked: boolean }
export interface Diff { path: string; before: unknown; after: unknown }
export interface ScenarioDetail { id: string; title: string; locked: boolean; parent: string | null; yaml: string; data: unknown; diff_to_parent: Diff[]; sliders: Slider[] }
export interface Checked { data: unknown; diff_to_parent: Diff[] }

export interface Fault { what: string; where?: string; rule?: string; choices?: string[]; fix?: string; line?: number }
export interface Problem { type?: string; title: string; status: number; detail?: string; faults?: Fault[]; fix?: string }

/** A document's words with what stands around them. */
export interface Quote { text: string; lang?: string; script?: string; gloss?: string; before?: string; after?: string; claim?: string }
export interface ExplainSource {
  "claim or row"?: string; id: string; source: string; standing: string; low?: number | null; best?: number | null; high?: number | null;
  unit?: string; quote?: string | null; language?: string; script?: string; context?: [string, string]; says?: unknown; document?: string; gloss?: string; period?: string | null;
}
export interface Explanation { number: string; value: unknown; unit: string; path: { step: string; id: string; detail: string }[]; sources: ExplainSource[]; workspace?: string }

export interface Paired extends UseKey { a: string; b: string; month: string; difference_p05: number; p50: number; p95: number; p_b_better: number }
export interface Changed { kind: string; id: string; before: unknown; after: unknown; run?: string; effect?: unknown }
export interface Comparison { scenarios: string[]; runs?: Run[]; paired: Paired[]; changed: Changed[] }

export interface RuleRow {
  id: string; outcome: string; reading: unknown; clause: string | null; window: [string | null, string | null]; inputs: Record<string, unknown>;
  missing: string[]; flips_at: unknown; status?: string; why?: string; citation?: string; standing?: string; checked_on?: string;
  branches?: Record<string, string>; role?: string; gaps?: string[];
}
export interface BillLine { line: string; part: string; outcome: string; rules: RuleRow[]; branches?: Record<string, string>; cover_months?: unknown }
export interface Screening { date: string; disclaimer: string; lines: BillLine[]; unresolved: unknown[]; counts?: Record<string, number>; warnings?: string[]; notice?: string }

export interface Segment { start: number; end: number; label: string; text: string; language?: string; lang?: string; script?: string }
export interface DocumentRow { sha256: string; title?: string; path?: string; language?: string; lang?: string; script?: string; published?: string | null; claims?: number; reliability?: string; segments?: Segment[]; text?: string }
export interface Claim {
  id: string; document: string; start: number; end: number; quote: string; kind: string; subject: string | null; predicate: string; object: string | null;
  value: number | null; low: number | null; high: number | null; unit: string | null; period: string | null; material: string | null; stage: string | null;
  places: string[]; modality: string; speaker: string | null; damaged: boolean; credibility: number; flags?: string[]; language?: string; lang?: string; script?: string;
  review?: { decision: string; note?: string } | null; used_by?: { chain: string; estimate: string }[]; others?: Claim[]; before?: string; after?: string; reviews?: { decision: string; by: string; at: string; note: string }[]; reason?: string; why?: string; gloss?: string; grade?: string;
}

export interface Portfolio { lever: string; title?: string; kind?: string; amount: number; unit: string; start: string; cost?: number; standing?: string; source?: string; ready?: string; lead_months?: number }
export interface Criteria { expected: number; cvar: number; regret: number }
export interface FrontierPoint extends Criteria { budget: number; levers: (string | Portfolio)[]; bound?: number }
export interface Plan {
  id?: string; scenario: string; budget: number; unit?: string; criteria: Criteria; portfolio: Portfolio[]; bound?: number; gap?: number;
  simulated?: { expected?: number; cvar?: number; regret?: number; without?: Criteria; tried?: ({ plan: string; levers?: unknown[] } & Criteria)[]; short_t?: number; short_without_t?: number };
  frontier: FrontierPoint[]; evpi?: number; side_by_side?: ({ by: string; levers: string[] } & Criteria)[]; robust?: { lever: string; share: number }[];
  marginal?: { lever: string; chosen: boolean; value: number }[];
  time_to_independence?: { p05: number | null; p50: number | null; p95: number | null; unit?: string; never?: number };
  warnings?: string[]; focus?: string[];
}
export interface ReportData {
  mode: "report"; lang?: string; sliders?: Slider[]; run: Run; grid?: { sliders: { id: string; values: number[] }[]; points: { moved: Moved; run: Partial<Run> }[] };
  compare?: Comparison; plan?: Plan; explain?: Record<string, Explanation>;
}
export interface MapChoice { note: string; topology: string; data: unknown }
export interface Goods { places: { id: string; name: string }[]; bills: { id: string; csv: string }[]; template: string }
export interface LeverRow { id: string; title?: string; kind?: string; lead_months: [number, number, number]; standing?: string; source?: string }

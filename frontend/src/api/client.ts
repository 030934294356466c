import type {
  Checked, Claim, Comparison, DocumentRow, Explanation, Goods, LeverRow, MapChoice, Moved, Plan, Problem, Run, ScenarioDetail, ScenarioRow, Screening,
} from "./types";

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

const TOKEN = "ytterby-token";

/** Take the token out of the address as soon as it has been read: links that are copied must not hold it. */
export function takeToken(): void {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ""));
  const given = fragment.get("token") ?? new URLSearchParams(location.search).get("token");
  if (!given) return;
  sessionStorage.setItem(TOKEN, given);
  history.replaceState(null, "", location.pathname);
}

const token = (): string => sessionStorage.getItem(TOKEN) ?? "";

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const told = (await answer.json()) as Partial<Problem>;
    return { ...told, title: told.title ?? answer.statusText, status: answer.status };
  } catch {
    return { title: answer.statusText || String(answer.status), status: answer.status };
  }
}

async function ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token()}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) throw new Refused(await problemOf(answer));
  return answer;
}

async function read<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return (await (await ask(method, path, body, signal)).json()) as T;
}

export interface Question { scenario?: string; yaml?: string; moved: Moved; months?: number }
export interface Started { run: string; status: string }
/** Statuses of work whose answer can be read at once. */
export const isReady = (status: string): boolean => status === "done" || status === "stored";
const query = (given: Record<string, string | undefined>): string => {
  const kept = Object.entries(given).filter((pair): pair is [string, string] => !!pair[1]);
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
};

export const api = {
  scenarios: async () => (await read<{ scenarios: ScenarioRow[] }>("GET", "/scenarios")).scenarios,
  scenario: (id: string) => read<ScenarioDetail>("GET", `/scenarios/${encodeURIComponent(id)}`),
  schema: () => read<Record<string, unknown>>("GET", "/schemas/scenario"),
  check: (yaml: string) => read<Checked>("POST", "/scenarios/check", { yaml }),
  save: (id: string, yaml: string) => read<ScenarioDetail>("PUT", `/scenarios/${encodeURIComponent(id)}`, { yaml }),
  preview: (asked: Question, signal: AbortSignal) => read<Run>("POST", "/preview", asked, signal),
  start: (asked: Question, draws: number) => read<Started>("POST", "/runs", { ...asked, draws }),
  run: (id: string) => read<Run>("GET", `/runs/${encodeURIComponent(id)}`),
  cancel: (id: string) => ask("DELETE", `/runs/${encodeURIComponent(id)}`),
  explain: (run: string, number: string) => read<Explanation>("GET", `/runs/${encodeURIComponent(run)}/explain${query({ number })}`),
  compare: (runs: string[]) => read<Comparison>("GET", `/compare${query({ runs: runs.join(",") })}`),
  screen: (asked: { bill: string; to: string; on: string; from?: string }) => read<Screening>("POST", "/screen", asked),
  documents: async () => (await read<{ documents: DocumentRow[] }>("GET", "/documents")).documents,
  document: (id: string) => read<DocumentRow>("GET", `/documents/${encodeURIComponent(id)}`),
  claims: (asked: Record<string, string | undefined>) => read<{ claims: Claim[]; page: number; pages: number; total: number }>("GET", `/claims${query(asked)}`),
  claim: (id: string) => read<Claim>("GET", `/claims/${encodeURIComponent(id)}`),
  review: (id: string, decision: string, note: string, value?: number) =>
    read<unknown>("POST", `/claims/${encodeURIComponent(id)}/reviews`, { decision, note, ...(value === undefined ? {} : { value }) }),
  draft: (document: string) => read<{ drafts: { id: string; kind: string; yaml: string }[] }>("POST", "/drafts", { document }),
  goods: () => read<Goods>("GET", "/goods"),
  levers: async (scenario: string) => (await read<{ levers: LeverRow[] }>("GET", `/levers${query({ scenario })}`)).levers,
  plan: (asked: { scenario: string; moved: Moved; budget: string }) => read<{ plan: string; status: string }>("POST", "/plans", asked),
  cancelPlan: (id: string) => ask("DELETE", `/plans/${encodeURIComponent(id)}`),
  planned: (id: string) => read<Plan>("GET", `/plans/${encodeURIComponent(id)}`),
  map: () => read<MapChoice>("GET", "/map"),
};

export interface Listeners {
  progress: (told: { done: number; all: number; left_s?: number | null }) => void;
  bands?: (run: Run) => void;
  done: (told: unknown) => void;
  /** With the id under which the finished part of a plan is kept, if there is one. */
  stopped: (told: { kept?: string }) => void;
  failed: (problem: Problem) => void;
}

/** Listen to a run or a plan until it ends; the answer stops listening. */
export function listen(path: string, on: Listeners): () => void {
  const source = new EventSource(`/api/v1${path}/events?token=${encodeURIComponent(token())}`);
  const take = (name: string, act: (data: never) => void, last = false): void =>
    source.addEventListener(name, (event) => {
      if (last) source.close();
      act(JSON.parse((event as MessageEvent<string>).data || "{}") as never);
    });
  take("progress", on.progress);
  if (on.bands) take("bands", on.bands);
  take("done", on.done, true);
  take("stopped", on.stopped, true);
  take("failed", on.failed, true);
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) on.failed({ title: "connection", status: 0 });
  };
  return () => source.close();
}

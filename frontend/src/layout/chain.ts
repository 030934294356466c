/** The chain as a Sankey: width before the run is the layout, what still flows in a month is drawn inside it. */
import { sankey, type SankeyGraph } from "d3-sankey";
import type { Flow } from "../api/types";

export interface Node { id: string; stage: string; place: string; column: number; before: number; now: number; x0: number; x1: number; y0: number; y1: number; restricted: boolean }
export interface Link {
  id: string; source: string; target: string; from: string; to: string; stage: string; toStage: string; before: number; now: number;
  x0: number; x1: number; y0: number; y1: number; width: number; nowWidth: number; own: boolean;
}
export interface Chain { nodes: Node[]; links: Link[]; columns: { stage: string; x: number; at: number }[] }

const OUT = new Set(["unreported", "non-magnet", "spread-use"]);
const OTHERS = "others";
type Raw = { id: string; stage: string; place: string };
type RawLink = { id: string; source: string; target: string; value: number; month: number; flow: Flow };

/** Column of each stage: the longest way from a source; a way back (scrap to recycling) is not followed. */
export function columnsOf(flows: readonly Flow[]): Map<string, number> {
  const steps = [...new Set(flows.filter(forward).map((flow) => `${flow.stage}>${flow.to_stage}`))].map((pair) => pair.split(">") as [string, string]);
  const column = new Map<string, number>();
  const depth = (stage: string, seen: readonly string[]): number => {
    if (seen.includes(stage)) return 0;
    const before = steps.filter(([, to]) => to === stage).map(([from]) => depth(from, [...seen, stage]) + 1);
    return Math.max(0, ...before);
  };
  for (const stage of new Set(steps.flat())) column.set(stage, depth(stage, []));
  for (const [from, to] of steps) if (!steps.some(([, end]) => end === from)) column.set(from, Math.max(0, (column.get(to) ?? 1) - 1));
  return column;
}

const forward = (flow: Flow): boolean => flow.to_stage !== "recycling" && !OUT.has(flow.to_stage) && flow.stage !== flow.to_stage && flow.before_t_mo > 0;

/** Small places of a stage are drawn as one. */
function grouped(flows: readonly Flow[], most: number, keep: ReadonlySet<string>): (stage: string, place: string) => string {
  const size = new Map<string, Map<string, number>>();
  const add = (stage: string, place: string, value: number): void => {
    const places = size.get(stage) ?? new Map<string, number>();
    places.set(place, Math.max(places.get(place) ?? 0, 0) + value);
    size.set(stage, places);
  };
  for (const flow of flows) {
    add(flow.stage, flow.from, flow.before_t_mo);
    add(flow.to_stage, flow.to, flow.before_t_mo);
  }
  const named = new Map([...size].map(([stage, places]) => {
    const ranked = [...places].filter(([place]) => place !== "XRW").sort((a, b) => b[1] - a[1]);
    const small = ranked.length + Number(places.has("XRW")) <= most ? ranked : ranked.slice(0, most - 1);
    return [stage, new Set([...small.map(([place]) => place), ...[...keep].filter((place) => places.has(place))])];
  }));
  return (stage, place) => (named.get(stage)?.has(place) ? place : place === "XRW" ? "XRW" : OTHERS);
}

export interface Area { width: number; height: number; top?: number; right?: number; left?: number }

export function layoutChain(all: readonly Flow[], month: number, controller: string, focus: readonly string[], area: Area, most = 6): Chain {
  const flows = all.filter(forward);
  if (!flows.length) return { nodes: [], links: [], columns: [] };
  const column = columnsOf(flows);
  const group = grouped(flows, most, new Set([controller, ...focus]));
  const nodes = new Map<string, Raw>(), links = new Map<string, RawLink>();
  const node = (stage: string, place: string): string => {
    const id = `${stage}/${place}`;
    if (!nodes.has(id)) nodes.set(id, { id, stage, place });
    return id;
  };
  for (const flow of flows) {
    const source = node(flow.stage, group(flow.stage, flow.from)), target = node(flow.to_stage, group(flow.to_stage, flow.to)), id = `${source}>${target}`;
    const known = links.get(id), value = flow.before_t_mo, now = flow.mean_t_mo[month] ?? value;
    if (known) { known.value += value; known.month += now; } else links.set(id, { id, source, target, value, month: now, flow });
  }
  const last = Math.max(...column.values());
  const make = sankey<Raw, RawLink>()
    .nodeId((one) => one.id)
    .nodeAlign((one) => Math.min(last, column.get(one.stage) ?? 0))
    .nodeWidth(9)
    .nodePadding(area.height < 300 ? 7 : 10)
    .nodeSort((a, b) => rank(a, controller) - rank(b, controller) || (b.value ?? 0) - (a.value ?? 0))
    .extent([[area.left ?? 2, area.top ?? 26], [area.width - (area.right ?? 110), area.height - 6]]);
  return read(make({ nodes: [...nodes.values()].map((one) => ({ ...one })), links: [...links.values()].map((one) => ({ ...one })) }), controller, column);
}

const rank = (one: { place: string }, controller: string): number => (one.place === controller ? 0 : one.place === OTHERS ? 2 : one.place === "XRW" ? 3 : 1);

function read(graph: SankeyGraph<Raw, RawLink>, controller: string, column: Map<string, number>): Chain {
  const links = graph.links.map((link): Link => {
    const source = link.source as unknown as Raw & { x1: number }, target = link.target as unknown as Raw & { x0: number };
    const width = link.width ?? 0;
    return {
      id: link.id, source: source.id, target: target.id, from: source.place, to: target.place, stage: source.stage, toStage: target.stage,
      before: link.value, now: link.month, x0: source.x1, x1: target.x0, y0: link.y0 ?? 0, y1: link.y1 ?? 0,
      width, nowWidth: width * Math.min(1, link.month / link.value), own: source.place === controller,
    };
  });
  const nodes = graph.nodes.map((one): Node => {
    const into = links.filter((link) => link.target === one.id), out = links.filter((link) => link.source === one.id);
    const side = into.length ? into : out;
    const before = side.reduce((sum, link) => sum + link.before, 0), now = side.reduce((sum, link) => sum + link.now, 0);
    return { id: one.id, stage: one.stage, place: one.place, column: column.get(one.stage) ?? 0, before, now, x0: one.x0 ?? 0, x1: one.x1 ?? 0, y0: one.y0 ?? 0, y1: one.y1 ?? 0, restricted: before > 0 && now / before < 0.95 };
  });
  const columns = [...new Map(nodes.map((one) => [one.column, one])).values()].sort((a, b) => a.column - b.column)
    .map((one) => ({ stage: mainStage(nodes, one.column), x: one.x0, at: one.column }));
  return { nodes, links, columns };
}

/** The stage that names a column: the one with most tonnes in it. */
function mainStage(nodes: readonly Node[], column: number): string {
  const sums = new Map<string, number>();
  for (const one of nodes) if (one.column === column) sums.set(one.stage, (sums.get(one.stage) ?? 0) + one.before);
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** A band between two columns, as wide as it carries. */
export function ribbon(link: Pick<Link, "x0" | "x1" | "y0" | "y1">, width: number): string {
  const half = Math.max(width, 0.3) / 2, middle = (link.x0 + link.x1) / 2;
  const { x0, x1, y0, y1 } = link;
  const at = (value: number): string => value.toFixed(1);
  return `M${at(x0)},${at(y0 - half)}C${at(middle)},${at(y0 - half)} ${at(middle)},${at(y1 - half)} ${at(x1)},${at(y1 - half)}`
    + `L${at(x1)},${at(y1 + half)}C${at(middle)},${at(y1 + half)} ${at(middle)},${at(y0 + half)} ${at(x0)},${at(y0 + half)}Z`;
}

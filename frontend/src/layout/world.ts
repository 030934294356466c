/** The map: Pacific in the middle, places of the model as countries or groups of them. */
import { geoCentroid, geoEqualEarth, geoPath, type GeoPath, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Flow } from "../api/types";
import { countriesOf } from "../words/places";

export type World = Topology<Record<string, GeometryCollection>>;
export interface Country { code: string; path: string; small: boolean; at: [number, number] }
export interface Atlas { countries: Country[]; at: (place: string) => [number, number] | null; bow: (from: string, to: string) => string }

/** Where labels and arrows end: the middle of a country's land is not always where its industry is. */
const ANCHORS: Record<string, [number, number]> = {
  EUU: [10, 49], USA: [-100, 40], RUS: [95, 60], FRA: [2.5, 46.8], CHN: [104, 34], JPN: [138.5, 36.5], VNM: [106, 20], MYS: [102.3, 4], CAN: [-105, 57], AUS: [134, -25], IND: [79, 22],
};

/** A view: the usual one turns the Pacific to the middle. */
export function projection(width: number, height: number, middle = 155): GeoProjection {
  const made = geoEqualEarth().rotate([-middle, 0]).precision(0.4);
  made.fitExtent([[2, 2], [width - 2, height - 2]], { type: "MultiPoint", coordinates: [[middle - 179.9, 0], [middle + 179.9, 0], [middle, 74], [middle, -52]] });
  return made.clipExtent([[0, 0], [width, height]]);
}

export function featuresOf(world: World): Feature<Geometry>[] {
  const objects = Object.values(world.objects); // a user's own map may name its countries otherwise
  const countries = world.objects.countries ?? objects[0];
  return countries ? (feature(world, countries) as FeatureCollection<Geometry>).features : [];
}

export function atlas(shapes: readonly Feature<Geometry>[], width: number, height: number): Atlas {
  const view = projection(width, height), draw: GeoPath = geoPath(view).digits(1);
  const middles = new Map<string, [number, number]>();
  const countries = shapes.map((shape): Country => {
    const code = String(shape.id ?? ""), [[x0, y0], [x1, y1]] = draw.bounds(shape), at = geoCentroid(shape);
    if (code) middles.set(code, at);
    return { code, path: draw(shape) ?? "", small: x1 - x0 < 4 && y1 - y0 < 4, at: view(at) ?? [0, 0] };
  });
  const lonLat = (place: string): [number, number] | null => ANCHORS[place] ?? middles.get(countriesOf(place)[0] ?? "") ?? null;
  const at = (place: string): [number, number] | null => { const found = lonLat(place); return found && view(found); };
  const bow = (from: string, to: string): string => bowed(at(from), at(to));
  return { countries, at, bow };
}

/** An arrow that bows upwards, so that there and back are not drawn over each other. */
export function bowed(from: [number, number] | null, to: [number, number] | null): string {
  if (!from || !to) return "";
  const [x0, y0] = from, [x1, y1] = to, far = Math.hypot(x1 - x0, y1 - y0);
  const cx = (x0 + x1) / 2, cy = Math.max(4, (y0 + y1) / 2 - far * 0.22);
  return `M${x0.toFixed(1)},${y0.toFixed(1)}Q${cx.toFixed(1)},${cy.toFixed(1)} ${x1.toFixed(1)},${y1.toFixed(1)}`;
}

export interface Share { place: string; before: number; now: number; share: number }
export interface Trade { id: string; from: string; to: string; before: number; now: number }

/** What each place sends out of a stage in a month, as a share of the world before the run. */
export function sharesOf(flows: readonly Flow[], stage: string, month: number): Share[] {
  const sums = new Map<string, { before: number; now: number }>();
  for (const flow of flows) {
    if (flow.stage !== stage) continue;
    const sum = sums.get(flow.from) ?? { before: 0, now: 0 };
    sums.set(flow.from, { before: sum.before + flow.before_t_mo, now: sum.now + (flow.mean_t_mo[month] ?? 0) });
  }
  const all = [...sums.values()].reduce((sum, one) => sum + one.before, 0) || 1;
  return [...sums].map(([place, sum]) => ({ place, ...sum, share: sum.before / all })).sort((a, b) => b.before - a.before);
}

/** The largest flows between places out of a stage. */
export function tradeOf(flows: readonly Flow[], stage: string, month: number, most = 14): Trade[] {
  const sums = new Map<string, Trade>();
  for (const flow of flows) {
    if (flow.stage !== stage || flow.from === flow.to || !flow.before_t_mo) continue;
    const id = `${flow.from}>${flow.to}`, known = sums.get(id), now = flow.mean_t_mo[month] ?? 0;
    if (known) { known.before += flow.before_t_mo; known.now += now; } else sums.set(id, { id, from: flow.from, to: flow.to, before: flow.before_t_mo, now });
  }
  return [...sums.values()].sort((a, b) => b.before - a.before).slice(0, most);
}

// Simplify Natural Earth's de facto countries (public domain, 1:50m, by world-atlas) to what the page's map needs.
// Small states keep their whole outline: Singapore, Hong Kong, Bahrain and Malta must stay visible.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { filter, presimplify, simplify } from "topojson-simplify";
import { geoArea } from "d3-geo";

const SMALL = 4e-5; // steradian: about 1,600 km², below which an outline is kept as it is
const ISLAND = 2e-5; // islands of larger states are dropped below this
const require = createRequire(import.meta.url);
const world = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json"), "utf8"));
const places = readFileSync(new URL("../../src/ytterby/baseline/tables/places.csv", import.meta.url), "utf8");
const code = new Map(places.trim().split("\n").slice(1).map((line) => line.split(",")).map((cells) => [cells[2], cells[0]]));

const countries = world.objects.countries;
countries.geometries = countries.geometries
  .filter((one) => one.id !== "010") // Antarctica has no part in any chain
  .map(({ type, arcs, id }) => ({ type, arcs, ...(code.has(id) ? { id: code.get(id) } : {}) }));
delete world.objects.land;

const weighed = presimplify(world);
const keep = new Set();
const arcsOf = (value) => (Array.isArray(value) ? value.flatMap(arcsOf) : [value < 0 ? ~value : value]);
for (const one of countries.geometries) if (geoArea(feature(world, one)) < SMALL) arcsOf(one.arcs).forEach((arc) => keep.add(arc));
weighed.arcs.forEach((arc, at) => { if (keep.has(at)) arc.forEach((point) => (point[2] = Infinity)); });
for (const one of countries.geometries) {
  if (one.type !== "MultiPolygon" || geoArea(feature(world, one)) < SMALL) continue;
  const islands = one.arcs.map((arcs) => ({ arcs, area: geoArea(feature(world, { type: "Polygon", arcs })) }));
  const largest = Math.max(...islands.map((part) => part.area));
  one.arcs = islands.filter((part) => part.area > ISLAND || part.area === largest).map((part) => part.arcs);
}
const light = filter(simplify(weighed, 0.06), () => true);

const scale = 2 ** 13, span = [360 / scale, 180 / scale];
let last;
const quantized = light.arcs.map((arc) => {
  last = [0, 0];
  const out = [];
  for (const [x, y] of arc) {
    const now = [Math.round((x + 180) / span[0]), Math.round((y + 90) / span[1])];
    if (out.length && now[0] === last[0] && now[1] === last[1]) continue;
    out.push([now[0] - last[0], now[1] - last[1]]);
    last = now;
  }
  if (out.length === 1) out.push([0, 0]);
  return out;
});
const made = { type: "Topology", transform: { scale: span, translate: [-180, -90] }, objects: { countries: light.objects.countries }, arcs: quantized };
writeFileSync(new URL("../src/map/world.json", import.meta.url), JSON.stringify(made) + "\n");
const found = feature(made, made.objects.countries).features;
console.log(JSON.stringify(made).length, "bytes", found.length, "countries", ["SGP", "HKG", "BHR", "MLT"].map((c) => `${c}:${found.some((f) => f.id === c)}`).join(" "));

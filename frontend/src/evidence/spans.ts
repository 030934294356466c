/** A document's text cut at its claims: overlapping quotes share pieces. */
import type { Claim, Segment } from "../api/types";

export interface Piece { text: string; claims: string[]; start: number }

export function piecesOf(segment: Segment, claims: readonly Claim[]): Piece[] {
  // offsets count characters as Python does, code points rather than UTF-16 units
  const signs = [...segment.text], end = segment.start + signs.length;
  const inside = claims.filter((claim) => claim.start < end && claim.end > segment.start);
  const cuts = new Set([segment.start, end]);
  for (const claim of inside) {
    cuts.add(Math.max(segment.start, claim.start));
    cuts.add(Math.min(end, claim.end));
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, at) => {
    const to = sorted[at + 1]!;
    return { text: signs.slice(from - segment.start, to - segment.start).join(""), start: from, claims: inside.filter((claim) => claim.start <= from && claim.end >= to).map((claim) => claim.id) };
  });
}

export type Facet = "kind" | "material" | "stage" | "modality" | "unit";
export const FACETS: Facet[] = ["kind", "material", "stage", "modality", "unit"];

/** Counts of each value of a facet among the claims that pass the other facets. */
export function facetCounts(claims: readonly Claim[], chosen: Partial<Record<Facet, string>>, facet: Facet): [string, number][] {
  const counts = new Map<string, number>();
  const others = { ...chosen, [facet]: undefined };
  for (const claim of filtered(claims, others)) {
    const value = claim[facet];
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

export const filtered = (claims: readonly Claim[], chosen: Partial<Record<Facet, string>>): Claim[] =>
  claims.filter((claim) => FACETS.every((facet) => !chosen[facet] || claim[facet] === chosen[facet]));

/** Claims of other documents or speakers about the same thing in the same unit. */
export const others = (claims: readonly Claim[], one: Claim): Claim[] =>
  claims.filter((claim) => claim.value !== null && claim.unit === one.unit && claim.material === one.material && claim.stage === one.stage && claim.predicate === one.predicate && one.value !== null);

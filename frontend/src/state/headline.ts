/** The finding in one sentence, in the reader's language; never stronger than the numbers. */
import type { Run } from "../api/types";
import type { Speaker } from "../words/speaker";
import { FEWEST_DRAWS, MOSTLY_ASSUMED, treatmentOf, type Use, usesOf, WORTH_NAMING } from "./summary";

export interface Sentence { lead: string; span: string; why: string; rest: string[] }

const NAMED = 3;
export const isShort = (use: Use): boolean => use.first.p50 !== null;

export function headline(run: Run, say: Speaker): Sentence {
  const uses = usesOf(run);
  const short = uses.filter(isShort);
  if (!uses.length) return { lead: say.t("page.headline.nothing"), span: "", why: "", rest: [] };
  const rest = [...holders(uses, short, say), ...possible(uses, say), ...unknownLaw(run, say), ...caveat(run, say)];
  const subject = short[0];
  if (!subject) {
    const worst = uses.reduce((a, b) => ((b.lowest?.p50 ?? 1) < (a.lowest?.p50 ?? 1) ? b : a));
    const low = worst.lowest ? [say.t("page.headline.lowest", { share: say.share(worst.lowest.p50), use: placed(worst, uses, say), month: say.month(run.months[worst.lowest.at] ?? "") })] : [];
    const lead = say.t("page.headline.none", { place: placesOf(uses, say), months: say.number(run.months.length) });
    return { lead, span: spanOf(run, null, say), why: "", rest: [...low, ...rest.filter((part) => !low.includes(part))] };
  }
  const first = short.filter((use) => use.first.p50 === subject.first.p50);
  const later = short.slice(first.length);
  const all = first.length === uses.length && uses.length > NAMED;
  const names = all ? say.t("page.headline.all", { count: say.number(uses.length) }) : listed(first, say);
  const several = !all && new Set(first.map((use) => use.place)).size > 1; // each stands with its place
  const key = later.length ? (several ? "page.headline.first-of" : "page.headline.first") : several ? "page.headline.short-of" : "page.headline.short";
  const lead = say.t(key, { uses: names, place: placesOf(first, say), month: say.month(subject.first.p50!) });
  const then = later.length ? [say.t("page.headline.then", { uses: say.list(laterNamed(later, short, say)) })] : [];
  return { lead, span: spanOf(run, subject, say), why: whyOf(run, first, say), rest: [...then, ...rest] };
}

/** How sure: no range from fewer than 200 futures. */
export function spanOf(run: Run, use: Use | null, say: Speaker): string {
  if (run.draws <= 1) return say.t("page.span.one");
  if (run.draws < FEWEST_DRAWS) return say.t("page.span.few", { draws: say.number(run.draws) });
  if (!use) return say.t("page.span.model");
  return say.t("page.span.range", { range: rangeOf(run, use, say), share: say.share(use.first.probability) });
}

/** 5 to 95 % range of the first month short; an end that was not reached is said to be open. */
export function rangeOf(run: Run, use: Use, say: Speaker): string {
  const { p05, p95 } = use.first, end = say.month(run.months.at(-1) ?? "");
  if (p05 === null) return say.t("page.range.not-before", { end });
  if (p95 === null) return say.t("page.range.open", { from: say.month(p05), end });
  return p05 === p95 ? say.month(p05) : say.monthRange(p05, p95);
}

export const nameOf = (use: Use, say: Speaker): string => say.use(use.end_use);
const placesOf = (uses: Use[], say: Speaker): string => say.list([...new Set(uses.map((use) => use.place))].slice(0, NAMED).map(say.inPlace));

/** A use by its name; with its place where those it stands among are in several. */
function placed(use: { end_use: string; place: string }, among: { place: string }[], say: Speaker): string {
  const name = say.use(use.end_use);
  return new Set(among.map((one) => one.place)).size > 1 ? say.t("page.headline.placed", { use: name, place: say.inPlace(use.place) }) : name;
}

function laterNamed(later: Use[], short: Use[], say: Speaker): string[] {
  const names = later.slice(0, 2).map((use) => say.t("page.headline.later", { use: placed(use, short, say), month: say.month(use.first.p50!), share: say.share(use.lowest?.p50 ?? null) }));
  return later.length > 2 ? [...names, say.t("page.headline.more", { count: say.number(later.length - 2) })] : names;
}

function listed(uses: Use[], say: Speaker): string {
  const names = uses.slice(0, NAMED).map((use) => placed(use, uses, say));
  const more = uses.length - NAMED;
  return say.list(more > 0 ? [...names, say.t("page.headline.more", { count: say.number(more) })] : names);
}

function whyOf(run: Run, first: Use[], say: Speaker): string {
  const kinds = new Set(first.map((use) => `${use.place}/${use.class}`));
  if (kinds.size > 1 || !first[0]) return "";
  const found = treatmentOf(run, first[0].place, first[0].class);
  const origins = say.list([...new Set(found.measures.map((m) => say.inPlace(m.origin)))]);
  return say.t(`page.why.${found.permission}`, { rules: say.list(found.measures.map((m) => m.id)), origins });
}

function holders(uses: Use[], short: Use[], say: Speaker): string[] {
  if (!short.length) return [];
  return [...new Set(uses.map((use) => use.class))].flatMap((kind) => {
    const all = uses.filter((use) => use.class === kind);
    const hold = all.filter((use) => !isShort(use) && use.lowest);
    if (!hold.length) return [];
    const least = Math.floor(Math.min(...hold.map((use) => use.lowest!.p50)) * 1000 + 1e-6) / 1000;
    const key = hold.length === all.length ? "page.headline.every" : "page.headline.others";
    return [say.t(key, { class: say.t(`shared.class.${kind}`), count: say.number(hold.length), share: say.shareDown(least) })];
  });
}

function possible(uses: Use[], say: Speaker): string[] {
  const maybe = uses.filter((use) => !isShort(use) && use.first.probability >= WORTH_NAMING);
  const most = maybe.sort((a, b) => b.first.probability - a.first.probability)[0];
  return most ? [say.t("page.headline.yet", { use: placed(most, uses, say), share: say.share(most.first.probability) })] : [];
}

export function branchWords(run: Run, say: Speaker): string {
  const rows = run.rule_branches ?? [];
  if (rows.length < 2) return "";
  const parts = rows.flatMap((row) => {
    const worst = row.lowest_fill.reduce<(typeof row.lowest_fill)[number] | null>((low, use) => (!low || use.p50 < low.p50 ? use : low), null);
    return worst ? [say.t("page.branch.part", { branch: say.t(`shared.branch.${row.branch}`), share: say.share(worst.p50), use: placed(worst, row.lowest_fill, say) })] : [];
  });
  return say.t("page.branch.sentence", { count: say.number(rows[0]?.rules.length ?? 0), parts: say.list(parts) });
}

const unknownLaw = (run: Run, say: Speaker): string[] => [branchWords(run, say)].filter(Boolean);

const caveat = (run: Run, say: Speaker): string[] =>
  (run.assumption_share ?? 0) > MOSTLY_ASSUMED ? [say.t("page.headline.assumed", { share: say.share(run.assumption_share!) })] : [];

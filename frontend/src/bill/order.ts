/** Lines that cannot be judged come first, then the restricted, then the rest. */
import type { BillLine, RuleRow } from "../api/types";

const RANK: Record<string, number> = { unknown: 0, denied: 1, "presumed denied": 1, licence: 2, none: 9 };
export const rank = (outcome: string): number => RANK[outcome] ?? 3;

export const ordered = (lines: readonly BillLine[]): BillLine[] => [...lines].sort((a, b) => rank(a.outcome) - rank(b.outcome) || a.line.localeCompare(b.line, "en", { numeric: true }));

export const telling = (rules: readonly RuleRow[], all: boolean): RuleRow[] => [...rules].filter((rule) => all || rule.outcome !== "none").sort((a, b) => rank(a.outcome) - rank(b.outcome));

/** The arithmetic of a rule as pairs: its tests and the figures they used. */
export function arithmetic(rule: RuleRow): [string, string][] {
  const { tests, ...rest } = rule.inputs as { tests?: Record<string, unknown> } & Record<string, unknown>;
  return [...Object.entries(tests ?? {}), ...Object.entries(rest)].map(([name, value]) => [name, told(value, name)]);
}

const short = (value: number): string => value.toLocaleString("en", { maximumSignificantDigits: 3 });

/** What a rule tells, for people: shares in percent, two numbers as a range, lists and fields one after the other. */
export function told(value: unknown, name = ""): string {
  const percent = name === "share" || name === "threshold";
  if (typeof value === "number") return percent ? `${short(value * 100)} %` : short(value);
  if (Array.isArray(value)) {
    const [low, high] = value as unknown[];
    if (value.length === 2 && typeof low === "number" && typeof high === "number") {
      if (low === high) return told(low, name);
      return percent ? `${short(low * 100)} – ${short(high * 100)} %` : `${short(low)} – ${short(high)}`;
    }
    return value.map((part) => told(part)).join(", ");
  }
  if (value !== null && typeof value === "object") return Object.entries(value).map(([field, part]) => `${field} ${told(part, field)}`).join(", ");
  return value === null || value === undefined ? "" : String(value as string | boolean);
}

/** Months the stock of a stage lasts at a place, of a run. */
export const MONTH_DAYS = 30.4375;

export const EXAMPLE = `line,parent,part,quantity,material,mass_g,value_usd,origin,technology,hs,maker
1,,traction motor,1,,45000,900,DEU,,8501530000,
1.1,1,rotor,1,,18000,260,HUN,,8503000000,
1.1.1,1.1,magnet set,1,ndfeb with dy,1000..3500,60..210,CHN,CHN,8505111000,
1.2,1,stator,1,,27000,340,DEU,,8503000000,
`;

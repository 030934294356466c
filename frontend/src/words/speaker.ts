/** One language: its words, numbers, months, places. */
import en from "../../../src/ytterby/report/words/en.json";
import ja from "../../../src/ytterby/report/words/ja.json";
import ko from "../../../src/ytterby/report/words/ko.json";
import vi from "../../../src/ytterby/report/words/vi.json";
import hans from "../../../src/ytterby/report/words/zh-Hans.json";
import hant from "../../../src/ytterby/report/words/zh-Hant.json";
import { placeName } from "./places";

export const LANGUAGES = { en: "English", ja: "日本語", "zh-Hans": "简体中文", "zh-Hant": "繁體中文", ko: "한국어", vi: "Tiếng Việt" } as const;
export type Language = keyof typeof LANGUAGES;

const WORDS: Record<Language, Record<string, string>> = { en, ja, "zh-Hans": hans, "zh-Hant": hant, ko, vi };
const ARTICLE = /\b(?:States|Kingdom|Union|Republic|Islands|Emirates|Federation)\b|^(?:Netherlands|Philippines)$/;

export interface Speaker {
  language: Language;
  t: (key: string, given?: Record<string, string>) => string;
  has: (key: string) => boolean;
  use: (endUse: string) => string;
  stage: (stage: string) => string;
  /** A place by itself, and as it stands in a sentence. */
  place: (code: string) => string;
  inPlace: (code: string) => string;
  month: (month: string) => string;
  shortMonth: (month: string) => string;
  monthRange: (from: string, to: string) => string;
  number: (value: number, digits?: 0 | 1 | 2 | 3) => string;
  share: (value: number | null) => string;
  shareDown: (value: number) => string;
  quantity: (value: number | null | undefined) => string;
  money: (value: number | null | undefined) => string;
  list: (parts: string[]) => string;
}

const dateOf = (month: string): Date => new Date(`${month.slice(0, 7)}-15T00:00:00Z`);
export const capital = (text: string, language: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
const plain = (code: string): string => code.replaceAll(/[-_]/g, " ");

function words(language: Language): Pick<Speaker, "t" | "has" | "use" | "stage" | "place" | "inPlace"> {
  const own = WORDS[language];
  const t: Speaker["t"] = (key, given = {}) =>
    (own[key] ?? WORDS.en[key] ?? plain(key.slice(key.lastIndexOf(".") + 1))).replaceAll(/\{(\w+)\}/g, (whole, name: string) => given[name] ?? whole);
  const place: Speaker["place"] = (code) => placeName(code, language);
  const inPlace: Speaker["place"] = (code) => {
    const name = place(code);
    return language === "en" && ARTICLE.test(name) ? `the ${name}` : name;
  };
  return { t, has: (key) => key in own, use: (code) => t(`shared.use.${code}`), stage: (code) => capital(t(`shared.stage.${code}`), language), place, inPlace };
}

function months(language: Language): Pick<Speaker, "month" | "shortMonth" | "monthRange"> {
  const long = new Intl.DateTimeFormat(language, { year: "numeric", month: "short", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(language, { year: "2-digit", month: "short", timeZone: "UTC" });
  return {
    month: (month) => (month ? long.format(dateOf(month)) : ""),
    shortMonth: (month) => (month ? short.format(dateOf(month)) : ""),
    monthRange: (from, to) => long.formatRange(dateOf(from), dateOf(to)),
  };
}

/** Nearly all and nearly nothing keep a decimal, so that 99.6 is not 100. */
function numbers(language: Language): Pick<Speaker, "number" | "share" | "shareDown" | "quantity" | "money"> {
  const percent = (digits: number): Intl.NumberFormat => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: digits });
  const whole = percent(0), fine = percent(1);
  const significant = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const decimal = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }));
  const dollars = new Intl.NumberFormat(language, { style: "currency", currency: "USD", notation: "compact", maximumSignificantDigits: 3, currencyDisplay: "code" });
  return {
    number: (value, digits = 0) => decimal[digits]!.format(value),
    share: (value) => value === null ? "–" : ((value >= 0.99 && value < 0.9995) || (value >= 0.0005 && value < 0.01) ? fine : whole).format(value),
    shareDown: (value) => { const steps = value >= 0.99 ? 1000 : 100; return (value >= 0.99 && value < 1 ? fine : whole).format(Math.floor(value * steps + 1e-6) / steps); },
    quantity: (value) => (value === null || value === undefined ? "–" : significant.format(value)),
    money: (value) => (value === null || value === undefined ? "–" : dollars.format(value)),
  };
}

export function speaker(language: Language): Speaker {
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  return { language, ...words(language), ...months(language), ...numbers(language), list: (parts) => list.format(parts) };
}

export const isLanguage = (code: string): code is Language => code in LANGUAGES;

/** The reader's language as the browser tells it. */
export function preferred(languages: readonly string[]): Language {
  for (const code of languages) {
    const known = Object.keys(LANGUAGES).find((name) => code === name || code.split("-")[0] === name);
    if (known && isLanguage(known)) return known;
    if (/^zh-(TW|HK|MO|Hant)/i.test(code)) return "zh-Hant";
    if (/^zh/i.test(code)) return "zh-Hans";
  }
  return "en";
}

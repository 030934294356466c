/** Names of places in six languages, from the packaged table. */
import table from "../../../src/ytterby/baseline/tables/places.csv?raw";
import type { Language } from "./speaker";

const COLUMNS: Record<Language, string> = { en: "name_en", ja: "name_ja", "zh-Hans": "name_zh_hans", "zh-Hant": "name_zh_hant", ko: "name_ko", vi: "name_vi" };

function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

const [head = "", ...lines] = table.trim().split(/\r?\n/);
const names = cells(head);
const rows = new Map(lines.map((line) => cells(line)).map((row) => [row[0] ?? "", row]));

export const placeName = (code: string, language: Language): string => rows.get(code)?.[names.indexOf(COLUMNS[language])] || code;

const EU = "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE".split(" ");

/** Codes of the map's countries that a place of the model stands for; none for the rest of the world. */
export const countriesOf = (place: string): string[] => (place === "EUU" ? EU : place === "XRW" || place === "WLD" ? [] : [place]);

/** Plain data as YAML 1.2 text a person can read; the server reads YAML, the page only writes it. */
const SAFE = /^[A-Za-z\u0080-\uffff][^\n:#'"{}[\],&*!|>%@`]*$/;
const RESERVED = /^(?:true|false|null|yes|no|on|off|~)$/i;

function scalar(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return (SAFE.test(value) && !RESERVED.test(value) && value === value.trim()) || /^\d{4}-\d{2}$/.test(value) ? value : JSON.stringify(value);
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isPlain = (value: unknown): boolean => !isMap(value) && !Array.isArray(value);

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  return isMap(value) ? `{ ${Object.entries(value).map(([key, one]) => `${key}: ${flow(one)}`).join(", ")} }` : scalar(value);
}

export function toYaml(value: unknown, indent = 0): string {
  const pad = "  ".repeat(indent);
  if (isMap(value)) return Object.entries(value).filter(([, one]) => one !== null && one !== undefined).map(([key, one]) => entry(`${pad}${key}:`, one, indent)).join("");
  if (Array.isArray(value)) return value.map((one) => (isPlain(one) || flow(one).length < 90 ? `${pad}- ${flow(one)}\n` : `${pad}-\n${toYaml(one, indent + 1)}`)).join("");
  return `${pad}${scalar(value)}\n`;
}

function entry(head: string, value: unknown, indent: number): string {
  const empty = (Array.isArray(value) && !value.length) || (isMap(value) && !Object.keys(value).length);
  if (isPlain(value) || empty || (Array.isArray(value) && value.every(isPlain) && flow(value).length < 90)) return `${head} ${flow(value)}\n`;
  return `${head}\n${toYaml(value, indent + 1)}`;
}

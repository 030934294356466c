/** What a form needs to know of a JSON Schema. */
export interface Schema {
  $ref?: string; $defs?: Record<string, Schema>; type?: string | string[]; title?: string; description?: string; default?: unknown; enum?: unknown[]; const?: unknown;
  properties?: Record<string, Schema>; required?: string[]; items?: Schema; anyOf?: Schema[]; oneOf?: Schema[]; minimum?: number; maximum?: number; exclusiveMinimum?: number; exclusiveMaximum?: number;
  additionalProperties?: boolean | Schema; pattern?: string; format?: string;
}

export type Kind = "object" | "array" | "choice" | "number" | "boolean" | "text";

/** Follow references and leave null aside. */
export function resolve(schema: Schema, root: Schema): Schema {
  if (schema.$ref) {
    const { $ref, ...own } = schema;
    return resolve({ ...(root.$defs?.[$ref.split("/").at(-1) ?? ""] ?? {}), ...own }, root);
  }
  const ways = (schema.anyOf ?? schema.oneOf)?.filter((one) => one.type !== "null");
  if (!ways?.length) return schema;
  const { anyOf: _any, oneOf: _one, ...own } = schema;
  return { ...resolve(ways[0]!, root), ...own };
}

export function kindOf(schema: Schema): Kind {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  if (schema.enum) return "choice";
  if (type === "object" || schema.properties) return "object";
  if (type === "array") return "array";
  if (type === "number" || type === "integer") return "number";
  return type === "boolean" ? "boolean" : "text";
}

/** A copy of the data with one place changed; an empty text or none removes it. */
export function changed(data: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(data)) return data.flatMap((one: unknown, at) => (at !== head ? [one] : !rest.length && value === undefined ? [] : [changed(one, rest, value)])).concat(head === data.length && value !== undefined ? [changed(undefined, rest, value)] : []);
  const map = { ...((data as Record<string, unknown> | null) ?? {}) };
  const next = changed(map[head], rest, value);
  if (next === undefined || next === "") delete map[head];
  else map[head] = next;
  return map;
}

export function rangeWords(schema: Schema): string {
  const low = schema.minimum ?? schema.exclusiveMinimum, high = schema.maximum ?? schema.exclusiveMaximum;
  return low === undefined && high === undefined ? "" : `${low ?? "…"} – ${high ?? "…"}`;
}

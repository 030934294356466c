/** The table beside every figure: what the reader sees when the drawing is switched off, and the CSV. */
export interface Table { columns: string[]; rows: (string | number | null)[][]; numeric?: boolean[] }

const cell = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  // a leading sign would be read as a formula by spreadsheets
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csv = (table: Table): string => [table.columns, ...table.rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

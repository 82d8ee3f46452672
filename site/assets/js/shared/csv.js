// Cells of CSV files.

const FORMULA = /^[ \u00a0]*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?$/;

// A cell that no spreadsheet runs as a formula, as mmkb/formulas.py makes it.
export const defused = (text) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

export const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const csvCell = (text) => quoted(defused(text));

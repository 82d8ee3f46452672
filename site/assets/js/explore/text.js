// Words of a search, numbers and counts.

import { folded } from "../shared/words.js";

export const terms = (text) => [...new Set(folded(text).split(/\s+/).filter(Boolean))];

const UNITS = { "": 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };
const SIZE = String.raw`(\d+(?:\.\d+)?)\s*([KMBT]?)`;
const RANGE = new RegExp(`^(?:(>=|<=|>|<|=)?\\s*${SIZE}|${SIZE}\\s*\\.\\.\\s*${SIZE})$`, "i");

// A range of parameters as the filter of the same name reads it: 7B, >=13B, 3B..8B; null for what is none.
export const range = (text) => {
  const found = RANGE.exec(text.trim());
  if (!found) return null;
  const number = (digits, unit) => Math.round(Number(digits) * UNITS[unit.toUpperCase()]);
  if (found[4]) return { from: number(found[4], found[5]), to: number(found[6], found[7]), open: "" };
  const value = number(found[2], found[3]);
  const sign = found[1] ?? "=";
  return {
    from: sign.startsWith("<") ? -Infinity : value,
    to: sign.startsWith(">") ? Infinity : value,
    open: sign === ">" || sign === "<" ? sign : "",
  };
};

export const within = (size, { from, to, open }) =>
  (open === ">" ? size > from : size >= from) && (open === "<" ? size < to : size <= to);

export const short = (number) => {
  for (const [size, unit] of [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]]) {
    if (number >= size) return `${Number((number / size).toPrecision(3))}${unit}`;
  }
  return String(number);
};

export const counted = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

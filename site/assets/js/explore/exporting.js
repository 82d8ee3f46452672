// The models that were found as files: all of them, with the columns that are shown.

import { csvCell } from "../shared/csv.js";
import { gapOf, values } from "./cells.js";
import { COLUMN, address } from "./facets.js";

const page = (id) => new URL(address("model", id), location.href).href;

export const csv = (data, columns, places) => {
  const rows = places.map((place) => [
    data.ids[place], data.names[place], page(data.ids[place]),
    ...columns.map((name) => values(data, name, place).join("; ") || (gapOf(data, name, place) ?? "")),
  ]);
  return [["id", "name", "page", ...columns], ...rows].map((row) => `${row.map((text) => csvCell(text)).join(",")}\r\n`).join("");
};

const SINGLE = new Set(["released", "function", "design", "access"]);

export const json = (data, columns, places) => {
  const models = places.map((place) => {
    const gaps = columns.map((name) => [name, gapOf(data, name, place)]).filter(([name, gap]) => gap && !values(data, name, place).length);
    const told = columns.map((name) => {
      const found = values(data, name, place);
      return [name, SINGLE.has(name) ? (found[0] ?? null) : found];
    });
    return { id: data.ids[place], name: data.names[place], page: page(data.ids[place]), ...Object.fromEntries(told), gaps: Object.fromEntries(gaps) };
  });
  const labels = Object.fromEntries(columns.map((name) => [name, COLUMN.get(name).label]));
  return `${JSON.stringify({ asked: location.href, data_version: data.version, columns: labels, models }, null, 1)}\n`;
};

export const save = (text, name, type) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
};

// What is asked for, as the address says it, and back.

import { COLUMN, FACET, FACETS, SHOWN, SORTS } from "./facets.js";
import { range } from "./text.js";

export const PAGE = 100; // rows that are shown at first, and more at a time

export const empty = () => ({
  text: "",
  chosen: new Map(),
  any: new Set(),
  derived: false,
  parameters: "",
  sort: "",
  columns: [...SHOWN],
  rows: PAGE,
});

// What others hang onto links. The theme takes q for a search of the whole site, so the text has another name.
const PASSED = /^(utm_.*|fbclid|gclid|ref|highlight|h|q)$/;

// The state that an address asks for, and a sentence on each thing in it that there is not.
export const read = (query, data) => {
  const state = empty();
  const unknown = [];
  const listed = (text) => text.split(",").filter(Boolean);
  for (const [name, value] of new URLSearchParams(query)) {
    const facet = FACET.get(name);
    if (name === "text") state.text = value;
    else if (name === "derived") state.derived = value === "1";
    else if (name === "any") {
      for (const one of listed(value)) {
        if (FACET.has(one)) state.any.add(one);
        else unknown.push(`There is no filter “${one}”.`);
      }
    } else if (name === "sort") {
      if (SORTS.includes(value.replace(/^-/, ""))) state.sort = value;
      else unknown.push(`The table cannot be sorted by “${value}”.`);
    } else if (name === "columns") {
      const names = listed(value);
      unknown.push(...names.filter((one) => !COLUMN.has(one)).map((one) => `There is no column “${one}”.`));
      state.columns = [...COLUMN.keys()].filter((one) => names.includes(one));
    } else if (name === "rows") state.rows = Math.max(PAGE, Math.ceil((Number.parseInt(value, 10) || 0) / PAGE) * PAGE);
    else if (facet?.range) {
      if (range(value)) state.parameters = value;
      else unknown.push(`“${value}” is no range of parameters such as 3B..8B or >=13B.`);
    } else if (facet) {
      for (const id of listed(value)) {
        if (data.models(name, id, false)) {
          if (!state.chosen.has(name)) state.chosen.set(name, new Set());
          state.chosen.get(name).add(id);
        } else unknown.push(`${facet.label}: no model has “${id}”.`);
      }
    } else if (!PASSED.test(name)) unknown.push(`There is no filter “${name}”.`);
  }
  return { state, unknown };
};

// The query of an address that asks for a state; what is as usual is left out.
export const written = (state) => {
  const query = new URLSearchParams();
  if (state.text.trim()) query.set("text", state.text);
  for (const { name, range: ranged } of FACETS) {
    if (ranged ? state.parameters : state.chosen.get(name)?.size) {
      query.set(name, ranged ? state.parameters : [...state.chosen.get(name)].join(","));
    }
  }
  const any = [...state.any].filter((name) => state.chosen.get(name)?.size > 1);
  if (any.length) query.set("any", any.join(","));
  if (state.derived) query.set("derived", "1");
  if (state.sort) query.set("sort", state.sort);
  if (state.columns.join() !== SHOWN.join()) query.set("columns", state.columns.join(","));
  if (state.rows > PAGE) query.set("rows", state.rows);
  // Commas and colons may stand in a query as they are, and links are read by people.
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text && `?${text}`;
};

export const choose = (state, name, id, wanted) => {
  const words = state.chosen.get(name) ?? new Set();
  if (wanted) words.add(id);
  else words.delete(id);
  if (words.size) state.chosen.set(name, words);
  else state.chosen.delete(name);
};

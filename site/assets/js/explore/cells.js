// What stands in a cell: as elements for people, as plain values for files.

import { link, make } from "../shared/dom.js";
import { COLUMN, address } from "./facets.js";
import { short } from "./text.js";

const STATES = {
  "not-disclosed": "The sources named were read and do not say.",
  "not-applicable": "The design has none, so there is nothing to disclose.",
  absent: "Nobody has looked for it yet.",
};

const gapMark = (state) =>
  make("span", { className: `state ${state}`, title: STATES[state], textContent: state.replaceAll("-", " ") });

// Why a cell has nothing in it: the state of its fact, or null where the fact is known and is nothing that is listed.
export const gapOf = (data, name, place) => {
  if (name === "parameters") return Array.isArray(data.sizes[place]) ? null : data.sizes[place];
  const { ids } = data.tables.gap;
  const gaps = data.things("gap", place).map((one) => ids[one].split(":"));
  const found = COLUMN.get(name).facts.map((fact) => gaps.find(([of]) => of === fact)).find(Boolean);
  return found ? found[1] : null;
};

const known = (data, name, place) => {
  if (name === "released") return data.dates[place] ? [data.dates[place]] : [];
  if (name === "parameters") return Array.isArray(data.sizes[place]) ? data.sizes[place] : [];
  return data.things(name, place);
};

// The values of a cell as plain data: labels, or numbers of parameters.
export const values = (data, name, place) => {
  const found = known(data, name, place);
  if (name === "released" || name === "parameters") return found;
  const { labels } = data.tables[data.columns[name].table];
  return found.map((one) => labels[one]);
};

const MODALITIES = new Set(["input", "output"]);
const MOST = 4; // names of a long list that are shown before the rest is folded

const separated = (parts) => parts.flatMap((part, place) => (place ? [", ", part] : [part]));

const listed = (data, name, found) => {
  const { kind } = COLUMN.get(name);
  const { ids, labels, meanings } = data.tables[data.columns[name].table];
  if (MODALITIES.has(name)) {
    return found.flatMap((one) => [
      make("span", { className: `modality modality-${ids[one]}`, textContent: labels[one].toLowerCase().replace("imu", "IMU") }), " ",
    ]);
  }
  const shown = found.map((one) =>
    kind ? link(address(kind, ids[one]), labels[one]) : make("span", { title: meanings[one] ?? "", textContent: labels[one] }));
  if (shown.length <= MOST + 1) return separated(shown);
  const rest = shown.splice(MOST);
  const more = make("details", { className: "rest" }, make("summary", { textContent: `${rest.length} more` }), ...separated(rest));
  return [...separated(shown), " ", more];
};

export const cell = (data, name, place) => {
  const found = known(data, name, place);
  if (!found.length) {
    const gap = gapOf(data, name, place);
    const { otherwise = "named on its page" } = COLUMN.get(name);
    return [gap ? gapMark(gap) : make("span", { className: "why", textContent: otherwise })];
  }
  if (name === "released") return [make("span", { className: "date", textContent: found[0] })];
  if (name === "parameters") {
    const ends = [...new Set([found[0], found.at(-1)].map(short))];
    return [make("span", { className: "date", title: found.map(short).join(", ") }, ends.join(" – "))];
  }
  return listed(data, name, found);
};



// The data of the explorer (written by mmkb/pages/exploredata.py), unpacked: every model has a place, newest first.

import { all, add, none, join } from "./bits.js";
import { folded } from "../shared/words.js";

const slug = (name) => name.toLowerCase().replace(/[^a-z0-9.]+/g, "-").replace(/^-+|-+$/g, "");

// A list is packed as itself, a list of one as that one, an empty one as 0.
const several = (packed) => (Array.isArray(packed) ? packed : packed === 0 ? [] : [packed]);

const table = (rows) => ({
  ids: rows.map(([id]) => id),
  labels: rows.map(([id, label]) => label ?? id),
  meanings: rows.map((row) => row[2] ?? ""),
  plain: rows.map(([id, label]) => folded(`${label ?? id} ${id}`)),
  index: new Map(rows.map(([id], place) => [id, place])),
});

const column = (packed) => ({
  table: packed.table,
  rows: Uint32Array.from(packed.rows),
  things: packed.sets.map(([things]) => things),
  words: packed.sets.map(([things, words]) => words ?? things),
  derived: packed.sets.map(([, , derived]) => derived ?? []),
});

// What each model is built on, over all steps: a column like the others, its table the models themselves.
const lineage = (packed) => {
  const parents = packed.map((them) => several(them).map((place) => place - 1));
  const ancestors = (place) => {
    const found = new Set();
    const open = [...parents[place]];
    while (open.length) {
      const next = open.pop();
      if (!found.has(next)) {
        found.add(next);
        open.push(...parents[next]);
      }
    }
    return [...found];
  };
  let words;
  return {
    table: "model",
    rows: Uint32Array.from(packed.keys()),
    things: parents,
    get words() {
      return (words ??= parents.map((_, place) => ancestors(place)));
    },
    derived: parents.map(() => []),
  };
};

export const ROLES = ["encoder", "connector", "llm", "output_projector", "generator", "expert"];

export class Data {
  constructor(packed) {
    this.version = packed.version;
    this.names = packed.names;
    this.size = packed.names.length;
    this.ids = packed.names.map((name, place) => packed.ids[place] ?? slug(name));
    this.aliases = packed.aliases.map(several);
    this.dates = packed.released_on;
    this.plainNames = packed.names.map(folded);
    this.plainAliases = packed.names.map((_, place) => folded([this.ids[place], ...this.aliases[place]].join("\n")));
    this.tables = Object.fromEntries(Object.entries(packed.tables).map(([name, rows]) => [name, table(rows)]));
    const models = {
      ids: this.ids, labels: this.names, meanings: [], plain: this.plainNames,
      index: new Map(this.ids.map((id, place) => [id, place])),
    };
    this.tables.model = models;
    const { component_families: families, parameters, ...columns } = packed.columns;
    this.columns = Object.fromEntries(Object.entries(columns).map(([name, found]) => [name, column(found)]));
    for (const { table: name } of Object.values(this.columns)) this.tables[name] ??= table([]);
    this.columns.built_on = lineage(packed.built_on);
    this.family = new Map(families);
    this.sizes = parameters.rows.map((set) => parameters.sets[set]);
    this.bits = new Map();
  }

  // The sets of models of all words of a column: those that the word finds, and those with what derives from it.
  found(name) {
    if (!this.bits.has(name)) {
      const { table: named, rows, words, derived } = this.columns[name];
      const size = this.tables[named].ids.length;
      const make = () => Array.from({ length: size }, () => none(this.size));
      const own = make();
      const more = derived.some((set) => set.length) ? make() : own;
      rows.forEach((set, place) => {
        for (const word of words[set]) add(own[word], place);
        if (more !== own) for (const word of derived[set]) add(more[word], place);
      });
      if (more !== own) more.forEach((bits, word) => join(bits, own[word]));
      this.bits.set(name, { own, derived: more });
    }
    return this.bits.get(name);
  }

  // The models that one word of a filter finds; null for a word that finds none, or is unknown.
  models(name, id, derived) {
    if (name === "component") {
      const place = this.tables.component.index.get(id);
      if (place === undefined) return null;
      return ROLES.reduce((bits, role) => join(bits, this.found(role)[derived ? "derived" : "own"][place]), none(this.size));
    }
    const place = this.tables[this.columns[name].table].index.get(id);
    return place === undefined ? null : this.found(name)[derived ? "derived" : "own"][place];
  }

  everything() {
    return all(this.size);
  }

  label(name, id) {
    const { labels, index } = this.tables[name === "component" ? "component" : this.columns[name].table];
    return labels[index.get(id)] ?? id;
  }

  // The words that a facet offers: families of components, and all words of other columns.
  offered(name) {
    const { table: named, things, words } = this.columns[name];
    const found = new Set();
    if (named === "component") for (const set of things) for (const one of set) found.add(this.family.get(one) ?? one);
    else for (const set of words) for (const one of set) found.add(one);
    return [...found].map((place) => this.tables[named].ids[place]);
  }

  things(name, place) {
    const { rows, things } = this.columns[name];
    return things[rows[place]];
  }
}

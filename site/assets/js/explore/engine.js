// Which models are asked for, in which order, and how many each further choice would leave.

import { add, count, inBoth, join, keep, none, places } from "./bits.js";
import { ROLES } from "./data.js";
import { FACET, FACETS, RANGES } from "./facets.js";
import { folded } from "../shared/words.js";
import { range, terms, within } from "./text.js";

const SEARCHED = [...ROLES, "organisation", "dataset"];
const TOLD = { dataset: "trained on", organisation: "by" };

export class Engine {
  constructor(data) {
    this.data = data;
    this.keys = new Map();
    this.seen = new Map();
  }

  // What the first letter of a search would have to wait for is made while nothing else is to be done.
  prepare() {
    const idle = globalThis.requestIdleCallback ?? setTimeout;
    const next = (names) => {
      if (!names.length) return;
      idle(() => {
        this.data.found(names[0]);
        next(names.slice(1));
      });
    };
    next(SEARCHED);
  }

  // Whether several words of a facet must all hold; of a word that only one can be, any is meant.
  needsAll(state, name) {
    return !FACET.get(name).one && !state.any.has(name);
  }

  // The models that have one word of a search anywhere.
  term(word) {
    const { data } = this;
    if (!this.seen.has(word)) {
      const bits = none(data.size);
      for (let place = 0; place < data.size; place++) {
        if (data.plainNames[place].includes(word) || data.plainAliases[place].includes(word)) add(bits, place);
      }
      for (const name of SEARCHED) {
        const { own } = data.found(name);
        data.tables[data.columns[name].table].plain.forEach((text, one) => text.includes(word) && join(bits, own[one]));
      }
      if (this.seen.size > 200) this.seen.clear();
      this.seen.set(word, bits);
    }
    return this.seen.get(word);
  }

  ofText(text) {
    return terms(text).reduce((bits, word) => keep(bits, this.term(word)), this.data.everything());
  }

  ofRange(text) {
    const bounds = range(text);
    const bits = none(this.data.size);
    this.data.sizes.forEach((sizes, place) => {
      if (Array.isArray(sizes) && sizes.some((size) => within(size, bounds))) add(bits, place);
    });
    return bits;
  }

  ofFacet(state, name, words = state.chosen.get(name)) {
    const found = [...words].map((id) => this.data.models(name, id, state.derived));
    if (this.needsAll(state, name)) return found.reduce(keep, this.data.everything());
    return found.reduce(join, none(this.data.size));
  }

  // Each thing that is asked for with the models that meet it: the text, the range, and the facets.
  parts(state) {
    const parts = new Map();
    if (state.text.trim()) parts.set("text", this.ofText(state.text));
    if (state.parameters) parts.set("parameters", this.ofRange(state.parameters));
    for (const name of state.chosen.keys()) parts.set(name, this.ofFacet(state, name));
    return parts;
  }

  all(parts, left) {
    let bits = this.data.everything();
    for (const [name, part] of parts) if (name !== left) bits = keep(bits, part);
    return bits;
  }

  result(state) {
    const parts = this.parts(state);
    const bits = this.all(parts);
    return { parts, bits, count: count(bits) };
  }

  // How many models each word of a facet would leave, the choices in other facets given.
  counts(state, { parts, bits }, name) {
    const base = FACET.get(name).range || !this.needsAll(state, name) ? this.all(parts, name) : bits;
    if (FACET.get(name).range) return new Map(RANGES.map((text) => [text, inBoth(base, this.ofRange(text))]));
    if (name === "component") {
      return new Map([...(state.chosen.get(name) ?? [])].map((id) => [id, inBoth(base, this.data.models(name, id, state.derived))]));
    }
    const { ids } = this.data.tables[this.data.columns[name].table];
    const found = this.data.found(name)[state.derived ? "derived" : "own"];
    return new Map(found.map((models, place) => [ids[place], inBoth(base, models)]));
  }

  // What would be found without one choice, for each that is made; most first.
  loosened(state) {
    const found = [];
    const without = (change) => {
      const other = { ...state, chosen: new Map(state.chosen) };
      change(other);
      return this.result(other).count;
    };
    if (state.text.trim()) found.push({ name: "text", label: `“${state.text.trim()}”`, left: without((s) => (s.text = "")) });
    if (state.parameters) {
      found.push({ name: "parameters", label: `Parameters: ${state.parameters}`, left: without((s) => (s.parameters = "")) });
    }
    for (const { name, label } of FACETS) {
      for (const id of state.chosen.get(name) ?? []) {
        const left = without((s) => {
          const words = [...s.chosen.get(name)].filter((other) => other !== id);
          if (words.length) s.chosen.set(name, new Set(words));
          else s.chosen.delete(name);
        });
        found.push({ name, id, label: `${label}: ${this.data.label(name, id)}`, left });
      }
    }
    return found.sort((a, b) => b.left - a.left);
  }

  // What models are sorted by in a column: a rank each, -1 where it is not known.
  key(name) {
    if (!this.keys.has(name)) {
      const { data } = this;
      const value = (place) => {
        if (name === "name") return data.plainNames[place];
        if (name === "released") return data.dates[place];
        if (name === "parameters") return Array.isArray(data.sizes[place]) ? Math.max(...data.sizes[place]) : "";
        const { table } = data.columns[name];
        return data.things(name, place).map((one) => data.tables[table].plain[one]).join("\n");
      };
      const values = data.names.map((_, place) => value(place));
      const sorted = [...new Set(values)].filter((one) => one !== "");
      sorted.sort(name === "parameters" ? (a, b) => a - b : (a, b) => (a < b ? -1 : 1));
      const rank = new Map(sorted.map((one, place) => [one, place]));
      this.keys.set(name, Int32Array.from(values, (one) => rank.get(one) ?? -1));
    }
    return this.keys.get(name);
  }

  // How well the name of a model fits a search; less is better.
  fit(place, whole, words) {
    const name = this.data.plainNames[place];
    if (name === whole) return 0;
    if (name.startsWith(whole)) return 1;
    if (words.every((word) => name.includes(word))) return 2;
    return words.every((word) => name.includes(word) || this.data.plainAliases[place].includes(word)) ? 3 : 4;
  }

  ordered(state, bits) {
    const found = places(bits);
    if (state.sort) {
      const key = this.key(state.sort.replace(/^-/, ""));
      const way = state.sort.startsWith("-") ? -1 : 1;
      return found.sort((a, b) => (key[a] < 0) - (key[b] < 0) || way * (key[a] - key[b]) || a - b);
    }
    const words = terms(state.text);
    if (!words.length) return found;
    const whole = folded(state.text).trim();
    const fit = new Map(found.map((place) => [place, this.fit(place, whole, words)]));
    return found.sort((a, b) => fit.get(a) - fit.get(b) || a - b);
  }

  // By what a model was found whose name does not hold all words of a search; columns that are seen need no telling.
  why(place, text, columns) {
    const { data } = this;
    const missing = terms(text).filter((word) => !data.plainNames[place].includes(word));
    const told = new Set();
    for (const word of missing) {
      const alias = data.aliases[place].find((one) => folded(one).includes(word));
      if (alias) told.add(`also called ${alias}`);
      else if (!data.ids[place].includes(word)) {
        for (const name of SEARCHED) {
          const { table } = data.columns[name];
          const { labels, plain } = data.tables[table];
          const one = data.things(name, place).find((thing) => plain[thing].includes(word));
          if (one !== undefined) {
            if (!columns.includes(name)) told.add(`${TOLD[table] ?? "with"} ${labels[one]}`);
            break;
          }
        }
      }
    }
    return [...told].join(", ");
  }
}

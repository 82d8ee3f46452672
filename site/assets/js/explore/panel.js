// The facets: each a list of words with the number of models that choosing it would leave.

import { hidden, make, press } from "../shared/dom.js";
import { FACETS, RANGES } from "./facets.js";
import { folded } from "../shared/words.js";
import { range } from "./text.js";

const FEW = 7; // words of a long facet that are shown at first
const LONG = 14; // from so many words on, a facet that is shown whole has a box to find one

let serial = 0;

class Facet {
  constructor(panel, facet) {
    this.panel = panel;
    this.facet = facet;
    this.whole = false;
    this.options = new Map();
    const id = `facet-${++serial}`;
    this.told = make("span", { className: "facet-told" });
    this.toggle = press("", () => this.open(this.body.hidden), { "aria-expanded": "false", "aria-controls": id });
    this.toggle.append(make("span", { textContent: facet.label }), this.told);
    this.body = make("fieldset", { id, hidden: true }, make("legend", { className: "unseen", textContent: facet.label }));
    this.box = make("section", { className: "facet", "data-facet": facet.name }, make("h2", {}, this.toggle), this.body);
  }

  open(wanted) {
    this.body.hidden = !wanted;
    this.toggle.setAttribute("aria-expanded", String(wanted));
    if (wanted && !this.list) this.build();
    if (wanted) this.panel.refresh(this);
  }

  build() {
    this.list = make("ul", { role: "list" });
    this.any = make("input", { type: "checkbox" });
    this.any.addEventListener("change", () => this.panel.act.any(this.facet.name, this.any.checked));
    this.anyLine = make("label", { className: "any", hidden: true }, this.any, "Any of these is enough");
    this.find = make("input", {
      type: "search", placeholder: "Find", autocomplete: "off", hidden: true, className: "find", "aria-label": `Find in ${this.facet.label}`,
    });
    this.find.addEventListener("input", () => this.arrange());
    this.all = press("", () => this.expand(), { className: "all", hidden: true });
    this.body.append(this.anyLine, this.find, this.list, this.all);
    if (this.facet.range) this.body.append(this.inputs());
    const { name, range: ranged, hidden: unlisted } = this.facet;
    this.words = ranged ? RANGES : unlisted ? [] : this.panel.data.offered(name);
    if (ranged || unlisted) return;
    const totals = this.panel.totals(name);
    this.words.sort((a, b) => totals.get(b) - totals.get(a) || (a < b ? -1 : 1));
    if (name === "released") this.words.sort().reverse();
  }

  inputs() {
    const number = (label) => {
      const input = make("input", { type: "number", min: "0", step: "any", inputMode: "decimal", "aria-label": `${label}, in billions` });
      input.addEventListener("change", () => this.panel.act.parameters(this.typed()));
      return input;
    };
    this.from = number("At least");
    this.to = number("At most");
    return make("div", { className: "from-to" }, "from", this.from, "to", this.to, "billion");
  }

  typed() {
    const [from, to] = [this.from.value, this.to.value];
    if (from && to) return `${from}B..${to}B`;
    return from ? `>=${from}B` : to ? `<=${to}B` : "";
  }

  expand() {
    this.whole = !this.whole;
    this.find.value = "";
    this.arrange();
    if (this.whole && !this.find.hidden) this.find.focus();
  }

  option(id) {
    if (!this.options.has(id)) {
      const { data, act } = this.panel;
      const { name } = this.facet;
      const input = make("input", { type: "checkbox", value: id });
      input.addEventListener("change", () => (this.facet.range ? act.parameters(input.checked ? id : "") : act.choose(name, id, input.checked)));
      const label = this.facet.range ? id.replace("..", " – ").replace("<", "under ").replace(">", "over ") : data.label(name, id);
      const count = make("span", { className: "count" });
      const place = this.facet.range || name === "component" ? undefined : data.tables[data.columns[name].table].index.get(id);
      const meaning = place === undefined ? "" : (data.tables[data.columns[name].table].meanings[place] ?? "");
      const line = make("label", { title: meaning }, input, make("span", { className: "word", textContent: label }), count, hidden(" models"));
      this.options.set(id, { item: make("li", {}, line), input, count, label, plain: folded(`${label} ${id}`) });
    }
    return this.options.get(id);
  }

  update(state, counts) {
    const chosen = this.facet.range ? new Set(state.parameters ? [state.parameters] : []) : (state.chosen.get(this.facet.name) ?? new Set());
    this.told.textContent = chosen.size ? String(chosen.size) : "";
    if (chosen.size) this.told.append(hidden(" chosen"));
    this.chosen = chosen;
    if (this.body.hidden || !this.list) return;
    this.counts = counts();
    this.anyLine.hidden = this.facet.one || this.facet.range || chosen.size < 2;
    this.any.checked = state.any.has(this.facet.name);
    if (this.facet.range) {
      const bounds = state.parameters ? range(state.parameters) : { from: 0, to: Infinity };
      this.from.value = bounds.from > 0 ? bounds.from / 1e9 : "";
      this.to.value = Number.isFinite(bounds.to) ? bounds.to / 1e9 : "";
    }
    this.arrange();
  }

  // Chosen words come first where a facet is cut short; those that no model is left for are set back.
  arrange() {
    const { counts, chosen, words } = this;
    const extra = [...chosen].filter((id) => !words.includes(id) && !this.facet.range);
    const wanted = folded(this.find.value.trim());
    const known = [...extra, ...words].filter((id) => !wanted || this.option(id).plain.includes(wanted));
    const long = words.length > FEW + 2;
    const shown = !long || this.whole ? known : known.filter((id, place) => chosen.has(id) || place < FEW + extra.length);
    for (const id of shown) {
      const { item, input, count } = this.option(id);
      const number = counts.get(id) ?? 0;
      const text = number.toLocaleString("en");
      if (count.textContent !== text) count.textContent = text;
      if (input.checked !== chosen.has(id)) input.checked = chosen.has(id);
      item.classList.toggle("none", !number && !chosen.has(id));
    }
    const items = shown.map((id) => this.option(id).item);
    if (items.length !== this.list.children.length || items.some((item, place) => item !== this.list.children[place])) {
      const focused = document.activeElement;
      this.list.replaceChildren(...items);
      if (focused !== document.activeElement && this.list.contains(focused)) focused.focus();
    }
    this.find.hidden = !this.whole || words.length < LONG;
    this.all.hidden = !long;
    this.all.textContent = this.whole ? "Show fewer" : `Show all ${words.length}`;
  }
}

export class Panel {
  constructor(data, engine, act) {
    this.data = data;
    this.engine = engine;
    this.act = act;
    this.facets = FACETS.map((facet) => new Facet(this, facet));
    this.derived = make("input", { type: "checkbox" });
    this.derived.addEventListener("change", () => act.derived(this.derived.checked));
    const line = make("label", { className: "derived" }, this.derived,
      make("span", {}, "Include derived components", make("small", { textContent: "LLaMA then also finds Vicuna, which was trained from it." })));
    this.box = make("form", { className: "facets", "aria-label": "Filters" }, ...this.facets.map(({ box }) => box), line);
    this.box.addEventListener("submit", (event) => event.preventDefault());
  }

  totals(name) {
    const nothing = { chosen: new Map(), any: new Set(), derived: false, text: "", parameters: "" };
    return this.engine.counts(nothing, { parts: new Map(), bits: this.data.everything() }, name);
  }

  begin(state, wide) {
    this.state = state;
    for (const one of this.facets) {
      const { name, range: ranged, open } = one.facet;
      if ((open && wide) || (ranged ? state.parameters : state.chosen.has(name))) one.open(true);
    }
  }

  refresh(one) {
    if (this.result) one.update(this.state, () => this.engine.counts(this.state, this.result, one.facet.name));
  }

  update(state, result) {
    this.state = state;
    this.result = result;
    this.derived.checked = state.derived;
    for (const one of this.facets) {
      one.box.hidden = Boolean(one.facet.hidden) && !state.chosen.has(one.facet.name);
      if (one.facet.hidden && state.chosen.has(one.facet.name) && one.body.hidden) one.open(true);
      this.refresh(one);
    }
  }
}

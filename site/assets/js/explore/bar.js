// What stands above the table: the search, the count, what is chosen, and what can be done with what was found.

import { make, press } from "../shared/dom.js";
import { COLUMNS, FACETS, SORTS } from "./facets.js";
import { counted } from "./text.js";

const menu = (label, ...inside) => {
  const box = make("details", { className: "menu" }, make("summary", { textContent: label }), make("div", { className: "inside" }, ...inside));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.open) {
      box.open = false;
      box.querySelector("summary").focus();
      event.stopPropagation();
    }
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) box.open = false;
  });
  return box;
};

export class Bar {
  constructor(data, act) {
    this.data = data;
    this.act = act;
    this.search = make("input", {
      type: "search", id: "explore-search", autocomplete: "off", spellcheck: false, placeholder: "Name, component, dataset or maker",
    });
    this.search.addEventListener("input", () => act.text(this.search.value));
    this.count = make("output", { className: "found", "aria-live": "polite" });
    this.filters = press("Filters", act.sheet, { className: "to-filters", "aria-haspopup": "dialog" });
    this.ticks = new Map(COLUMNS.map(({ name, label }) => {
      const input = make("input", { type: "checkbox", value: name });
      input.addEventListener("change", () => act.columns(name, input.checked));
      return [name, [input, make("label", {}, input, label)]];
    }));
    const columns = make("fieldset", {}, make("legend", { className: "unseen", textContent: "Columns" }),
      ...[...this.ticks.values()].map(([, label]) => label));
    this.order = make("select", {});
    this.order.append(make("option", { value: "", textContent: "Newest first" }));
    for (const name of SORTS) {
      const label = COLUMNS.find((column) => column.name === name)?.label ?? "Name";
      this.order.append(make("option", { value: name, textContent: `${label}, rising` }), make("option", { value: `-${name}`, textContent: `${label}, falling` }));
    }
    this.order.addEventListener("change", () => act.order(this.order.value));
    this.link = press("Copy link", act.copy);
    this.csv = press("CSV", act.csv, { title: "All models found, with the columns shown, as a table for spreadsheets" });
    this.json = press("JSON", act.json, { title: "All models found, with the columns shown, as data" });
    this.told = make("p", { className: "told", role: "status" });
    this.chips = make("ul", { className: "chips", role: "list", "aria-label": "Chosen filters" });
    this.reset = press("Reset", act.reset, { className: "reset" });
    this.line = make("div", { className: "choice" }, this.chips, this.reset);
    this.box = make("div", { className: "explore-bar" },
      make("div", { className: "ask" }, make("label", { htmlFor: "explore-search", textContent: "Search" }), this.search, this.filters),
      this.line,
      make("div", { className: "tools" }, this.count, make("label", { className: "order" }, make("span", { textContent: "Sort by" }), this.order),
        menu("Columns", columns), this.link, this.csv, this.json),
      this.told);
  }

  chip(label, act) {
    const button = press("", act, { title: `Remove ${label}` });
    button.append(make("span", { className: "unseen", textContent: "Remove " }), label, make("span", { className: "cross", "aria-hidden": "true", textContent: "×" }));
    return make("li", {}, button);
  }

  update(state, number) {
    if (this.search.value !== state.text) this.search.value = state.text;
    this.count.textContent = number === this.data.size ? counted(number, "model") : `${number.toLocaleString("en")} of ${counted(this.data.size, "model")}`;
    const chips = [];
    for (const { name, label, range } of FACETS) {
      if (range && state.parameters) chips.push(this.chip(`${label}: ${state.parameters.replace("..", " – ")}`, () => this.act.parameters("")));
      for (const id of state.chosen.get(name) ?? []) {
        chips.push(this.chip(`${label}: ${this.data.label(name, id)}`, () => this.act.choose(name, id, false)));
      }
    }
    if (state.derived) chips.push(this.chip("Derived components included", () => this.act.derived(false)));
    this.chips.replaceChildren(...chips);
    this.line.hidden = !chips.length && !state.text.trim();
    this.filters.textContent = chips.length ? `Filters (${chips.length})` : "Filters";
    for (const [name, [input]] of this.ticks) input.checked = state.columns.includes(name);
    this.order.options[0].textContent = state.text.trim() ? "Best match" : "Newest first";
    this.order.value = state.sort;
  }

  tell(text) {
    this.told.textContent = text;
  }
}

// The table of the models that were found; on narrow screens the same rows are cards.

import { cell } from "./cells.js";
import { link, make, press } from "../shared/dom.js";
import { COLUMN, address } from "./facets.js";
import { counted } from "./text.js";
import { PAGE } from "./state.js";

const FIRST = 16; // rows that are drawn at once: as many as a screen shows
const NEXT = 28; // rows that follow in each of the next frames, unless another letter is typed before
const PAUSE = 150; // milliseconds after a letter from which on the rows below the screen are drawn, too

export class Table {
  constructor(data, engine, { sort, more }) {
    this.data = data;
    this.engine = engine;
    this.sort = sort;
    this.head = make("tr", { role: "row" });
    this.body = make("tbody", { role: "rowgroup" });
    this.table = make("table", { className: "models", role: "table" },
      make("caption", { className: "unseen", textContent: "Models" }),
      make("thead", { role: "rowgroup" }, this.head), this.body);
    this.scroll = make("div", { className: "explore-scroll", role: "region", tabIndex: 0, "aria-label": "Table of models" }, this.table);
    this.more = press("", more, { className: "more" });
    this.box = make("div", { className: "explore-rows" }, this.scroll, this.more);
    this.columns = "";
    this.kept = new Map();
    this.drawn = 0;
  }

  header(name, label, state) {
    const way = state.sort === name ? "ascending" : state.sort === `-${name}` ? "descending" : "";
    const usual = name === "released" && !state.sort && !state.text.trim() ? "descending" : way;
    const th = make("th", { scope: "col", role: "columnheader", className: "no-sort", "data-column": name });
    if (usual) th.setAttribute("aria-sort", usual);
    th.append(press(label, () => this.sort(name), { className: "sort", title: `Sort by ${label.toLowerCase()}` }));
    return th;
  }

  heads(state) {
    const names = ["name", ...state.columns];
    const asked = [state.sort, Boolean(state.text.trim()), ...names].join();
    if (asked === this.asked) return;
    this.asked = asked;
    const focused = document.activeElement?.closest?.("th")?.dataset.column;
    this.head.replaceChildren(...names.map((name) => this.header(name, COLUMN.get(name)?.label ?? "Model", state)));
    if (focused) this.head.querySelector(`[data-column="${focused}"] button`)?.focus();
  }

  row(place, state) {
    if (!this.kept.has(place)) {
      const { data } = this;
      const id = data.ids[place];
      const why = make("span", { className: "found-by" });
      const first = make("th", { scope: "row", role: "rowheader" },
        link(address("model", id), data.names[place]), make("span", { className: "row-tools" }), why);
      const cells = state.columns.map((name) =>
        make("td", { role: "cell", "data-column": name },
          make("span", { className: "label", "aria-hidden": "true", textContent: COLUMN.get(name).label }),
          make("span", { className: "value" }, ...cell(data, name, place))));
      this.kept.set(place, { row: make("tr", { role: "row", "data-model": id, "data-name": data.names[place] }, first, ...cells), why });
    }
    const { row, why } = this.kept.get(place);
    const told = state.text.trim() ? this.engine.why(place, state.text, state.columns) : "";
    if (why.textContent !== told) why.textContent = told;
    return row;
  }

  draw(state, found, typing = false) {
    const columns = state.columns.join();
    if (columns !== this.columns || this.kept.size > 3000) {
      this.kept.clear();
      this.columns = columns;
    }
    this.heads(state);
    const shown = found.slice(0, state.rows);
    const turn = ++this.drawn;
    this.body.replaceChildren(...shown.slice(0, FIRST).map((place) => this.row(place, state)));
    this.more.hidden = found.length <= shown.length;
    this.more.textContent = `Show ${counted(Math.min(PAGE, found.length - shown.length), "more model")}`;
    this.scroll.hidden = !found.length;
    const tell = () => this.box.dispatchEvent(new CustomEvent("mmkb:rows", { bubbles: true }));
    tell();
    return new Promise((done) => {
      const further = (from) => {
        if (turn !== this.drawn || from >= shown.length) return done();
        const follow = () => requestAnimationFrame(() => {
          if (turn !== this.drawn) return done();
          this.body.append(...shown.slice(from, from + NEXT).map((place) => this.row(place, state)));
          tell();
          return further(from + NEXT);
        });
        if (typing && from === FIRST + NEXT) setTimeout(follow, PAUSE);
        else follow();
        return undefined;
      };
      further(FIRST);
    });
  }
}

// The explorer: every model as a row, filtered by facets and words; the address holds all that is asked for.

import { Bar } from "./explore/bar.js";
import { Data } from "./explore/data.js";
import { make, press } from "./shared/dom.js";
import { Engine } from "./explore/engine.js";
import { csv, json, save } from "./explore/exporting.js";
import { COLUMNS } from "./explore/facets.js";
import { Panel } from "./explore/panel.js";
import { PAGE, choose, empty, read, written } from "./explore/state.js";
import { Table } from "./explore/table.js";
import { counted } from "./explore/text.js";

const WIDE = matchMedia("(min-width: 60em)");

class Explorer {
  constructor(root, data) {
    this.data = data;
    this.engine = new Engine(data);
    this.state = empty();
    const changed = (change) => (...given) => this.change(() => change(...given));
    const act = {
      text: (text) => this.typed(text),
      choose: changed((name, id, wanted) => choose(this.state, name, id, wanted)),
      any: changed((name, wanted) => this.state.any[wanted ? "add" : "delete"](name)),
      parameters: changed((text) => (this.state.parameters = text)),
      derived: changed((wanted) => (this.state.derived = wanted)),
      order: changed((sort) => (this.state.sort = sort)),
      columns: changed((name, wanted) => {
        const names = new Set(this.state.columns);
        names[wanted ? "add" : "delete"](name);
        this.state.columns = COLUMNS.map((column) => column.name).filter((one) => names.has(one));
      }),
      reset: changed(() => (this.state = { ...empty(), columns: this.state.columns })),
      sheet: () => this.sheet.showModal(),
      copy: () => this.copy(),
      csv: () => this.export("csv"),
      json: () => this.export("json"),
    };
    this.bar = new Bar(data, act);
    this.panel = new Panel(data, this.engine, act);
    this.table = new Table(data, this.engine, {
      sort: changed((name) => (this.state.sort = this.state.sort === name ? `-${name}` : this.state.sort === `-${name}` ? "" : name)),
      more: () => this.change(() => (this.state.rows += PAGE), "replace", true),
    });
    this.nothing = make("div", { className: "nothing", hidden: true });
    this.side = make("aside", { className: "explore-side", "aria-label": "Filters" });
    this.enough = press("", () => this.sheet.close(), { className: "enough" });
    this.sheet = make("dialog", { className: "explore-sheet", "aria-label": "Filters" });
    this.sheet.addEventListener("click", (event) => {
      if (event.target === this.sheet && event.clientY < this.sheet.getBoundingClientRect().top) this.sheet.close();
    });
    root.replaceChildren(this.side, make("div", { className: "explore-main" }, this.bar.box, this.nothing, this.table.box), this.sheet);
    this.place();
    WIDE.addEventListener("change", () => this.place());
    addEventListener("popstate", () => this.arrive());
    addEventListener("scroll", () => {
      clearTimeout(this.scrolled);
      this.scrolled = setTimeout(() => this.keep(), 150);
    }, { passive: true });
    addEventListener("pagehide", () => this.leave());
    history.scrollRestoration = "manual";
    document.querySelector(".explore-plain")?.remove();
    this.arrive();
    root.classList.add("ready");
    this.engine.prepare();
  }

  // Beside the table there is room for the facets on wide screens only; else they are in a sheet.
  place() {
    if (WIDE.matches) {
      if (this.sheet.open) this.sheet.close();
      this.side.append(this.panel.box);
    } else this.sheet.append(this.panel.box, this.enough);
  }

  // What the address asks for, on arriving and on going back or forward.
  arrive() {
    this.forget();
    const { state, unknown } = read(location.search, this.data);
    this.state = state;
    this.panel.begin(state, WIDE.matches);
    this.bar.tell(unknown.length ? `${unknown.join(" ")} The rest of the link holds.` : "");
    const top = history.state?.top ?? 0;
    this.show().then(() => scrollTo(0, top));
  }

  address() {
    return `${location.pathname}${written(this.state)}`;
  }

  keep() {
    history.replaceState({ ...history.state, top: scrollY }, "");
  }

  forget() {
    clearTimeout(this.scrolled);
    clearTimeout(this.typing);
    this.typing = undefined;
  }

  write() {
    this.typing = undefined;
    history.replaceState(history.state, "", this.address());
  }

  // What was typed and scrolled to a moment ago belongs to the address that is left.
  leave() {
    if (this.typing !== undefined) this.write();
    this.keep();
    this.forget();
  }

  change(change, how = "push", further = false) {
    this.leave();
    change();
    if (!further) this.state.rows = PAGE;
    history[`${how}State`](how === "push" ? { top: scrollY } : history.state, "", this.address());
    this.bar.tell("");
    return this.show();
  }

  // Browsers refuse an address that changes with every letter of a fast typist.
  typed(text) {
    this.state.text = text;
    this.state.rows = PAGE;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.write(), 200);
    return this.show(true);
  }

  show(typing = false) {
    const result = this.engine.result(this.state);
    this.found = this.engine.ordered(this.state, result.bits);
    this.bar.update(this.state, result.count);
    this.panel.update(this.state, result);
    this.enough.textContent = `Show ${counted(result.count, "model")}`;
    this.empty(result.count);
    return this.table.draw(this.state, this.found, typing);
  }

  // What to loosen where nothing is left.
  empty(number) {
    this.nothing.hidden = number > 0;
    if (number) return;
    const ways = this.engine.loosened(this.state).filter(({ left }, place) => left || !place).slice(0, 6).map(({ name, id, label, left }) =>
      make("li", {}, press(`Without ${label}`, () => this.change(() => {
        if (name === "text") this.state.text = "";
        else if (name === "parameters") this.state.parameters = "";
        else choose(this.state, name, id, false);
      })), ` ${counted(left, "model")}`));
    this.nothing.replaceChildren(make("p", { textContent: "No model of the catalogue has all of this." }), make("ul", { role: "list" }, ...ways),
      press("Reset all", () => this.change(() => (this.state = { ...empty(), columns: this.state.columns }))));
  }

  async copy() {
    clearTimeout(this.typing);
    this.write();
    try {
      await navigator.clipboard.writeText(location.href);
      this.bar.tell("The link is copied.");
    } catch {
      this.bar.tell("The link could not be copied; it is the address of this page.");
    }
  }

  export(form) {
    const write = form === "csv" ? csv : json;
    save(write(this.data, this.state.columns, this.found), `mmkb-models.${form}`, form === "csv" ? "text/csv" : "application/json");
    this.bar.tell(`${counted(this.found.length, "model")} saved as ${form.toUpperCase()}.`);
  }
}

const root = document.getElementById("explore");
const answer = await fetch(new URL("models.json", location.href)).catch(() => null);
if (answer?.ok) new Explorer(root, new Data(await answer.json()));
else {
  const told = "The data of the explorer could not be read. Here are the models as a plain table; reload the page to try again.";
  root.classList.add("failed");
  root.prepend(make("p", { role: "alert", textContent: told }));
}

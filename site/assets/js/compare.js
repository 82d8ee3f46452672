import { asCsv, asLatex, asMarkdown } from "./compare/copy.js";
import { diagram } from "./compare/diagrams.js";
import { element } from "./shared/dom.js";
import { Names } from "./compare/names.js";
import { picker } from "./compare/picker.js";
import { factRows, scoreRows } from "./compare/rows.js";
import { Sources, table } from "./compare/table.js";

const ROOT = new URL("../../", import.meta.url);
const MOST = 6;
const ONLY = "differences";
const TITLE = document.title;
const COPIES = [["Markdown", asMarkdown], ["LaTeX", asLatex], ["CSV", asCsv]];

const read = async (path) => {
  const answer = await fetch(new URL(path, ROOT));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
};
const counted = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

class Compare {
  constructor(app, names) {
    this.names = names;
    this.sheets = new Map();
    this.turn = 0;
    this.start = app.querySelector(".compare-start");
    this.picker = picker(names, () => this.models, (model) => this.change([...this.models, model.id], `${model.name} added.`));
    this.chosen = element("ol", { className: "compare-chosen", ariaLabel: "Chosen models" });
    this.told = element("div", { className: "compare-told" });
    this.status = element("p", { className: "compare-status", attributes: { role: "status" } });
    this.only = element("input", { type: "checkbox", id: "compare-only" });
    this.tools = element("div", { className: "compare-tools", hidden: true }, [
      element("label", { className: "compare-only", htmlFor: this.only.id }, [this.only, " Only differences"]),
      element("span", { className: "compare-copies", attributes: { role: "group", "aria-label": "Copy the table" } }, [
        "Copy as ", ...COPIES.map(([form, write]) => {
          const button = element("button", { type: "button", textContent: form, attributes: { "data-form": form } });
          button.addEventListener("click", () => this.copy(form, write));
          return button;
        }),
      ]),
    ]);
    this.written = element("div", { className: "compare-written" });
    this.shown = element("div", { className: "compare-shown" });
    app.append(this.picker.box, this.chosen, this.told, this.status, this.tools, this.written, this.shown);
    if (this.start) app.append(this.start);

    this.only.addEventListener("change", () => {
      this.push();
      this.sift();
    });
    window.addEventListener("popstate", () => this.load());
    // What is folded would be missing on paper.
    window.addEventListener("beforeprint", () => this.fold(true));
    window.addEventListener("afterprint", () => this.fold(false));
    this.load();
  }

  name(id) {
    return this.names.models.get(id).name;
  }

  get address() {
    const wanted = new URLSearchParams();
    const query = this.models.length ? [`m=${this.models.join(",")}`] : [];
    if (this.only.checked) wanted.set("only", ONLY);
    return `${location.pathname}${[...query, ...(wanted.size ? [wanted] : [])].join("&").replace(/^(?=.)/, "?")}`;
  }

  // What the address says: words that are no model's and old ids are told, then the address is put right.
  load() {
    const wanted = new URLSearchParams(location.search);
    const words = (wanted.get("m") ?? "").split(",").map((word) => word.trim()).filter(Boolean);
    const found = [];
    const unknown = [];
    const notes = [];
    for (const word of words) {
      const { found: model, from } = this.names.find(word);
      if (!model) unknown.push(word);
      else if (!found.includes(model.id)) found.push(model.id);
      if (from) notes.push(`${from.name} is an old entry; ${model.name} stands in its place.`);
    }
    if (found.length > MOST) notes.push(`At most six models stand side by side; left out: ${found.slice(MOST).map((id) => this.name(id)).join(", ")}.`);
    this.models = found.slice(0, MOST);
    this.only.checked = wanted.get("only") === ONLY;
    this.told.replaceChildren(...notes.map((text) => element("p", { textContent: text })), ...unknown.map((word) => this.unknown(word)));
    if (!unknown.length && this.address !== location.pathname + location.search) history.replaceState(null, "", this.address);
    this.render("");
  }

  unknown(word) {
    const meant = this.names.meant(word, new Set(this.models));
    const line = element("p", { className: "compare-unknown", textContent: `There is no model “${word}”. ` });
    meant.forEach((model, i) => {
      const button = element("button", { type: "button", textContent: model.name });
      button.addEventListener("click", () => {
        line.remove();
        this.change([...this.models, model.id].slice(0, MOST), `${model.name} added.`);
        this.picker.input.focus();
      });
      line.append(i ? " " : "Did you mean ", button);
    });
    if (meant.length) line.append(" ?");
    return line;
  }

  push() {
    history.pushState(null, "", this.address);
  }

  change(models, what) {
    this.models = models;
    this.push();
    return this.render(what);
  }

  chip(id, i) {
    const name = this.name(id);
    const act = (className, sign, label, able, models, what, focus) => {
      const button = element("button", { type: "button", className, textContent: sign, title: label, ariaLabel: label, disabled: !able });
      button.addEventListener("click", () => {
        this.change(models(), what);
        focus();
      });
      return button;
    };
    const moved = (to) => {
      const models = this.models.filter((other) => other !== id);
      models.splice(to, 0, id);
      return models;
    };
    const at = (place, className) => {
      const buttons = [...(this.chosen.children[place]?.querySelectorAll("button") ?? [])];
      (buttons.find((button) => button.className === className && !button.disabled) ?? buttons.find((button) => !button.disabled) ?? this.picker.input).focus();
    };
    const last = this.models.length - 1;
    return element("li", {}, [
      element("a", { href: this.href("model", id), textContent: name }),
      act("before", "←", `Move ${name} to the left`, i > 0, () => moved(i - 1), `${name} moved to place ${i}.`, () => at(i - 1, "before")),
      act("after", "→", `Move ${name} to the right`, i < last, () => moved(i + 1), `${name} moved to place ${i + 2}.`, () => at(i + 1, "after")),
      act("remove", "×", `Remove ${name}`, true, () => this.models.filter((other) => other !== id), `${name} removed.`, () => at(Math.min(i, last - 1), "remove")),
    ]);
  }

  href(kind, id) {
    // An entry with the id "index" must not take the place of its list.
    return new URL(`${this.names.told.folders[kind]}/${id === "index" ? "index_" : id}/`, ROOT).href;
  }

  async render(what) {
    this.turn += 1;
    const { turn, models } = this;
    this.picker.limit(models.length >= MOST);
    this.chosen.replaceChildren(...models.map((id, i) => this.chip(id, i)));
    this.written.replaceChildren();
    document.title = models.length ? `${models.map((id) => this.name(id)).join(", ")} – ${TITLE}` : TITLE;
    if (this.start) this.start.hidden = models.length > 0;
    if (models.length < 2) {
      this.rows = [];
      this.tools.hidden = true;
      this.shown.replaceChildren();
      this.status.textContent = `${what} ${models.length ? "Add at least one more model." : "Choose two models or more."}`.trim();
      return;
    }
    let sheets;
    try {
      sheets = await Promise.all(models.map((id) => this.sheet(id)));
    } catch {
      if (turn === this.turn) this.failed();
      return;
    }
    // Another choice was made while these were on their way.
    if (turn !== this.turn) return;
    this.rows = [...factRows(sheets, this.names.told), ...scoreRows(sheets, this.names.told)];
    this.show(models.map((id) => this.names.models.get(id)));
    this.sift(what);
  }

  sheet(id) {
    if (!this.sheets.has(id)) {
      this.sheets.set(id, read(`compare/data/${id}.json`).catch((error) => {
        this.sheets.delete(id);
        throw error;
      }));
    }
    return this.sheets.get(id);
  }

  failed() {
    const again = element("button", { type: "button", textContent: "Try again" });
    again.addEventListener("click", () => this.render(""));
    this.tools.hidden = true;
    this.status.textContent = "The facts of these models could not be loaded.";
    this.shown.replaceChildren(again);
  }

  show(models) {
    const sources = new Sources((kind, id) => this.href(kind, id));
    const sections = new Map();
    for (const row of this.rows) sections.set(row.section, [...(sections.get(row.section) ?? []), row]);
    this.table = table(models, [...sections], (kind, id) => this.href(kind, id), sources);
    const row = element("div", { className: "compare-diagrams", tabIndex: 0, attributes: { role: "region", "aria-label": "Diagrams of the models" } }, models.map((model, i) => diagram(model, i, this.href("model", model.id))));
    const scroll = element("div", { className: "compare-scroll", tabIndex: 0, attributes: { role: "region", "aria-label": "Table of facts" } }, [this.table]);
    this.shown.replaceChildren(row, scroll, element("section", { className: "compare-sources sources" }, [element("h2", { textContent: "Sources" }), sources.list()]));
    this.tools.hidden = false;
  }

  // Rows in which the models are alike are hidden where only differences are wanted.
  sift(what = "") {
    this.table?.classList.toggle("only-differences", this.only.checked);
    const differ = this.rows.filter(({ differs }) => differs).length;
    this.written.replaceChildren();
    this.status.textContent = `${what} ${counted(this.models.length, "model")} side by side: ${differ} of ${counted(this.rows.length, "row")} differ${
      this.only.checked ? "; the others are hidden" : ""}.`.trim();
  }

  async copy(form, write) {
    const rows = this.only.checked ? this.rows.filter(({ differs }) => differs) : this.rows;
    const text = write(this.models.map((id) => this.names.models.get(id)), rows, new URL(this.address, location.href).href);
    try {
      await navigator.clipboard.writeText(text);
      this.written.replaceChildren();
      this.status.textContent = `${counted(rows.length, "row")} copied as ${form}.`;
    } catch {
      // No clipboard without https or without leave: the text stands there to be copied by hand.
      const area = element("textarea", { readOnly: true, rows: 8, value: text, ariaLabel: `The table as ${form}` });
      this.written.replaceChildren(area);
      this.status.textContent = `The browser does not let this page copy; the table as ${form} stands below.`;
      area.select();
    }
  }

  fold(open) {
    if (open) {
      this.folded = [
        [...this.shown.querySelectorAll("details:not([open])")], [...this.shown.querySelectorAll("tr[hidden]")],
      ];
    }
    const [boxes, rows] = this.folded ?? [[], []];
    boxes.forEach((box) => Object.assign(box, { open }));
    rows.forEach((row) => Object.assign(row, { hidden: !open }));
  }
}

const app = document.querySelector(".compare-app");
try {
  new Compare(app, new Names(await read("compare/models.json")));
} catch (error) {
  app.append(element("p", { attributes: { role: "alert" }, textContent: "The list of models could not be loaded; load the page again." }));
  throw error;
}

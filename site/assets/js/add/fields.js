// The fields of the form, made from the description of the records.
import { make, press } from "../shared/dom.js";
import { spoken } from "../shared/words.js";
import { label, one } from "./labels.js";
import { numeric } from "./plain.js";
import { several } from "./several.js";

const UNKNOWN = "unlooked";

export class Fields {
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    this.slots = [];
    this.source = "";
    this.count = 0;
  }

  id() {
    this.count += 1;
    return `add-${this.count}`;
  }

  // Where problems of a field are shown, and what is focused to mend them.
  slot(holder, key, control, box) {
    const told = make("p", { className: "add-told", id: this.id(), hidden: true });
    const described = [control.getAttribute?.("aria-describedby"), told.id].filter(Boolean).join(" ");
    control.setAttribute("aria-describedby", described);
    this.slots.push({ holder, key, control, told, box });
    return told;
  }

  block(holder, name, options = {}) {
    const { cited, fields } = this.form.blocks[name];
    const cells = fields.filter(({ key }) => key !== "sources" && (!options.keys || options.keys.includes(key)));
    const inside = { ...options, keys: undefined, bare: false, sourced: options.sourced || (cited && !options.keys) };
    const first = cells.filter((field) => !field.later || holder[field.key] !== undefined);
    const later = cells.filter((field) => !first.includes(field));
    const made = first.map((field) => this.field(holder, field, inside));
    // The heading of the group says what its one block is.
    if (options.bare) made.filter((box) => box.matches("fieldset")).forEach((box) => box.classList.add("add-bare"));
    if (later.length) {
      const more = make("details", { className: "add-more" }, make("summary", {}, `More: ${later.map(({ key }) => label(key).toLowerCase()).join(", ")}`));
      more.addEventListener("toggle", () => {
        if (more.open && more.children.length === 1) more.append(...later.map((field) => this.field(holder, field, inside)));
      });
      made.push(more);
    }
    if (cited && !options.keys) made.push(this.sources(holder, options.sourced));
    return made;
  }

  field(holder, field, options) {
    if (field.gap) return this.fact(holder, field, options);
    if (field.form === "block" && !field.many) return this.single(holder, field, options);
    return this.editor(holder, field, options);
  }

  group(title, about, className) {
    const box = make("fieldset", { className }, make("legend", {}, title));
    if (about) box.append(make("p", { className: "add-about" }, about));
    return box;
  }

  // A block of its own, such as tokens: opened where there is something in it.
  single(holder, field, options) {
    holder[field.key] ??= {};
    const box = this.group(label(field.key), field.about, "add-block");
    const told = this.slot(holder, field.key, box, box);
    box.append(told, ...this.block(holder[field.key], field.block, options));
    return box;
  }

  // A fact with its state.
  fact(holder, field, options) {
    const box = this.group(label(field.key), "", "add-fact");
    const body = make("div", { className: "add-value" });
    const state = make("select", { id: this.id(), className: "add-state", "aria-label": `State of ${label(field.key).toLowerCase()}` });
    const looked = field.need ? [] : [[UNKNOWN, "not looked at: left out"]];
    for (const [value, text] of [...looked, ["known", "known"], ["not-disclosed", "not disclosed: the sources do not tell"], ["not-applicable", "not applicable: the design has none"]]) {
      state.append(make("option", { value, textContent: text }));
    }
    const now = holder[field.key];
    const gap = typeof now === "object" && now !== null && "state" in now ? now.state : this.form.states.some(([word]) => word === now) ? now : "";
    state.value = gap || (now !== undefined || field.need ? "known" : UNKNOWN);
    const show = () => {
      body.replaceChildren();
      if (state.value === "known") {
        const open = field.form === "block" && !field.many;
        if (open) holder[field.key] ??= {};
        body.append(...(open ? this.block(holder[field.key], field.block, options) : [this.editor(holder, { ...field, quiet: true }, options)]));
      } else if (state.value !== UNKNOWN) {
        const gapped = holder[field.key];
        body.append(this.editor(gapped, { key: "note", form: "line", about: "What was looked for, or why the design has none." }, options));
        body.append(this.sources(gapped, options.sourced));
      }
    };
    state.addEventListener("change", () => {
      if (state.value === "known" || state.value === UNKNOWN) delete holder[field.key];
      else holder[field.key] = { state: state.value };
      box.dataset.state = state.value;
      show();
      this.changed();
    });
    box.dataset.state = state.value;
    if (gap && typeof now === "string") holder[field.key] = { state: gap };
    show();
    const about = make("p", { className: "add-about", id: this.id() }, field.about);
    state.setAttribute("aria-describedby", about.id);
    box.append(state, about, this.slot(holder, field.key, state, box), body);
    return box;
  }

  editor(holder, field, options) {
    if (field.form === "block") return this.blocks(holder, field, options);
    if (field.many && field.form === "word") return this.boxes(holder, field);
    if (field.many) return several(this, holder, field, options);
    const id = this.id();
    const control = this.control(holder, field, options, id);
    const hint = field.about && !field.quiet ? make("span", { className: "add-about", id: `${id}-about` }, field.about, ...this.example(field)) : null;
    if (hint) control.setAttribute("aria-describedby", hint.id);
    const named = make("label", { for: id, className: field.quiet ? "unseen" : "" }, label(field.key), ...(field.need ? [make("span", { className: "add-need" }, " needed")] : []));
    const box = make("div", { className: "add-field" }, named, ...(hint ? [hint] : []), control);
    box.append(this.slot(holder, field.key, control, box));
    return box;
  }

  example({ examples }) {
    return examples ? [make("span", { className: "add-example" }, ` For example ${examples.join(", ")}.`)] : [];
  }

  control(holder, field, options, id) {
    if (field.form === "word" || field.form === "flag") {
      const words = field.form === "flag" ? [["true", "yes"], ["false", "no"]] : this.form.words[field.words].map(([word]) => [word, spoken(word)]);
      const select = make("select", { id }, make("option", { value: "", textContent: "" }), ...words.map(([value, textContent]) => make("option", { value, textContent })));
      select.value = holder[field.key] === undefined ? "" : String(holder[field.key]);
      select.addEventListener("change", () => {
        holder[field.key] = field.form === "flag" && select.value ? select.value === "true" : select.value || undefined;
        this.changed();
      });
      return select;
    }
    const control = field.form === "prose" ? make("textarea", { id, rows: 3 }) : make("input", { id, type: "text", autocomplete: "off" });
    if (field.form === "number") control.inputMode = "numeric";
    if (field.form === "link") control.inputMode = "url";
    if (["slug", "path", "arxiv", "doi", "link", "licence", "resolution"].includes(field.form)) {
      control.spellcheck = false;
      control.autocapitalize = "none";
    }
    this.suggest(control, holder, field, options);
    control.value = holder[field.key] ?? "";
    control.addEventListener("input", () => {
      const text = control.value;
      holder[field.key] = field.form === "number" || field.form === "count" ? numeric(text) : text;
      if (field.key === "source") this.source = text.trim();
      this.changed(holder, field.key);
    });
    return control;
  }

  // Type-ahead: ids of the kind that the field names; of components those that fit the role.
  suggest(control, holder, field, { slot }) {
    if (field.form === "licence") control.setAttribute("list", "add-list-licence");
    else if (field.of) {
      control.setAttribute("list", "add-list-detail");
      control.addEventListener("focus", () => this.detail?.(holder[field.of]));
    } else if (field.ref === "component") {
      const wanted = this.form.slots[slot]?.[1];
      control.setAttribute("list", field.key === "takes" || slot === "own" ? "add-list-own" : wanted ? `add-list-component-${wanted}` : "add-list-component");
    } else if (field.ref) control.setAttribute("list", `add-list-${field.ref}`);
    else if (field.form === "path") control.setAttribute("list", "add-list-about");
    else if (field.key === "model_variants") control.setAttribute("list", "add-list-variants");
  }

  boxes(holder, field) {
    const box = this.group(label(field.key), field.quiet ? "" : field.about, field.quiet ? "add-boxes add-quiet" : "add-boxes");
    const row = make("div", { className: "add-choices" });
    for (const [word, meaning] of this.form.words[field.words]) {
      const check = make("input", { type: "checkbox", checked: (holder[field.key] ?? []).includes(word) });
      check.addEventListener("change", () => {
        const now = new Set(holder[field.key] ?? []);
        now[check.checked ? "add" : "delete"](word);
        holder[field.key] = this.form.words[field.words].map(([each]) => each).filter((each) => now.has(each));
        if (!holder[field.key].length) delete holder[field.key];
        this.changed();
      });
      row.append(make("label", { title: meaning }, check, ` ${spoken(word)}`));
    }
    box.append(row, this.slot(holder, field.key, box, box));
    return box;
  }

  // A list of blocks, each with its fields.
  blocks(holder, field, options) {
    const box = make("div", { className: "add-list" });
    const rows = make("div");
    const inner = { ...options, slot: field.key in this.form.slots ? field.key : field.key === "parts" ? "own" : undefined };
    const draw = (focus) => {
      const items = (holder[field.key] ??= []);
      rows.replaceChildren(...items.map((item, i) => {
        const each = this.group(`${label(one(field.key))} ${i + 1}`, "", "add-item");
        const away = press("Remove", () => {
          items.splice(i, 1);
          draw(i - 1);
          this.changed();
        }, { className: "add-away", "aria-label": `Remove ${one(field.key)} ${i + 1}` });
        each.append(away, this.slot(items, i, each, each), ...this.block(item, field.block, inner));
        return each;
      }));
      const target = focus === undefined ? null : focus < 0 ? more : rows.children[focus];
      (target?.querySelector?.("input, select, textarea") ?? target)?.focus();
    };
    const more = press(`Add ${one(field.key)}`, () => {
      holder[field.key].push({});
      draw(holder[field.key].length - 1);
      this.changed();
    });
    draw();
    if (!field.quiet) box.append(make("p", { className: "add-about" }, field.about));
    box.append(rows, more);
    if (field.key === "parts") box.append(" ", press("Add every part of the architecture", () => {
      const had = new Set(holder.parts.map((part) => `${part.role} ${part.component}`));
      const first = holder.parts.length;
      holder.parts.push(...this.parts().filter((part) => !had.has(`${part.role} ${part.component}`)));
      draw(first < holder.parts.length ? first : undefined);
      this.changed();
    }));
    if (!field.quiet) box.append(this.slot(holder, field.key, more, box));
    return box;
  }

  // Where the facts of a block are written.
  sources(holder, sourced) {
    const box = this.group("Source", sourced ? "Without one of its own, that of the block around it holds." : "", "add-sources");
    const rows = make("div");
    const draw = (focus) => {
      const items = (holder.sources ??= []);
      rows.replaceChildren(...items.map((item, i) => {
        const fields = this.form.blocks.Citation.fields.map((field) => this.editor(item, { ...field, about: "" }, {}));
        const away = press("Remove", () => {
          items.splice(i, 1);
          draw(-1);
          this.changed();
        }, { "aria-label": `Remove source ${i + 1}` });
        return make("div", { className: "add-cite" }, ...fields, away);
      }));
      if (focus < 0) more.focus();
      else if (focus !== undefined) {
        // The source of last time is suggested: it stands selected, so that another one is typed over it.
        const [first] = rows.children[focus].querySelectorAll("input");
        first.focus();
        first.select();
      }
    };
    const more = press(sourced ? "Add a source of its own" : "Add source", () => {
      holder.sources.push({ source: this.source, locator: "" });
      draw(holder.sources.length - 1);
      this.changed();
    });
    holder.sources ??= [];
    draw();
    box.append(rows, more);
    return box;
  }
}

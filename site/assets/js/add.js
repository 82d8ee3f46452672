// Adding a model: a form that checks as one types and shows the text of the entry. Nothing leaves the page by itself.
import { make, press } from "./shared/dom.js";
import { Fields } from "./add/fields.js";
import { Files, pathOf } from "./add/files.js";
import { Judge } from "./add/judge.js";
import { plain, slug } from "./add/plain.js";
import { Problems } from "./add/problems.js";
import { absent, together } from "./add/together.js";
import { toYaml } from "./add/yaml.js";

const KEPT = "mmkb.add";
const NOUNS = { source: "source", component: "component", dataset: "dataset", organisation: "organisation" };
const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return kept?.model && Array.isArray(kept.extras) ? kept : null;
  } catch {
    return null;
  }
};

const keep = (draft) => {
  try {
    if (draft) localStorage.setItem(KEPT, JSON.stringify(draft));
    else localStorage.removeItem(KEPT);
    return true;
  } catch {
    return false;
  }
};

const fresh = () => ({ model: {}, extras: [], fork: "" });

// Lists for type-ahead.
const lists = (form) => {
  const option = ([value, text]) => make("option", { value, label: text && text !== value ? text : "" });
  const made = (id, rows) => make("datalist", { id: `add-list-${id}` }, ...rows.map(option));
  const { named } = form;
  const kinds = [...new Set(Object.values(form.slots).map(([, kind]) => kind).filter(Boolean))];
  return [
    ...Object.entries(named).map(([kind, rows]) => made(kind, rows)),
    ...kinds.map((kind) => made(`component-${kind}`, named.component.filter((row) => row[2].includes(kind)))),
    made("licence", form.spdx.map((word) => [word, word])),
    ...["own", "variants", "detail", "about"].map((id) => made(id, [])),
  ];
};

// What sources can disagree about: the blocks and values of an entry, down to each stage and variant.
const placesOf = (data, path = "", deep = 0) => Object.entries(data).flatMap(([key, value]) => {
  if (["id", "sources", "disagreements"].includes(key)) return [];
  const inner = value !== null && typeof value === "object" && deep < 3 && Object.values(value).some((one) => typeof one === "object") ? placesOf(value, `${path}${key}.`, deep + 1) : [];
  return [`${path}${key}`, ...inner];
});

class Page {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.judge = new Judge(form);
    this.status = make("p", { className: "add-status", role: "status" });
    this.said = make("p", { className: "add-said", role: "status" });
    this.files = new Files(form, (text) => this.say(text));
    this.lists = make("div", { hidden: true }, ...lists(form));
    this.draft = read() ?? fresh();
    this.build();
    // What is clicked, and what is kept of a page that is left, is of what was typed last.
    root.addEventListener("click", () => this.settle(), true);
    addEventListener("pagehide", () => this.settle());
    if (read()) this.say("Your draft of last time is back.");
  }

  say(text) {
    this.said.textContent = text;
  }

  build() {
    this.fields = new Fields(this.form, (holder, key) => this.changed(holder, key));
    this.fields.detail = (component) => this.detail(component);
    this.fields.parts = () => Object.entries(this.form.slots).flatMap(([slot, [role]]) => {
      const uses = this.draft.model.architecture?.[slot];
      const named = (Array.isArray(uses) ? uses : []).flatMap(({ component, components }) => [component, ...(components ?? [])]);
      return [...new Set(named.filter(Boolean))].map((component) => ({ role, component }));
    });
    this.problems = new Problems(this.fields, { kinds: NOUNS, describe: (missing) => this.describe(missing) });
    const groups = this.form.groups.map(([title, about, keys]) => {
      const id = `add-${slug(title)}`;
      const box = make("section", { className: "add-group", "aria-labelledby": id }, make("h2", { id, textContent: title }));
      if (about) box.append(make("p", { className: "add-about" }, about));
      box.append(...keys.flatMap((key) => this.fields.block(this.draft.model, "Model", { keys: [key], bare: keys.length === 1 })));
      return box;
    });
    this.extras = make("div");
    this.drawExtras();
    const more = make("section", { className: "add-group", "aria-labelledby": "add-new" }, make("h2", { id: "add-new", textContent: "Sources and other new entries" }),
      make("p", { className: "add-about" }, "Sources, components, datasets and organisations that the catalogue does not have: each becomes a file of its own. Begin with the paper."),
      this.extras, make("div", { className: "add-actions" }, ...Object.entries(NOUNS).map(([kind, noun]) => press(`New ${noun}`, () => this.extra(kind, {}, true)))));
    groups.splice(1, 0, more);
    const form = make("form", { className: "add-form", ariaLabel: "The model" }, ...groups);
    form.addEventListener("submit", (event) => event.preventDefault());
    this.root.replaceChildren(this.lists, form, this.side());
    this.update();
  }

  side() {
    const clear = press("Clear the draft", () => this.clear());
    const fork = make("input", { id: "add-fork", type: "text", autocomplete: "off", spellcheck: false, value: this.draft.fork ?? "", placeholder: "you:patch-1" });
    fork.addEventListener("input", () => {
      this.draft.fork = fork.value.trim();
      this.changed();
    });
    this.forkBox = make("div", { className: "add-field add-fork" }, make("label", { for: "add-fork" }, "Your branch, for the other files"),
      make("span", { className: "add-about" }, "Propose the model's file first. GitHub then names your account and branch: write them here as account:branch, and the other files join the same pull request."), fork);
    return make("aside", { className: "add-side", "aria-label": "The entry as text" }, make("h2", { textContent: "The entry" }), this.status, this.said,
      this.problems.list, this.forkBox, this.files.root, make("div", { className: "add-actions" }, clear));
  }

  clear() {
    const old = this.draft;
    this.draft = fresh();
    keep(null);
    this.build();
    this.said.replaceChildren("The draft is cleared. ", press("Undo", () => {
      this.draft = old;
      this.build();
      this.say("The draft is back.");
    }));
    this.root.querySelector("input")?.focus();
  }

  extra(kind, data, focus) {
    this.draft.extras.push({ kind, data });
    this.drawExtras();
    this.update();
    if (focus) this.extras.lastElementChild.querySelector("input, select").focus();
  }

  describe({ kind, id, path }) {
    const role = Object.entries(this.form.slots).find(([slot]) => path[1] === slot)?.[1];
    const sources = this.fields.source && kind !== "source" ? { sources: [{ source: this.fields.source, locator: "" }] } : {};
    const arxiv = kind === "source" && /^arxiv-(\d{4}\.\d{4,5})$/.exec(id);
    const begun = { component: role?.[1] ? { kinds: [role[1]] } : {}, source: arxiv ? { arxiv: arxiv[1], kind: "paper" } : {} }[kind] ?? {};
    this.extra(kind, { id, ...begun, ...sources }, true);
  }

  drawExtras() {
    this.extras.replaceChildren(...this.draft.extras.map((one, i) => {
      const { kind, data } = one;
      const box = make("fieldset", { className: "add-item" }, make("legend", {}, `New ${NOUNS[kind]}`));
      const away = press("Remove", () => {
        this.draft.extras.splice(i, 1);
        this.drawExtras();
        this.update();
      }, { className: "add-away", "aria-label": `Remove new ${NOUNS[kind]} ${data.id ?? ""}` });
      box.append(away, ...this.fields.block(data, this.form.kinds[kind].block, {}));
      return box;
    }));
  }

  // An id is suggested from what says most, as long as nobody wrote one.
  suggestId(holder, key) {
    const all = [{ kind: "model", data: this.draft.model }, ...this.draft.extras];
    const entry = all.find(({ data }) => data === holder);
    if (!entry || !["name", "arxiv", "url"].includes(key)) return;
    const { kind, data } = entry;
    const made = kind === "source" ? (data.arxiv ? `arxiv-${slug(data.arxiv)}` : key === "url" ? slug(data.url.replace(/^https:\/\/(www\.)?/, "").replace(/^github\.com\//, "github-").replace(/^huggingface\.co\//, "hf-")) : "") : key === "name" ? slug(data.name) : "";
    if (!made || (data.id && data.id !== (kind === "model" ? this.draft.suggested : entry.suggested))) return;
    entry.suggested = data.id = made;
    if (kind === "model") this.draft.suggested = made;
    if (kind === "source" && data.arxiv && !data.kind) data.kind = "paper";
    for (const slot of this.fields.slots) {
      if (slot.holder === data && slot.key !== key && ["id", "kind"].includes(slot.key)) slot.control.value = data[slot.key] ?? "";
    }
  }

  changed(holder, key) {
    this.suggestId(holder, key);
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.update(), 150);
  }

  settle() {
    if (this.soon === undefined) return;
    clearTimeout(this.soon);
    this.update();
  }

  detail(component) {
    const rows = this.form.named.component.find(([id]) => id === component)?.[3] ?? this.draft.extras.find(({ data }) => data.id === component)?.data.variants?.map(({ id }) => id) ?? [];
    this.fill("detail", rows);
  }

  fill(id, values) {
    this.lists.querySelector(`#add-list-${id}`).replaceChildren(...values.filter(Boolean).map((value) => make("option", { value })));
  }

  update() {
    this.soon = undefined;
    const { form } = this;
    const entries = [{ kind: "model", data: this.draft.model }, ...this.draft.extras].map(({ kind, data: raw }, key) => {
      const map = new Map();
      return { kind, key: raw, number: key, map, data: plain(raw, map) };
    });
    const judged = entries.map(({ kind, data }) => this.judge.entry(kind, data));
    const across = [...together(this.judge, form, entries)];
    across.pop().forEach((problem) => judged[problem.at].push(problem));
    const found = entries.flatMap(({ kind, key, data }, i) => [...judged[i], ...across[i]].map((problem) => ({ ...problem, key: String(i), entry: key, file: pathOf(form, kind, data.id || "ID") })));
    const errors = found.filter(({ severity }) => severity === "error");
    const begun = Object.keys(entries[0].data).length > 0 || entries.length > 1;
    this.problems.show(begun ? found : [], entries.map(({ map }, i) => ({ key: String(i), map })), entries.length > 1);
    this.files.show(entries.map((entry, i) => ({ ...entry, yaml: toYaml(entry.kind, entry.data, form), errors: begun ? errors.filter(({ key }) => key === String(i)).length : 0 })), this.fork());
    this.forkBox.hidden = entries.length < 2;
    const { wanted, missing } = absent(form, entries[0].data);
    const told = errors.length ? `${count(errors.length, "thing")} to mend` : "mmkb check will accept this";
    this.status.textContent = begun ? `${told}. ${wanted - missing.length} of ${wanted} wanted facts are answered.` : "Nothing is written yet. Begin with the name.";
    this.status.dataset.good = String(begun && !errors.length);
    this.problems.list.hidden = !begun;
    const own = new Set(Object.keys(form.slots).flatMap((slot) => (Array.isArray(entries[0].data.architecture?.[slot]) ? entries[0].data.architecture[slot] : [])).flatMap((use) => [use.component, ...(use.components ?? [])]));
    this.fill("own", [...own]);
    this.fill("about", placesOf(entries[0].data));
    this.fill("variants", (entries[0].data.variants ?? []).map(({ id }) => id));
    for (const kind of Object.keys(NOUNS)) this.offer(kind, entries);
    if (begun && !keep(this.draft)) this.say("This browser keeps no draft: copy or download the text before you leave.");
  }

  // Entries that are described here can be named, too.
  offer(kind, entries) {
    const here = entries.filter((entry) => entry.kind === kind && entry.data.id);
    for (const list of this.lists.children) {
      if (list.id !== `add-list-${kind}` && !(kind === "component" && here.some(({ data }) => (data.kinds ?? []).some((one) => list.id === `add-list-component-${one}`)))) continue;
      list.querySelectorAll("[data-here]").forEach((option) => option.remove());
      const fitting = here.filter(({ data }) => list.id === `add-list-${kind}` || (data.kinds ?? []).some((one) => list.id.endsWith(`-${one}`)));
      list.prepend(...fitting.map(({ data }) => make("option", { value: data.id, label: data.name ?? "", "data-here": "" })));
    }
  }

  fork() {
    const [, account, branch] = /^([A-Za-z0-9-]+):([\w./-]+)$/.exec(this.draft.fork ?? "") ?? [];
    return account ? { branch, repository: `https://github.com/${account}/mmkb` } : {};
  }
}

const root = document.querySelector("#add");
if (root) {
  try {
    const response = await fetch("form.json");
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    new Page(root, await response.json());
  } catch (error) {
    root.replaceChildren(make("p", { role: "alert" }, `The form could not be loaded (${error.message}). Load the page again, or begin the entry as the guide says.`));
  }
}

// The entries that the form makes, as files to copy, to download or to open on GitHub.
import { make, press } from "../shared/dom.js";

const REPOSITORY = "https://github.com/mmkb/mmkb";
const LONGEST = 8000;

export const pathOf = (form, kind, id) => `catalog/${form.kinds[kind].folder}/${id}.yaml`;

// GitHub's page for a new file, filled in; without the text where the address would be too long for it.
export const githubAddress = (form, kind, id, text, branch = "main", repository = REPOSITORY) => {
  const page = `${repository}/new/${branch.split("/").map(encodeURIComponent).join("/")}/catalog/${form.kinds[kind].folder}?filename=${encodeURIComponent(`${id}.yaml`)}`;
  const whole = `${page}&value=${encodeURIComponent(text)}`;
  return whole.length <= LONGEST ? { address: whole, whole: true } : { address: page, whole: false };
};

export class Files {
  constructor(form, say) {
    this.form = form;
    this.say = say;
    this.root = make("div", { className: "add-files" });
    this.shown = new Map();
  }

  one(key) {
    const copy = press("Copy", () => this.copy(key));
    const save = press("Download", () => this.save(key));
    const open = make("a", { className: "add-open", target: "_blank", rel: "noopener" });
    const name = make("h3", { className: "add-file" });
    const note = make("p", { className: "add-about" });
    const code = make("code");
    const text = make("pre", { tabIndex: 0, role: "region" }, code);
    open.addEventListener("click", () => {
      if (!this.shown.get(key).link.whole) this.copy(key);
    });
    const box = make("section", {}, name, make("div", { className: "add-actions" }, copy, save, open), note, text);
    return { box, name, open, note, code, text };
  }

  show(entries, fork) {
    const keys = new Set(entries.map(({ key }) => key));
    for (const [key, { parts }] of this.shown) {
      if (!keys.has(key)) {
        parts.box.remove();
        this.shown.delete(key);
      }
    }
    for (const { key, kind, data, yaml, errors } of entries) {
      const parts = this.shown.get(key)?.parts ?? this.one(key);
      const id = data.id ?? "";
      const file = pathOf(this.form, kind, id || "ID");
      const link = githubAddress(this.form, kind, id || "ID", yaml, fork.branch, fork.repository);
      parts.name.textContent = file;
      parts.text.setAttribute("aria-label", `Text of ${file}`);
      parts.code.textContent = yaml;
      parts.open.href = link.address;
      parts.open.textContent = link.whole ? "Open on GitHub" : "Copy, and open GitHub";
      const told = [];
      if (errors) told.push(`${errors} ${errors === 1 ? "thing" : "things"} to mend before mmkb check accepts it.`);
      if (!link.whole) told.push("The text is too long for an address: the link copies it, and you paste it into the empty file.");
      parts.note.textContent = told.join(" ");
      parts.note.hidden = !told.length;
      if (!parts.box.isConnected) this.root.append(parts.box);
      this.shown.set(key, { parts, file, yaml, link, id });
    }
  }

  async copy(key) {
    const { parts, file, yaml } = this.shown.get(key);
    try {
      await navigator.clipboard.writeText(yaml);
      this.say(`${file} copied.`);
    } catch {
      getSelection().selectAllChildren(parts.code);
      this.say("Your browser does not let the page copy; the text is selected.");
    }
  }

  save(key) {
    const { yaml, id } = this.shown.get(key);
    const address = URL.createObjectURL(new Blob([yaml], { type: "text/yaml" }));
    make("a", { href: address, download: `${id || "ID"}.yaml` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

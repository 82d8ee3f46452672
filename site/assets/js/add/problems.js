// Problems beside their fields, and all of them in one list that leads there.
import { make, press } from "../shared/dom.js";

const joined = (path) => path.join("\n");
const LATER = new Set(["missing-key", "fact-without-source", "source-nowhere", "paper-without-authors", "lineage-target", "unused-entry"]);

// The index that a line of a list has in the text, where empty lines are left out.
const indexOf = (holder, key) => (Array.isArray(holder) ? holder.slice(0, key).filter((item) => item !== "" && item !== undefined && !(typeof item === "string" && !item.trim())).length : key);

export class Problems {
  constructor(fields, mend) {
    this.fields = fields;
    this.mend = mend;
    this.list = make("ol", { className: "add-problems" });
  }


  // Puts each problem to the nearest field; gives the control to go to.
  place(found, places) {
    this.fields.slots = this.fields.slots.filter(({ told }) => told.isConnected);
    const at = new Map();
    for (const slot of this.fields.slots) {
      slot.told.hidden = true;
      slot.told.replaceChildren();
      slot.told.classList.remove("later");
      slot.control.removeAttribute("aria-invalid");
      const entry = places.find(({ map }) => map.has(slot.holder));
      if (!entry) continue;
      const key = `${entry.key}\n${joined([...entry.map.get(slot.holder), indexOf(slot.holder, slot.key)])}`;
      if (!at.has(key)) at.set(key, slot);
    }
    for (const problem of found) {
      const path = [...problem.path];
      let slot = at.get(`${problem.key}\n${joined(path)}`);
      while (!slot && path.length > 1) {
        path.pop();
        slot = at.get(`${problem.key}\n${joined(path)}`);
      }
      problem.slot = slot;
      if (!slot) continue;
      slot.told.hidden = false;
      slot.told.append(make("span", {}, `${problem.message} (${problem.hint})`));
      if (LATER.has(problem.code)) slot.told.classList.add("later");
      else if (slot.control.matches("input, select, textarea")) slot.control.setAttribute("aria-invalid", "true");
    }
  }

  show(found, places, several) {
    this.place(found, places);
    this.list.replaceChildren(...found.map((problem) => {
      const go = press(problem.message, () => this.go(problem.slot), { className: "add-go" });
      const item = make("li", { className: problem.severity }, ...(several && problem.key !== "0" ? [make("span", { className: "add-of" }, `${problem.file} `)] : []), go, make("span", { className: "add-hint" }, ` ${problem.hint}`));
      if (problem.link) item.append(" ", make("a", { href: problem.link, textContent: "See it." }));
      const { missing } = problem;
      if (missing && missing.kind in this.mend.kinds) item.append(" ", press(`Describe ${missing.id} as a new ${missing.kind}`, () => this.mend.describe(missing), { className: "add-describe" }));
      return item;
    }));
  }

  go(slot) {
    if (!slot) return;
    for (let box = slot.control.parentElement; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    const target = slot.control.matches("fieldset") ? slot.control.querySelector("input, select, textarea, button") : slot.control;
    target?.focus();
    slot.control.scrollIntoView({ block: "center" });
  }
}

import { make, press } from "../shared/dom.js";
import { label, one } from "./labels.js";

// A list of texts or ids, one line each, in the form that has the fields.
export const several = (fields, holder, field, options) => {
  const box = fields.group(label(field.key), field.quiet ? "" : field.about, field.quiet ? "add-several add-quiet" : "add-several");
  box.append(...fields.example(field));
  const rows = make("div");
  const draw = (focus) => {
    const items = (holder[field.key] ??= []);
    if (!items.length && (field.need || field.quiet)) items.push("");
    rows.replaceChildren(...items.map((_, i) => {
      const id = fields.id();
      const control = fields.control(items, { ...field, key: i, of: undefined }, options, id);
      if (field.of) {
        control.setAttribute("list", "add-list-detail");
        control.addEventListener("focus", () => fields.detail?.(holder[field.of]));
      } else fields.suggest(control, holder, field, options);
      control.setAttribute("aria-label", `${one(field.key)} ${i + 1}`);
      if (field.key === "authors") control.addEventListener("paste", (event) => {
        const names = event.clipboardData.getData("text").split(/\s*[,;\n]\s*(?:and\s+)?/).map((name) => name.trim()).filter(Boolean);
        if (names.length < 2) return;
        event.preventDefault();
        items.splice(i, items[i] ? 0 : 1, ...names);
        draw(i + names.length - 1);
        fields.changed();
      });
      const away = press("Remove", () => {
        items.splice(i, 1);
        draw(Math.max(0, i - 1));
        fields.changed();
      }, { "aria-label": `Remove ${one(field.key)} ${i + 1}` });
      const row = make("div", { className: "add-line" }, control, away);
      return make("div", {}, row, fields.slot(items, i, control, row));
    }));
    if (focus !== undefined) (rows.querySelectorAll("input")[focus] ?? more).focus();
  };
  const more = press(`Add ${one(field.key)}`, () => {
    holder[field.key].push("");
    draw(holder[field.key].length - 1);
    fields.changed();
  });
  draw();
  box.append(rows, more, fields.slot(holder, field.key, box, box));
  return box;
};

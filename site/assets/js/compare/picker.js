import { element } from "../shared/dom.js";

// A field that offers models while one types; arrow keys walk through the offers, Enter takes one, Escape closes them.
export const picker = (names, chosen, take) => {
  const list = element("ul", { id: "compare-offers", className: "compare-offers", hidden: true, attributes: { role: "listbox", "aria-label": "Models" } });
  const input = element("input", {
    id: "compare-add", type: "text", placeholder: "LLaVA, BLIP-2, …", autocomplete: "off", spellcheck: false,
    attributes: {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
      "aria-describedby": "compare-most",
    },
  });
  let offers = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    at = to;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const pick = (model) => {
    input.value = "";
    close();
    take(model);
  };
  const offer = () => {
    offers = names.like(input.value, new Set(chosen()));
    list.replaceChildren(...offers.map(({ model, word }, i) => {
      const item = element("li", { id: `compare-offer-${i}`, textContent: model.name, attributes: { role: "option", "aria-selected": "false" } });
      if (word !== model.name) item.append(element("small", { textContent: ` ${word}` }));
      // The field keeps the focus, so that the list is not closed before the choice.
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => pick(model));
      return item;
    }));
    if (!offers.length && input.value.trim()) {
      list.replaceChildren(element("li", { className: "none", textContent: "No model by that name", attributes: { role: "option", "aria-disabled": "true" } }));
    }
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
    input.removeAttribute("aria-activedescendant");
    if (offers.length) point(0);
  };

  input.addEventListener("input", offer);
  input.addEventListener("focus", () => input.value && offer());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      event.preventDefault();
      if (offers[at] && !list.hidden) pick(offers[at].model);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) offer();
      else if (offers.length) point((at + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length);
    }
  });

  const label = element("label", { textContent: "Add a model", htmlFor: input.id });
  const told = element("small", { id: "compare-most" });
  const box = element("div", { className: "compare-picker" }, [label, element("div", { className: "compare-field" }, [input, list]), told]);
  const limit = (full) => {
    input.disabled = full;
    told.textContent = full ? "Six models stand side by side; remove one to add another." : "by any of its names, up to six models";
  };
  return { box, input, limit };
};

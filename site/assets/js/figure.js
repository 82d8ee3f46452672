// Figures whose parts can be filtered: what does not fit is set back. Without this script they show everything.

import { element } from "./shared/dom.js";
import { folded, spoken } from "./shared/words.js";

document.querySelectorAll(".choices[data-by]").forEach((box) => {
  const drawings = [...document.querySelectorAll("figure.diagram svg")].map((svg) => [...svg.querySelectorAll(".item")]);
  const items = drawings[0] ?? [];
  if (items.length < 2) return;
  const name = (item) => folded(item.querySelector("text").textContent);

  const choices = box.dataset.by.split(" ").map((by) => {
    const words = [...new Set(items.map((item) => item.dataset[by]))].sort();
    return [by, words];
  }).filter(([, words]) => words.length > 1).map(([by, words]) => [by, element("select", { ariaLabel: by }, [
    element("option", { value: "", textContent: `${by[0].toUpperCase()}${by.slice(1)}: any` }),
    ...words.map((word) => element("option", { value: word, textContent: spoken(word) })),
  ])]);
  const search = element("input", { type: "search", placeholder: "Find a name", ariaLabel: "Find a name in the figure" });
  const told = element("output", { className: "filter-count" });

  const apply = () => {
    const asked = folded(search.value.trim());
    const fits = (item) =>
      name(item).includes(asked) && choices.every(([by, choice]) => !choice.value || item.dataset[by] === choice.value);
    drawings.flat().forEach((item) => item.classList.toggle("dim", !fits(item)));
    const shown = items.filter(fits).length;
    told.textContent = shown === items.length ? `${items.length} models` : `${shown} of ${items.length} models`;
  };
  search.addEventListener("input", apply);
  choices.forEach(([, choice]) => choice.addEventListener("change", apply));
  box.append(element("form", { className: "filters", onsubmit: () => false }, [search, ...choices.map(([, c]) => c), told]));
  apply();
});

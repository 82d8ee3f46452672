// Tables that can be searched and sorted. Without this script they are plain tables.

import { element } from "./shared/dom.js";
import { folded } from "./shared/words.js";

const LIMIT = 12; // up to so many different words in a column, a choice of them is offered

// What a cell is sorted by: numbers (with K, M, B, T) as numbers, all else as text; dashes come last.
const SCALE = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 };
const sortable = (text) => {
  const number = /^([\d,]+(?:\.\d+)?)\s?([KMBT])?(?:\s|%|$)/.exec(text);
  if (text === "–" || text === "") return [2, 0, ""];
  if (number) return [0, parseFloat(number[1].replace(/,/g, "")) * (SCALE[number[2]] ?? 1), text];
  return [1, 0, text];
};
const compare = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2].localeCompare(b[2]);

// The words of a cell that can be chosen: marks of modalities, terms and two readings one by one, else the whole text.
const words = (cell) => {
  const marks = [...cell.querySelectorAll(".modality, .of-survey, .of-catalogue")].map((mark) => mark.textContent.trim());
  return marks.length ? marks : [cell.textContent.trim()];
};

const OFFERED = new Set([
  "Function", "Input", "Output", "Access", "Modalities", "Purpose", "Kind", "Family", "Column", "Where", "Task",
  "Benchmark", "Metric", "Split", "Shots", "Flags", "Read in", "Class", "Relation",
]);

const enhance = (box) => {
  const table = box.querySelector("table");
  const body = table?.tBodies[0];
  if (!body || body.rows.length < 2) return;
  const headers = [...table.tHead.rows[0].cells];
  const rows = [...body.rows].map((row) => ({ row, text: folded(row.textContent), cells: [...row.cells] }));

  const search = element("input", { type: "search", placeholder: "Filter rows", ariaLabel: "Filter the rows of the table" });
  const told = element("output", { className: "filter-count" });
  const choices = [];
  headers.forEach((header, column) => {
    const name = header.textContent.trim();
    if (!OFFERED.has(name)) return;
    const known = [...new Set(rows.flatMap(({ cells }) => words(cells[column])))].filter((word) => word && word !== "–").sort();
    if (known.length < 2 || known.length > LIMIT) return;
    const choice = element("select", { ariaLabel: name }, [
      element("option", { value: "", textContent: `${name}: any` }),
      ...known.map((word) => element("option", { value: word, textContent: word })),
    ]);
    choices.push({ choice, column });
  });

  const apply = () => {
    const asked = folded(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text, cells } of rows) {
      const kept =
        asked.every((word) => text.includes(word)) &&
        choices.every(({ choice, column }) => !choice.value || words(cells[column]).includes(choice.value));
      row.hidden = !kept;
      shown += kept;
    }
    told.textContent = shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
  };

  // Scores are filtered and never ranked: they were not measured alike.
  if (!box.classList.contains("unsorted")) headers.forEach((header, column) => {
    const name = header.textContent.trim();
    const button = element("button", { type: "button", className: "sort", title: `Sort by ${name}` });
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const down = header.ariaSort === "ascending";
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.ariaSort = down ? "descending" : "ascending";
      const keyed = rows.map((entry) => [sortable(entry.cells[column].textContent.trim()), entry.row]);
      // Dashes stay at the end, whichever way the rest is turned.
      keyed.sort(([a], [b]) => (a[0] === 2 || b[0] === 2 ? a[0] - b[0] : (down ? -1 : 1) * compare(a, b)));
      body.append(...keyed.map(([, row]) => row));
    });
  });

  search.addEventListener("input", apply);
  choices.forEach(({ choice }) => choice.addEventListener("change", apply));
  box.prepend(element("form", { className: "filters", onsubmit: () => false }, [search, ...choices.map((c) => c.choice), told]));
  apply();
};

document.querySelectorAll(".filterable").forEach(enhance);

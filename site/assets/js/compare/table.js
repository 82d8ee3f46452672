import { element, hidden } from "../shared/dom.js";
import { spoken } from "../shared/words.js";
import { textOf } from "./rows.js";

const SHOWN = 6; // lines of a cell that stand open; the rest is folded
const STATES = new Set(["not-disclosed", "not-applicable", "absent"]);
const SIDE = "Scores stand side by side where metric, split, shots, flags and measurer are the same; all others are not comparable. "
  + "Even side by side, prompts and settings may differ.";

const letters = (place) => {
  let told = "";
  for (let rest = place + 1; rest; rest = Math.floor((rest - 1) / 26)) told = String.fromCharCode(97 + ((rest - 1) % 26)) + told;
  return told;
};

// The sources of the page, numbered as they come: a number for the source, a letter for the place in it.
export class Sources {
  constructor(address) {
    this.address = address;
    this.known = new Map();
  }

  mark({ source: [id, name], locator }, href, more = "") {
    if (!this.known.has(id)) this.known.set(id, { number: this.known.size + 1, name, locators: new Map() });
    const { number, locators } = this.known.get(id);
    if (!locators.has(locator)) locators.set(locator, letters(locators.size));
    const told = `${name}, ${locator}${more}`;
    const mark = `${number}${locators.get(locator)}`;
    return element("a", { href, title: told, textContent: mark, ariaLabel: `${mark}: ${told}` });
  }

  list() {
    return element("ol", {}, [...this.known].map(([id, { number, name, locators }]) => element("li", {}, [
      element("a", { href: this.address("source", id), textContent: name }),
      element("br"),
      ...[...locators].map(([locator, letter]) => element("span", { className: "locator" }, [
        element("b", { textContent: `${number}${letter}` }), ` ${locator} `,
      ])),
    ])));
  }
}

const marks = (links) => {
  const different = [...new Map(links.map((link) => [link.textContent + link.href, link])).values()];
  if (!different.length) return [];
  return [element("sup", { className: "cite" }, different.flatMap((link, i) => (i ? [" ", link] : [link])))];
};

export const table = (models, sections, address, sources) => {
  const pageOf = (model, anchor) => `${address("model", model.id)}#${anchor}`;

  const part = (given, fact, shared) => {
    if (typeof given !== "string") return [element("a", { href: address(given[0], given[1]), textContent: given[2] })];
    if (fact !== "input" && fact !== "output") return [given];
    return given.split(", ").flatMap((word, i) => [
      ...(i ? [hidden(", ")] : []), element(shared.has(word) ? "span" : "strong", { className: `modality modality-${word}`, textContent: spoken(word) }),
    ]);
  };

  // A line that not all models have, in a cell that has others which all have.
  const lone = (row, cell, parts) => row.comparable && !row.shared.has(textOf(parts)) && cell.lines.some((one) => row.shared.has(textOf(one.parts)));

  const line = ({ parts, places, scores }, row, cell, model) => element("div", { className: "compare-line" }, [
    element(lone(row, cell, parts) ? "strong" : "span", { className: "compare-value" }, parts.flatMap((one) => part(one, row.fact, row.shared))),
    ...marks(scores.length
      ? scores.map(({ place, table: at, title }) => sources.mark(place, address("results", at[1]), `; ${title}`))
      : places.map((place) => sources.mark(place, pageOf(model, cell.anchor)))),
  ]);

  // How each score was measured, where that is not told at the head of the row.
  const measured = (lines) => element("details", { className: "compare-more" }, [
    element("summary", { textContent: "How measured" }),
    element("ul", {}, lines.flatMap(({ parts, scores }) => scores.map(({ title, table: at }) => element("li", {}, [
      `${textOf(parts)}: ${title}; in `, element("a", { href: address("results", at[1]), textContent: at[2] }),
    ])))),
  ]);

  const content = (row, cell, model) => {
    if (!cell.lines.length) {
      const [state, name] = STATES.has(cell.state) ? [`state ${cell.state}`, cell.text] : ["compare-none", cell.text];
      const why = cell.note ? [element("span", { className: "why", textContent: ` ${cell.note}` })] : [];
      const links = cell.places.map((place) => sources.mark(place, pageOf(model, cell.anchor)));
      return [element("span", { className: `compare-value ${state}`, textContent: name }), ...marks(links), ...why];
    }
    const lines = cell.lines.map((one) => line(one, row, cell, model));
    const rest = lines.splice(lines.length > SHOWN + 1 ? SHOWN : lines.length);
    if (rest.length) {
      lines.push(element("details", { className: "compare-more" }, [
        element("summary", { textContent: `and ${rest.length} more` }), ...rest,
      ]));
    }
    return row.comparable || row.fact === "other benchmarks" ? lines : [...lines, measured(cell.lines)];
  };

  const header = (row) => {
    const told = row.benchmark
      ? [
        element("a", { href: address("benchmark", row.benchmark[1]), textContent: row.benchmark[2] }), ": ",
        element("span", { className: "compare-conditions", textContent: row.fact.slice(row.benchmark[2].length + 2) }),
      ]
      : [row.fact];
    const sign = row.differs && row.comparable ? [element("span", { className: "compare-sign", textContent: "≠", ariaHidden: "true" }), hidden("differs: ")] : [];
    return element("th", { scope: "row", attributes: { role: "rowheader" } }, [
      element("span", { className: "compare-fact" }, [...sign, element("span", { className: "compare-name" }, told)]),
    ]);
  };

  const row = (one) => element(
    "tr",
    {
      className: [
        one.differs ? "differs-row" : "same", ...(one.odd.includes(true) ? ["some"] : []), ...(one.comparable ? [] : ["apart"]), ...(one.benchmark ? ["score"] : []),
      ].join(" "),
      attributes: { role: "row" },
    },
    [
      header(one),
      ...one.cells.map((cell, i) => element("td", { className: one.odd[i] ? "odd" : "", attributes: { role: "cell" } }, [
        element("span", { className: "compare-whose", textContent: models[i].name, ariaHidden: "true" }),
        ...(one.odd[i] ? [hidden("differs from the others: ")] : []),
        ...content(one, cell, models[i]),
      ])),
    ],
  );

  // Of the ways in which a benchmark was measured the first stands open, that of most scores.
  const folded = (rows) => {
    const made = rows.map(row);
    const heads = new Map();
    rows.forEach(({ benchmark }, i) => {
      if (!benchmark) return;
      const [id] = benchmark.slice(1);
      if (heads.has(id)) heads.get(id).rest.push(made[i]);
      else heads.set(id, { head: made[i], rest: [] });
      made[i].hidden = heads.get(id).head !== made[i];
    });
    for (const { head, rest } of heads.values()) {
      if (!rest.length) continue;
      const count = `${rest.length} other ${rest.length === 1 ? "way" : "ways"} of measuring`;
      const button = element("button", { type: "button", className: "compare-fold", textContent: `Show ${count}`, ariaExpanded: "false" });
      button.addEventListener("click", () => {
        const open = button.ariaExpanded === "false";
        button.ariaExpanded = String(open);
        button.textContent = `${open ? "Hide" : "Show"} ${count}`;
        rest.forEach((one) => Object.assign(one, { hidden: !open }));
      });
      head.querySelector("th").append(" ", button);
    }
    return made;
  };

  const body = ([section, rows]) => element(
    "tbody",
    { className: rows.every(({ differs }) => !differs) ? "same" : "", attributes: { role: "rowgroup" } },
    [
      element("tr", { className: "compare-section", attributes: { role: "row" } }, [
        element("th", { scope: "rowgroup", colSpan: models.length + 1, attributes: { role: "rowheader" } }, [
          element("span", { textContent: section }),
          ...(section === "Scores" ? [element("small", { textContent: SIDE })] : []),
        ]),
      ]),
      ...folded(rows),
    ],
  );

  return element("table", { className: `compare-table of-${models.length}`, attributes: { role: "table", "aria-label": "Models side by side" } }, [
    element("thead", { attributes: { role: "rowgroup" } }, [element("tr", { attributes: { role: "row" } }, [
      element("td", { attributes: { role: "cell" } }),
      ...models.map((model) => element("th", { scope: "col", attributes: { role: "columnheader" } }, [
        element("a", { href: address("model", model.id), textContent: model.name }),
      ])),
    ])]),
    ...sections.map(body),
  ]);
};

// What stands beside the editor: ready questions, and the tables with their columns.
import { element } from "../shared/dom.js";

const KINDS = { view: "Views: the joins that people ask for", table: "Tables", search: "Full-text search" };

const fold = (title, children, open) => {
  const made = element("details", { className: "sql-panel", open }, [element("summary", { textContent: title }), ...children]);
  return made;
};

export const questionsPanel = (topics, { addressOf, choose, open }) => {
  const parts = topics.map(({ name, questions }, place) => element("details", { className: "sql-topic", open: !place }, [
    element("summary", { textContent: name }),
    element("ul", {}, questions.map((question) => {
      const link = element("a", { href: addressOf(question.sql), textContent: question.title });
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        choose(question);
      });
      return element("li", {}, [link]);
    })),
  ]));
  const panel = fold("Ready questions", parts, open);
  const mark = (sql) => {
    for (const link of panel.querySelectorAll("a")) link.ariaCurrent = null;
    const place = topics.flatMap(({ questions }) => questions).findIndex((question) => question.sql === sql);
    if (place < 0) return;
    const link = panel.querySelectorAll("a")[place];
    link.ariaCurrent = "true";
    link.closest(".sql-topic").open = true;
  };
  return { panel, mark };
};

const columnRow = ([name, about, target], insert) => {
  const button = element("button", { type: "button", title: `Put ${name} into the question` }, [element("code", { textContent: name })]);
  button.addEventListener("click", () => insert(name));
  const points = target ? [" ", element("span", { className: "sql-points", textContent: `→ ${target}` })] : [];
  return element("li", {}, [button, " ", about, ...points]);
};

const tableFold = (table, { insert, show }) => {
  const rows = table.rows === undefined ? [] : [" ", element("small", { textContent: `${table.rows.toLocaleString("en")} ${table.rows === 1 ? "row" : "rows"}` })];
  const look = element("button", { type: "button", className: "sql-button", textContent: "Show ten rows" });
  look.addEventListener("click", () => show(`SELECT * FROM ${table.name} LIMIT 10`));
  return element("details", { className: "sql-table" }, [
    element("summary", {}, [element("code", { textContent: table.name }), ...rows]),
    element("p", { textContent: table.about }),
    element("ul", {}, table.columns.map((column) => columnRow(column, insert))),
    look,
  ]);
};

export const tablesPanel = (tables, actions) => {
  const search = element("input", { type: "search", placeholder: "Find a table or column", ariaLabel: "Find a table or column", autocomplete: "off" });
  const told = element("p", { className: "hint", role: "status" });
  const found = tables.map((table) => ({ table, made: tableFold(table, actions) }));
  const groups = Object.entries(KINDS).map(([kind, title]) => {
    const own = found.filter(({ table }) => table.kind === kind);
    return { own, made: element("section", {}, [element("h2", { textContent: title }), ...own.map(({ made }) => made)]) };
  });
  search.addEventListener("input", () => {
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { own, made } of groups) {
      for (const { table, made: one } of own) {
        const text = [table.name, table.about, ...table.columns.map(([name, about]) => `${name} ${about}`)].join(" ").toLowerCase();
        one.hidden = !asked.every((word) => text.includes(word));
        shown += !one.hidden;
      }
      made.hidden = own.every(({ made: one }) => one.hidden);
    }
    told.textContent = asked.length ? `${shown} of ${tables.length}` : "";
  });
  return fold("Tables and columns", [search, told, ...groups.map(({ made }) => made)], false);
};

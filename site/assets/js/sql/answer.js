// An answer as a table.
import { element } from "../shared/dom.js";
import { visible } from "./visible.js";
import { plain } from "./writing.js";

const FIRST = 200;
const LONG = 300;
const SHORT = 32;
const ADDRESS = /^https:\/\/[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?(?:\/[!-~]*)?$/;

const isNumber = (value) => typeof value === "number" || typeof value === "bigint";

export const numericColumns = ({ columns, rows }) =>
  columns.map((_, i) => rows.some((row) => row[i] !== null) && rows.every((row) => row[i] === null || isNumber(row[i])));

const long = (text) => {
  const shown = element("span", { textContent: visible(`${text.slice(0, LONG)}…`) });
  const more = element("button", { type: "button", className: "sql-more", textContent: "all of it" });
  more.addEventListener("click", () => {
    shown.textContent = visible(text);
    more.remove();
    shown.tabIndex = -1;
    shown.focus();
  });
  return [shown, " ", more];
};

const entryLink = (id, kind, { folders, entries }) => {
  if (!kind || !entries.has(`${kind}/${id}`)) return visible(id);
  // The page of an entry with the id "index" lies beside its list; ids are plain words.
  return element("a", { href: `../${folders[kind]}/${id === "index" ? "index_" : id}/`, textContent: id });
};

const linkedIds = (text, link, row, known) => {
  const kind = link.kind ?? row[link.beside];
  const ids = link.several ? text.split(",") : [text];
  return ids.flatMap((id, i) => [i ? ", " : "", entryLink(id.trim(), kind, known)]);
};

const cell = (value, link, row, known) => {
  if (value === null) return element("td", { className: "sql-null" }, [element("span", { textContent: "NULL" })]);
  const text = plain(value);
  if (isNumber(value)) return element("td", { className: "sql-number", textContent: text });
  if (value instanceof Uint8Array) return element("td", {}, [element("code", { textContent: text.length > LONG ? `${text.slice(0, LONG)}…` : text })]);
  const className = text.length <= SHORT ? "sql-short" : "";
  if (link) return element("td", { className }, linkedIds(text, link, row, known));
  if (ADDRESS.test(text)) return element("td", {}, [element("a", { className: "external", href: text, rel: "noopener", textContent: text.slice(8) })]);
  return element("td", { className }, text.length > LONG ? long(text) : [visible(text)]);
};

export const answerTable = (answer, known, title) => {
  const { columns, links, rows } = answer;
  const numeric = numericColumns(answer);
  const body = element("tbody");
  const add = (from, to) => {
    body.append(...rows.slice(from, to).map((row) => element("tr", {}, row.map((value, i) => cell(value, links[i], row, known)))));
  };
  const head = columns.map((name, i) => element("th", { scope: "col", className: numeric[i] ? "sql-number" : "", textContent: visible(name) }));
  const table = element("table", { className: "sql-answer" }, [element("caption", { className: "unseen", textContent: title }), element("thead", {}, [element("tr", {}, head)]), body]);
  const box = element("div", { className: "sql-scroll", tabIndex: 0, role: "region", ariaLabel: title }, [table]);
  add(0, FIRST);
  if (rows.length <= FIRST) return [box];
  const more = element("button", { type: "button", className: "sql-button", textContent: `Show all ${rows.length.toLocaleString("en")} rows` });
  more.addEventListener("click", () => {
    add(FIRST, rows.length);
    more.remove();
    box.focus({ preventScroll: true });
  });
  return [box, more];
};

// The SQL page. What it shows and asks comes from sql/data.json; the database is fetched with the first question.
import { answerTable, numericColumns } from "./sql/answer.js";
import { element } from "./shared/dom.js";
import { Engine, Stopped, Unavailable } from "./sql/engine.js";
import { hint } from "./sql/hints.js";
import { questionsPanel, tablesPanel } from "./sql/panels.js";
import { toCsv, toJson, toMarkdown } from "./sql/writing.js";

const EXAMPLE = "SELECT id, name, released, access\nFROM model\nORDER BY released DESC\nLIMIT 20";
const LONGEST_LINK = 7000;
const WIDE = matchMedia("(min-width: 60em)");

const megabytes = (size) => `${(size / 1e6).toFixed(1)} MB`;
const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const code = (pieces) => pieces.map((piece) => (Array.isArray(piece) ? element("code", { textContent: piece[0] }) : piece));

// The theme's search takes a "q" in any address for its own.
const addressOf = (sql) => `?${new URLSearchParams({ sql })}`;
const linkable = (sql) => addressOf(sql).length <= LONGEST_LINK;
const asked = () => new URLSearchParams(location.search).get("sql");

const button = (text, act, className = "sql-button") => {
  const made = element("button", { type: "button", className, textContent: text });
  made.addEventListener("click", act);
  return made;
};

const start = async (root) => {
  const response = await fetch("data.json");
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const data = await response.json();
  const ready = data.topics.flatMap(({ questions }) => questions);

  const title = element("h2", { id: "sql-title", className: "sql-title" });
  const note = element("p", { className: "hint sql-note" });
  const editor = element("textarea", {
    id: "sql-editor", rows: 7, spellcheck: false, autocapitalize: "off", autocomplete: "off", value: EXAMPLE,
  });
  editor.setAttribute("aria-describedby", "sql-keys");
  const keys = element("span", { id: "sql-keys", className: "hint" }, [
    element("kbd", { textContent: /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘ Enter" : "Ctrl Enter" }), " asks",
  ]);
  const run = button("Ask", () => ask(), "sql-button sql-run");
  const stop = button("Stop", () => engine.stop());
  const bar = element("progress", { ariaLabel: "Loading the database" });
  const status = element("p", { className: "sql-status", role: "status" });
  const error = element("div", { className: "sql-error", role: "alert" });
  const answer = element("section", { className: "sql-result", ariaLabel: "Answer" });
  stop.hidden = bar.hidden = error.hidden = true;

  const engine = new Engine("../mmkb.sqlite.gz", data, (size, whole) => {
    bar.hidden = false;
    bar.max = Math.max(size, whole);
    bar.value = size;
    bar.title = `${megabytes(size)} of ${megabytes(bar.max)}`;
  });
  let busy = false;
  // What comes next when the running question is stopped for it.
  let next = null;

  const working = (now) => {
    busy = now;
    run.ariaDisabled = String(now);
    stop.hidden = !now;
    if (!now) bar.hidden = true;
    root.ariaBusy = String(now);
  };

  const entitle = (sql) => {
    const found = ready.find((question) => question.sql === sql.trim());
    title.textContent = found?.title ?? "Your question";
    note.textContent = found?.note ?? "";
    note.hidden = !note.textContent;
    questions.mark(sql.trim());
  };

  const clear = () => {
    error.hidden = true;
    error.replaceChildren();
    answer.replaceChildren();
  };

  const goTo = (offset) => {
    const word = /^\w+|^./.exec(editor.value.slice(offset))?.[0] ?? "";
    editor.focus();
    editor.setSelectionRange(offset, offset + word.length);
  };

  const refused = ({ error: told, said, offset, slow }, sql) => {
    const parts = [element("p", { textContent: told })];
    const help = slow ? ["Ask for less at a time, or ask the file on your own machine, which is faster."] : hint(said, sql, data.tables);
    if (help) parts.push(element("p", { className: "sql-hint" }, code(help)));
    if (offset !== undefined && offset < sql.length) {
      const before = sql.slice(0, offset).split("\n");
      parts.push(button(`Go to line ${before.length}, column ${before.at(-1).length + 1}`, () => goTo(offset)));
    }
    status.textContent = "";
    error.replaceChildren(...parts);
    error.hidden = false;
  };

  const unavailable = (failure) => {
    const what = failure.step === "database"
      ? "The database could not be loaded"
      : "SQLite, which answers here, could not be started: this site may have been built without it, or your browser does not run WebAssembly";
    const elsewhere = element("a", { href: "#elsewhere", textContent: "ask it elsewhere" });
    status.textContent = "";
    error.replaceChildren(element("p", {}, [`${what} (${failure.message}). Ask again, or download the file and `, elsewhere, "."]));
    error.hidden = false;
  };

  const save = (text, type, ending) => {
    const address = URL.createObjectURL(new Blob([text], { type }));
    element("a", { href: address, download: `mmkb-answer.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };

  const copy = async (text, told) => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = `${told} copied.`;
    } catch {
      const field = element("textarea", { className: "sql-copy", readOnly: true, value: text, rows: 6, ariaLabel: `${told}, to be copied` });
      answer.querySelector(".sql-copy")?.remove();
      answer.prepend(field);
      field.select();
      status.textContent = `Your browser does not let the page copy; ${told.toLowerCase()} stands selected in a field.`;
    }
  };

  const show = (found, sql) => {
    const known = { folders: data.folders, entries: engine.entries };
    const number = count(found.rows.length, "row");
    const told = found.more ? `The first ${number}; there are more, which the question can ask for with LIMIT and OFFSET` : number;
    status.textContent = `${told}, in ${found.seconds < 0.01 ? "less than 0.01" : found.seconds.toFixed(2)} seconds.`;
    const take = element("div", { className: "sql-take", role: "group", ariaLabel: "Take the answer away" }, [
      button("CSV", () => save(toCsv(found), "text/csv", "csv")),
      button("JSON", () => save(toJson(found), "application/json", "json")),
      button("Copy as Markdown", () => copy(toMarkdown(found, numericColumns(found)), "Markdown")),
      ...(linkable(sql) ? [button("Copy link", () => copy(new URL(addressOf(sql), location.href).href, "Link"))] : []),
    ]);
    const body = found.rows.length ? answerTable(found, known, title.textContent) : [element("p", { textContent: "The question finds nothing." })];
    answer.replaceChildren(take, ...body);
    if (!WIDE.matches) status.scrollIntoView({ block: "start" });
  };

  const ask = async ({ remember = true } = {}) => {
    const sql = editor.value;
    if (busy) return;
    if (remember && asked() !== sql) history.pushState(null, "", linkable(sql) ? addressOf(sql) : location.pathname);
    entitle(sql);
    clear();
    working(true);
    status.textContent = engine.loaded ? "Asking …" : `Loading the database (${megabytes(data.packed)}) and SQLite …`;
    try {
      const found = await engine.ask(sql);
      if (found.error) refused(found, sql);
      else show(found, sql);
    } catch (failure) {
      if (failure instanceof Stopped) status.textContent = "Stopped.";
      else unavailable(failure instanceof Unavailable ? failure : { step: "engine", message: failure.message });
    } finally {
      working(false);
    }
    const then = next;
    next = null;
    then?.();
  };

  const follow = () => {
    const sql = asked();
    if (sql !== null) {
      editor.value = sql;
      ask({ remember: false });
    } else {
      editor.value = EXAMPLE;
      clear();
      entitle(EXAMPLE);
      status.textContent = "";
    }
  };

  const instead = (act) => {
    if (!busy) return act();
    next = act;
    return engine.stop();
  };

  const choose = (sql) => {
    if (!WIDE.matches) for (const panel of root.querySelectorAll(".sql-panel")) panel.open = false;
    editor.value = sql;
    editor.scrollTop = 0;
    instead(() => ask());
  };

  const insert = (name) => {
    const { selectionStart: from, selectionEnd: to, value } = editor;
    const gap = /[\w"]$/.test(value.slice(0, from)) ? " " : "";
    editor.setRangeText(gap + name, from, to, "end");
    if (WIDE.matches) editor.focus();
    else status.textContent = `${name} is put into the question.`;
  };

  const questions = questionsPanel(data.topics, { addressOf, choose: ({ sql }) => choose(sql), open: WIDE.matches });
  const tables = tablesPanel(data.tables, { insert, show: choose });

  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask();
    }
  });
  addEventListener("popstate", () => instead(follow));

  root.replaceChildren(
    element("div", { className: "sql-side" }, [questions.panel, tables]),
    element("div", { className: "sql-main" }, [
      title, note,
      element("label", { className: "sql-label", htmlFor: "sql-editor", textContent: "SQL" }),
      editor,
      element("div", { className: "sql-actions" }, [run, stop, keys, bar]),
      status, error, answer,
    ]),
  );
  entitle(EXAMPLE);
  status.textContent = `The first question loads the database, ${megabytes(data.packed)}, and SQLite.`;
  if (asked() !== null) follow();
};

const root = document.getElementById("sql-page");
start(root).catch((failure) => {
  root.replaceChildren(element("p", { role: "alert", textContent: `This page could not be set up: ${failure.message}. Load it again, or ask the file elsewhere.` }));
});

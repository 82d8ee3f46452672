// What may help where SQLite refuses a question.
const distance = (a, b) => {
  let before = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i += 1) {
    const now = [i];
    for (let j = 1; j <= b.length; j += 1) {
      now[j] = Math.min(before[j] + 1, now[j - 1] + 1, before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    before = now;
  }
  return before[b.length];
};

const near = (word, possible) => {
  const asked = word.toLowerCase();
  const close = (name) => {
    const far = distance(asked, name.toLowerCase());
    return asked.length > 3 && name.toLowerCase().includes(asked) ? Math.min(far, 1.5) : far;
  };
  return [...new Set(possible)]
    .map((name) => [close(name), name])
    .filter(([far, name]) => far <= Math.max(1.5, Math.min(word.length, name.length) / 2.5))
    .sort(([a, one], [b, two]) => a - b || one.localeCompare(two))
    .slice(0, 3)
    .map(([, name]) => name);
};

const listed = (names) => names.map((name, i) => (i ? [i === names.length - 1 ? " or " : ", ", [name]] : [[name]])).flat();

const meant = (names) => ["Did you mean ", ...listed(names), "?"];

const named = (sql, tables) => {
  const words = new Set(sql.toLowerCase().match(/\w+/g));
  return tables.filter((table) => words.has(table.name));
};

const columnsOf = (tables) => tables.flatMap((table) => table.columns.map(([name]) => name));

const column = (word, sql, tables) => {
  const [, owner, name] = /^(?:.*?([^.]+)\.)?([^.]+)$/.exec(word) ?? [null, undefined, word];
  const here = named(sql, tables);
  const alias = owner && new RegExp(`\\b(\\w+)\\s+(?:as\\s+)?${owner.replace(/\W/g, "")}\\b`, "i").exec(sql)?.[1];
  const own = here.filter((table) => table.name === alias?.toLowerCase() || table.name === owner);
  const found = near(name, columnsOf(own.length ? own : here));
  if (found.length) return meant(found);
  const others = tables.filter((table) => columnsOf([table]).includes(name)).map((table) => table.name);
  if (others.length) return ["It is a column of ", ...listed(others.slice(0, 4)), others.length > 4 ? ` and ${others.length - 4} more.` : "."];
  if (here.length) return [[here[0].name], ` has ${here[0].columns.length} columns: `, ...here[0].columns.slice(0, 12).map(([one], i) => [`${i ? ", " : ""}`, [one]]).flat(), here[0].columns.length > 12 ? " …" : ""];
  return null;
};

const table = (word, tables) => {
  const found = near(word.replace(/^main\./, ""), tables.map(({ name }) => name));
  if (found.length) return meant(found);
  return ["There are ", ...listed(tables.filter(({ kind }) => kind === "view").map(({ name }) => name)), ", and the tables that are listed with them."];
};

const FUNCTIONS = {
  concat: "||", year: "substr", regexp_like: "LIKE", regexp: "GLOB", ilike: "LIKE", listagg: "group_concat", array_agg: "group_concat",
  date_trunc: "substr", len: "length", isnull: "ifnull", nvl: "coalesce", left: "substr", right: "substr", greatest: "max", least: "min",
  now: "date('now')", to_char: "strftime", split_part: "instr",
};

const RULES = [
  [/^no such column: (.+)$/, ([, word], sql, tables) => column(word.split(" - ")[0].replaceAll('"', ""), sql, tables)],
  [/^no such table: (.+)$/, ([, word], _, tables) => table(word, tables)],
  [/^no such function: (.+)$/, ([, word]) => (Object.hasOwn(FUNCTIONS, word.toLowerCase()) ? ["SQLite has ", [FUNCTIONS[word.toLowerCase()]], " for that."] : ["SQLite does not have this one."])],
  [/^ambiguous column name: (.+)$/, ([, word]) => ["Several tables have it: write which one is meant, as in ", [`m.${word}`], "."]],
  [/^near "(.+)": syntax error$/, () => ["Something is missing or too much just before this place: a comma, a bracket, a quotation mark, a word."]],
  [/^incomplete input$/, () => ["The statement ends too early: a bracket or a quotation mark is open, or something is missing at its end."]],
  [/^unrecognized token: (.+)$/, () => ["A quotation mark is open, or a character does not belong here. Texts stand in single quotation marks."]],
  [/^misuse of aggregate/, () => ["A condition on a count or a sum stands in ", ["HAVING"], ", after ", ["GROUP BY"], "."]],
  [/^unable to use function MATCH|no such column: search$/, () => [["MATCH"], " works on the table ", ["search"], " only, as in ", ["SELECT kind, id FROM search WHERE search MATCH 'clip'"], "."]],
  [/^fts5: |^unterminated string$/, () => ["Words with other characters than letters and digits stand in double quotation marks, as in ", ["MATCH '\"llava-1.5\"'"], "."]],
  [/^string or blob too big$/, () => ["Ask for fewer columns, or shorten texts with ", ["substr"], "."]],
  [/^out of memory$/, () => ["Ask for fewer rows or columns, or ask the file on your own machine."]],
];

// Pieces of text; what stands in a list of its own is code.
export const hint = (said, sql, tables) => {
  for (const [pattern, tell] of RULES) {
    const match = pattern.exec(said ?? "");
    if (match) return tell(match, sql, tables);
  }
  return null;
};

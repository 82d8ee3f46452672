// The rows of a comparison, from the sheets of its models: the same as mmkb/query/comparing.py makes (a test holds them equal).

export const textOf = (parts) => parts.map((part) => (typeof part === "string" ? part : part[2])).join("");

const placesOf = (sheet, given = []) => given.map(([source, locator]) => ({ source: sheet.sources[source], locator }));

// Which values differ from the one that most models have; none, where no value is more frequent than every other.
const oddOnes = (texts) => {
  const counts = new Map();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const usual = [...counts.keys()].filter((text) => counts.get(text) === most);
  return texts.map((text) => usual.length === 1 && text !== usual[0]);
};

// The lines and modalities that every model has.
const everyones = (cells) => {
  const [first, ...others] = cells.map(({ lines }) => new Set(lines.flatMap(({ parts }) => [textOf(parts), ...textOf(parts).split(", ")])));
  return new Set([...first].filter((one) => others.every((other) => other.has(one))));
};

const compared = (section, fact, cells, more = {}) => {
  const { comparable = true } = more;
  return {
    section,
    fact,
    cells,
    odd: comparable ? oddOnes(cells.map(({ text }) => text)) : cells.map(() => false),
    shared: everyones(cells),
    differs: new Set(cells.map((cell) => cell.text)).size > 1,
    comparable,
    ...more,
  };
};

const filled = (lines, more = {}) => ({
  lines, state: "known", note: "", places: [], text: lines.map(({ parts }) => textOf(parts)).join("; "), ...more,
});

export const factRows = (sheets, names) => {
  const cellOf = (sheet, cell, anchor) =>
    cell.lines
      ? filled(cell.lines.map(([parts, places]) => ({ parts, places: placesOf(sheet, places), scores: [] })), { anchor })
      : {
        lines: [], state: cell.state, note: cell.note ?? "", places: placesOf(sheet, cell.places), anchor,
        text: names.states[cell.state],
      };
  const known = sheets.map((sheet) => new Map(sheet.facts.map(([, fact, anchor, cell]) => [fact, cellOf(sheet, cell, anchor)])));
  return names.sections.flatMap((section, number) => {
    const told = new Set(sheets.flatMap(({ facts }) => facts.filter(([at]) => at === number).map(([, fact]) => fact)));
    return [...told].map((fact) => compared(
      section, fact, known.map((cells, i) => cells.get(fact) ?? cellOf(sheets[i], sheets[i].rest, "training")),
    ));
  });
};

const grouped = (items, key) => {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};
const several = (scores) => new Set(scores.map(({ model }) => model)).size > 1;
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const scoresOf = (sheet, model) => sheet.scores.map(([benchmark, metric, label, printed, conditions, table]) => {
  const [id, name, sort] = sheet.benchmarks[benchmark];
  const [key, title] = sheet.conditions[conditions];
  const [tableId, tableName, source, locator] = sheet.tables[table];
  return {
    model, metric, printed, key, title, label: label ? ` (${label})` : "", benchmark: ["benchmark", id, name], sort,
    table: ["results", tableId, tableName], place: { source: sheet.sources[source], locator },
  };
});

// The scores of every model; those of the same words in several tables are one line.
const scoreCells = (count, none, scores, named = false) => [...Array(count).keys()].map((model) => {
  const lines = grouped(
    scores.filter((score) => score.model === model),
    ({ benchmark, printed, label }) => (named ? `${benchmark[1]} ` : "") + printed + label,
  );
  const told = [...lines.values()].map((found) => {
    const [{ benchmark, printed, label }] = found;
    const parts = named ? [benchmark, ` ${printed}${label}`] : [`${printed}${label}`];
    return { parts, places: found.map(({ place }) => place), scores: found };
  });
  return told.length ? filled(told) : { lines: [], state: "no-score", note: "", places: [], text: none };
});

export const scoreRows = (sheets, names) => {
  const benchmarks = grouped(sheets.flatMap(scoresOf), ({ benchmark }) => benchmark[1]);
  const ordered = [...benchmarks.values()].sort(([a], [b]) => order(a.sort, b.sort) || order(a.benchmark[1], b.benchmark[1]));
  const rows = [];
  const add = (fact, scores, more, named) =>
    rows.push(compared("Scores", fact, scoreCells(sheets.length, names.states["no-score"], scores, named), more));
  for (const found of ordered.filter(several)) {
    const { benchmark } = found[0];
    const groups = [...grouped(found, ({ key }) => key).values()];
    const beside = groups.filter(several)
      .sort((a, b) => a[0].metric - b[0].metric || b.length - a.length || order(a[0].title, b[0].title));
    for (const group of beside) add(`${benchmark[2]}: ${group[0].title}`, group, { benchmark });
    const alone = found.filter(({ key }) => !beside.some(([one]) => one.key === key));
    if (alone.length) add(`${benchmark[2]}: not comparable`, alone, { benchmark, comparable: false });
  }
  const others = ordered.filter((found) => !several(found)).flat();
  if (others.length) add("other benchmarks", others, { comparable: false }, true);
  return rows;
};

// The canonical text of an entry, as mmkb fmt leaves it: keys in the order of the schema, citations and words on one line.

const FLOW = [["locator", "source"], ["count", "per"], ["component", "variant"]].map(String);
const RESERVED = /^(true|false|null|yes|no|on|off|y|n|nan|inf|~)$/i;
const WORD = /^[A-Za-z(][^\n]*$/u;
const DATE = /^\d{4}-\d{2}(-\d{2})?$/;
const MEASURE = /^\d[\w.,]*[A-Za-z][\w.,]*$/;
const NUMBERISH = /^\d[\d_.,]*(e\d*)?$|^0[box]|^\d+(\.\d*)?e\d+$/i;
const UNSAFE = /: |:$| #|[\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff]|\s$/u;
const UNSAFE_IN_FLOW = /[,[\]{}?]|:[^\s/\w]/u;

const bare = (text, flow) =>
  (WORD.test(text) || DATE.test(text) || (MEASURE.test(text) && !NUMBERISH.test(text))) &&
  !RESERVED.test(text) && !UNSAFE.test(text) && !(flow && UNSAFE_IN_FLOW.test(text));

const scalar = (value, flow) => {
  if (typeof value !== "string") return String(value);
  return bare(value, flow) ? value : `'${value.replaceAll("'", "''")}'`;
};

const isList = Array.isArray;
const isBlock = (value) => value !== null && typeof value === "object" && !isList(value);
const inFlow = (value) => (isBlock(value) ? FLOW.includes(String(Object.keys(value).sort())) : value.every((item) => item === null || typeof item !== "object"));

const flow = (value) => {
  if (isList(value)) return `[${value.map((item) => flow(item)).join(", ")}]`;
  if (isBlock(value)) return `{${Object.entries(value).map(([key, item]) => `${key}: ${flow(item)}`).join(", ")}}`;
  return scalar(value, true);
};

const lines = (text, indent) => {
  const rows = text.replace(/\n+$/, "").split("\n").map((line) => (line.trim() ? indent + line.trimEnd() : ""));
  return `|-\n${rows.join("\n")}`;
};

const block = (data, indent) => Object.entries(data).map(([key, value]) => {
  if (isList(value) && !inFlow(value)) return `${indent}${key}:\n${list(value, indent)}`;
  if (isBlock(value) && !inFlow(value)) return `${indent}${key}:\n${block(value, `${indent}  `)}`;
  if (value !== null && typeof value === "object") return `${indent}${key}: ${flow(value)}\n`;
  if (typeof value === "string" && value.includes("\n")) return `${indent}${key}: ${lines(value, `${indent}  `)}\n`;
  return `${indent}${key}: ${scalar(value, false)}\n`;
}).join("");

const list = (items, indent) => items.map((item) => {
  if (isBlock(item) && !inFlow(item)) return `${indent}- ${block(item, `${indent}  `).slice(indent.length + 2)}`;
  return `${indent}- ${item !== null && typeof item === "object" ? flow(item) : scalar(item, false)}\n`;
}).join("");

const STATES = new Set(["not-disclosed", "not-applicable"]);

// A gap that says nothing more is its bare word; keys stand in the order of their block.
export const ordered = (value, form, name) => {
  if (isList(value)) return value.map((item) => ordered(item, form, name));
  if (!isBlock(value)) return value;
  if (STATES.has(value.state) && name !== "Gap") return ordered(value, form, "Gap");
  if (name === "Gap" && Object.keys(value).length === 1) return value.state;
  const { order, fields } = form.blocks[name] ?? { order: [], fields: [] };
  const known = name === "Gap" ? ["state", "note", "sources"] : order;
  const inner = (key) => (key === "sources" ? "Citation" : fields.find((field) => field.key === key)?.block);
  const keys = [...known.filter((key) => key in value), ...Object.keys(value).filter((key) => !known.includes(key))];
  return Object.fromEntries(keys.map((key) => [key, ordered(value[key], form, inner(key))]));
};

export const toYaml = (kind, data, form) => {
  const { schema, block: name } = form.kinds[kind];
  return `${schema}\n${block(ordered(data, form, name), "")}`;
};

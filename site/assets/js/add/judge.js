// What is wrong with one entry by itself, in the words of mmkb check.
import { modelFaults, partFaults } from "./rules.js";

const LENGTHS = { line: 300, locator: 300, prose: 2000, slug: 80 };
const ONE_LINE = /^\S(?:[^\n]*\S)?$/;
const CHARACTERS = { line: ONE_LINE, locator: ONE_LINE, prose: /^\S/, path: /^[a-z_]+(\.([a-z_]+|\d+))*$/ };

const isBlock = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// A text in quotes, as the check shows it.
export const quoted = (text) => {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(mark, mark === "'" ? "\\'" : '"');
  return `${mark}${inner}${mark}`;
};

const shown = (value) => {
  if (isBlock(value)) return "a block";
  if (Array.isArray(value)) return "a list";
  const text = value === undefined || value === null ? "nothing" : typeof value === "string" ? quoted(value) : String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
};

export class Judge {
  constructor(form) {
    this.form = form;
    this.states = new Set(form.states.map(([word]) => word));
    this.slug = new RegExp(form.slug);
    this.forms = Object.fromEntries(Object.entries(form.forms).map(([name, one]) => [name, { ...one, whole: new RegExp(`^(?:${one.pattern})$`) }]));
    this.spdx = new Set(form.spdx);
  }

  fault(code, path, message, hint = "") {
    return this.across(code, path, path.length ? `${path.join(".")}: ${message}` : message, hint);
  }

  // A fault beside other entries, of which the check tells the place by line and column alone.
  across(code, path, message, hint = "") {
    const [mend, severity] = this.form.rules[code];
    return { code, path, message, hint: hint || mend, severity };
  }

  isGap(value) {
    return (typeof value === "string" && this.states.has(value)) || (isBlock(value) && "state" in value);
  }

  // Everything that the schema asks for; then the rules over several fields, as far as these can be read.
  entry(kind, data) {
    const name = this.form.kinds[kind].block;
    const found = [...this.block(name, data, [])];
    if (kind === "model") found.push(...modelFaults(this, data));
    else found.push(...partFaults(this, kind, data));
    if (kind !== "source") found.push(...this.unsourced(name, data, false, []));
    return found;
  }

  * block(name, data, path) {
    for (const field of this.form.blocks[name].fields) {
      const here = [...path, field.key];
      const value = data[field.key];
      if (value === undefined) {
        if (field.need) yield this.fault("missing-key", here, `the key '${field.key}' is missing`);
      } else if (field.gap && this.isGap(value)) {
        if (isBlock(value)) yield* this.gap(value, here);
      } else if (field.many) {
        if (field.least && value.length < field.least) yield this.fault("bad-value", here, `a list came: Tuple should have at least ${field.least} item${field.least === 1 ? "" : "s"} after validation, not ${value.length}`);
        for (const [i, item] of value.entries()) yield* this.value(field, item, [...here, i]);
      } else yield* this.value(field, value, here);
    }
  }

  * gap(value, path) {
    if (value.note !== undefined) yield* this.value({ form: "line" }, value.note, [...path, "note"]);
    for (const [i, source] of (value.sources ?? []).entries()) yield* this.block("Citation", source, [...path, "sources", i]);
  }

  * value(field, value, path) {
    const { form } = field;
    if (form === "block") {
      if (isBlock(value)) yield* this.block(field.block, value, path);
      else yield this.fault("wrong-type", path, `${shown(value)} came, a block is needed`);
    } else if (form === "word") {
      const possible = this.form.words[field.words].map(([word]) => word);
      if (!possible.includes(value)) yield this.fault("not-in-vocabulary", path, `${shown(value)} is none of the words possible`, `possible: ${possible.join(", ")}`);
    } else if (form === "number") {
      if (typeof value !== "number") yield this.fault("wrong-type", path, `${shown(value)} came, a whole number is needed`);
      else if (value <= 0) yield this.fault("bad-value", path, `${value} came: Input should be greater than 0`);
    } else if (form !== "flag") yield* this.text(form, value, path);
  }

  * text(form, value, path) {
    if (form === "count") {
      if (isBlock(value)) return;
      const { whole, code, message } = this.forms.count;
      if (!whole.test(String(value)) || !/[1-9]/.test(String(value))) yield this.fault(code, path, message.replace("{came}", quoted(String(value))));
      return;
    }
    if (typeof value !== "string") {
      yield this.fault("wrong-type", path, `${shown(value)} came, text is needed`);
      return;
    }
    if (form in LENGTHS && value.length > LENGTHS[form]) {
      yield this.fault("bad-value", path, `${shown(value)} came: String should have at most ${LENGTHS[form]} characters`);
    } else if (form === "slug" && !this.slug.test(value)) {
      yield this.fault("bad-value", path, `${shown(value)} came, a slug of lower-case letters, digits, - and . is needed`);
    } else if (form in CHARACTERS && !CHARACTERS[form].test(value)) {
      yield this.fault("bad-value", path, `${shown(value)} came, text of the pattern ${CHARACTERS[form].source} is needed`);
    } else if (form === "licence") {
      const bad = value.split(/ (?:AND|OR) /).find((word) => !this.spdx.has(word) && !this.forms.licence.whole.test(word));
      if (bad !== undefined) yield this.formed("licence", bad, path);
    } else if (form in this.forms && !this.forms[form].whole.test(value)) {
      yield this.formed(form, value, path);
    } else if (form === "date" && !isDay(value)) {
      yield this.fault(this.forms.date.code, path, this.form.noDay.replace("{came}", quoted(value)));
    }
  }

  formed(form, value, path) {
    const { code, message } = this.forms[form];
    return this.fault(code, path, message.replace("{came}", quoted(value)));
  }

  // The outermost blocks that state facts and have no source of their own or around them.
  * unsourced(name, data, sourced, path) {
    const { cited, fields } = name === "Gap" ? { cited: true, fields: [] } : this.form.blocks[name];
    if (cited) {
      if (data.sources?.length) return;
      const states = name === "Gap" || fields.some(({ key, ...field }) => key !== "sources" && data[key] !== undefined && !this.answers(field, data[key]));
      if (states && !sourced) {
        yield this.fault("fact-without-source", path, "no source here or around");
        return;
      }
    }
    for (const field of fields) {
      const value = data[field.key];
      const here = [...path, field.key];
      if (value === undefined || field.key === "sources") continue;
      if (field.gap && this.isGap(value)) yield* this.unsourced("Gap", isBlock(value) ? value : { state: value }, sourced, here);
      else if (field.form !== "block") continue;
      else if (field.many) for (const [i, item] of value.entries()) yield* this.unsourced(field.block, item, sourced, [...here, i]);
      else yield* this.unsourced(field.block, value, sourced, here);
    }
  }

  // Whether a value is a block, or a list of blocks, that answers for its own sources.
  answers(field, value) {
    if (field.gap && this.isGap(value)) return true;
    return field.form === "block" && this.form.blocks[field.block].cited;
  }
}

const isDay = (text) => {
  const [year, month = 1, day = 1] = text.split("-").map(Number);
  return year >= 1950 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

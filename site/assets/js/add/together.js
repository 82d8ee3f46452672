// What is wrong with entries beside the others of the catalogue: ids that resolve to nothing, ids that are taken, roles.
import { quoted } from "./judge.js";

const near = (word, possible) => {
  const pairs = (text) => new Set([...text].slice(1).map((letter, i) => text[i] + letter));
  const mine = pairs(word);
  const scored = possible.map((one) => {
    const other = pairs(one);
    return [(2 * [...mine].filter((pair) => other.has(pair)).length) / (mine.size + other.size || 1), one];
  });
  const best = scored.filter(([score]) => score >= 0.6).sort(([a], [b]) => b - a).slice(0, 3).map(([, one]) => one);
  return best.length ? `did you mean ${best.join(" or ")}?` : "";
};

export class Known {
  constructor(form, entries) {
    this.form = form;
    this.taken = Object.fromEntries(Object.entries(form.named).map(([kind, rows]) => [kind, new Map(rows.map((row) => [row[0], row]))]));
    this.all = Object.fromEntries(Object.entries(this.taken).map(([kind, rows]) => [kind, new Map(rows)]));
    for (const { kind, data } of entries) {
      const more = { component: [data.kinds ?? [], (data.variants ?? []).map(({ id }) => id)], source: [data.arxiv ?? "", false] }[kind] ?? [];
      if (data.id && !this.all[kind].has(data.id)) this.all[kind].set(data.id, [data.id, data.name ?? data.id, ...more]);
    }
  }

  * references(name, data, path = []) {
    for (const field of name === "Gap" ? [{ key: "sources", form: "block", many: true, block: "Citation" }] : this.form.blocks[name].fields) {
      const value = data[field.key];
      const here = [...path, field.key];
      if (value === undefined) continue;
      if (field.gap && value !== null && typeof value === "object" && "state" in value) yield* this.references("Gap", value, here);
      else if (field.form === "block") {
        if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* this.references(field.block, item, [...here, i]);
        else if (typeof value === "object") yield* this.references(field.block, value, here);
      } else if (field.ref && !(field.gap && this.form.states.some(([word]) => word === value))) {
        for (const [i, id] of Array.isArray(value) ? value.entries() : [[null, value]]) {
          yield { kind: field.ref, id, of: field.of && data[field.of], path: i === null ? here : [...here, i] };
        }
      }
    }
  }
}

export function* together(judge, form, entries) {
  const known = new Known(form, entries);
  const named = new Set();
  for (const [at, { kind, data }] of entries.entries()) {
    const found = [];
    if (data.id && (known.taken[kind].has(data.id) || entries.some((other, i) => i < at && other.kind === kind && other.data.id === data.id))) {
      const link = known.taken[kind].has(data.id) ? `../${form.kinds[kind].folder}/${data.id}/` : "";
      found.push({ ...judge.across("id-taken", ["id"], `the ${kind} ${quoted(data.id)} is there already`), link });
    }
    if (kind === "source" && data.arxiv) {
      const [same] = [...known.taken.source.values()].find((row) => row[2] === data.arxiv) ?? [];
      if (same && same !== data.id) found.push({ ...judge.across("same-source", ["id"], `arXiv:${data.arxiv} is also the source ${quoted(same)}`), link: `../sources/${same}/` });
    }
    for (const { kind: wanted, id, of, path } of known.references(form.kinds[kind].block, data)) {
      const rows = known.all[wanted];
      if (!rows) continue;
      if (of !== undefined) {
        const target = rows.get(of);
        if (target && !target[3]?.includes(id)) found.push(judge.across("unresolved-detail", path, `${wanted} ${quoted(of)} has no ${quoted(id)} among its variants`, target[3]?.length ? near(id, target[3]) || `possible: ${target[3].join(", ")}` : ""));
        continue;
      }
      named.add(`${wanted} ${id}`);
      if (!rows.has(id)) found.push({ ...judge.across("unresolved-reference", path, `no ${wanted} has the id ${quoted(String(id))}`, near(String(id), [...rows.keys()])), missing: { kind: wanted, id: String(id), path } });
      else if (wanted === "source" && path.at(-1) === "source" && rows.get(id)[3]) found.push(judge.across("survey-as-source", path, `${quoted(id)} is a survey`));
    }
    if (kind === "model") found.push(...roles(judge, form, known, data));
    yield found;
  }
  yield [...entries.entries()].filter(([at, { kind, data }]) => at && data.id && !named.has(`${kind} ${data.id}`))
    .map(([at, { kind, data }]) => ({ ...judge.across("unused-entry", ["id"], `no other entry names the ${kind} ${quoted(data.id)}`), at }));
}

function* roles(judge, form, known, data) {
  for (const [slot, [role, wanted]] of Object.entries(form.slots)) {
    for (const [i, use] of (Array.isArray(data.architecture?.[slot]) ? data.architecture[slot] : []).entries()) {
      const parts = use.component ? [[["component"], use.component]] : (use.components ?? []).map((one, j) => [["components", j], one]);
      for (const [path, one] of parts) {
        const kinds = known.all.component.get(one)?.[2];
        if (wanted && kinds && !kinds.includes(wanted)) {
          yield judge.across("role-against-kind", ["architecture", slot, i, ...path], `${quoted(one)} is a component of kind ${kinds.join(", ")}, here it is used as ${role}`);
        }
      }
    }
  }
}

// The wanted facts that nobody answered, as mmkb check warns of them.
export const absent = (form, model) => {
  const at = (value, path) => {
    for (const key of path) {
      if (value === undefined || typeof value === "string" || value === null) return value;
      if (typeof value === "object" && "state" in value) return value;
      value = value[key];
    }
    return value;
  };
  const places = form.facts.map((fact) => fact.split("."));
  const stages = Array.isArray(model.training?.stages) ? model.training.stages : [];
  for (const i of stages.keys()) for (const key of form.stageFacts) places.push(["training", "stages", i, key]);
  const missing = (path) => {
    const found = at(model, path);
    if (found !== undefined) return false;
    const variants = path.join(".") === "availability.weights.licence" ? (model.variants ?? []).map(({ weights }) => weights).filter((one) => one?.url) : [];
    return variants.length ? variants[0].licence === undefined : true;
  };
  return { wanted: places.length, missing: places.filter(missing) };
};

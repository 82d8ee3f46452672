// The rules over several fields of an entry, each as in the records of mmkb.
import { quoted } from "./judge.js";

const each = (value) => (Array.isArray(value) ? [...value.entries()] : []);
const listed = (value) => (Array.isArray(value) ? value : []);
const components = (use) => [...(use.component ? [use.component] : []), ...listed(use.components)];

function* uses(judge, architecture) {
  for (const [slot, [role]] of Object.entries(judge.form.slots)) {
    for (const [i, use] of each(architecture?.[slot])) yield { slot, role, i, use };
  }
}

export function* namedTwice(judge, values, path) {
  const seen = new Set();
  for (const [i, value] of values.entries()) {
    if (seen.has(value)) yield judge.fault("named-twice", [...path, i], `${quoted(String(value))} stands here a second time`);
    seen.add(value);
  }
}

export function* modelFaults(judge, model) {
  yield* namedTwice(judge, listed(model.variants).map(({ id }) => id).filter(Boolean), ["variants"]);
  yield* architectureFaults(judge, model.architecture ?? {});
  yield* trainingFaults(judge, model);
  yield* modalityFaults(judge, model);
  yield* variantFaults(judge, model);
  yield* lineageFaults(judge, model);
  yield* accessFaults(judge, model);
  yield* disagreementFaults(judge, model);
}

// Whether something stands at a dotted path of an entry.
const has = (model, path) => {
  const found = path.split(".").reduce((value, step) => (value === null || typeof value !== "object" ? undefined : value[step]), model);
  return found !== undefined && !(Array.isArray(found) && !found.length);
};

function* disagreementFaults(judge, model) {
  for (const [i, { about, follows, readings }] of each(model.disagreements)) {
    const read = listed(readings).flatMap(({ sources }) => listed(sources)).map(({ source }) => source);
    if (follows && !read.includes(follows)) yield judge.fault("follows-no-reading", ["disagreements", i, "follows"], `${quoted(follows)} is the source of no reading`);
    if (about && about !== "results" && !has(model, about)) yield judge.fault("disagreement-about-nothing", ["disagreements", i, "about"], `the entry has nothing at ${about}`);
  }
}

function* architectureFaults(judge, architecture) {
  const seen = new Set(judge.form.seen);
  const named = Object.fromEntries(Object.keys(judge.form.slots).map((slot) => [slot, new Set()]));
  for (const { slot, i, use } of uses(judge, architecture)) {
    components(use).forEach((one) => named[slot].add(one));
    if (use.resolution && use.modalities && !use.modalities.some((one) => seen.has(one))) {
      yield judge.fault("resolution-without-encoder", ["architecture", slot, i, "resolution"], `a resolution for ${use.modalities.join(", ")}`);
    }
  }
  for (const { slot, i, use } of uses(judge, architecture)) {
    const others = slot === "input_projectors" ? "encoders" : "generators";
    for (const [j, taken] of each(use.takes)) {
      if (!named[others].has(taken)) yield judge.fault("projector-takes-unknown", ["architecture", slot, i, "takes", j], `${quoted(taken)} is none of the model's ${others}`);
    }
  }
  if (architecture.design === "tool-using" && architecture.experts === undefined) {
    yield judge.fault("tools-without-experts", ["architecture", "design"], "a tool-using system without experts");
  }
}

function* trainingFaults(judge, model) {
  const parts = [...uses(judge, model.architecture)].flatMap(({ role, use }) => components(use).map((one) => [role, one]));
  const names = new Set();
  for (const [i, stage] of each(model.training?.stages)) {
    const seen = new Set();
    const named = stage.name && JSON.stringify([stage.name.toLowerCase(), [...listed(stage.model_variants)].sort()]);
    if (named && names.has(named)) yield judge.fault("stage-twice", ["training", "stages", i, "name"], `a second stage ${quoted(stage.name)}`);
    names.add(named);
    for (const [j, part] of each(stage.parts)) {
      const where = ["training", "stages", i, "parts", j];
      if (!part.role || !part.component) continue;
      if (!parts.some(([role, one]) => role === part.role && one === part.component)) {
        const possible = [...new Set(parts.filter(([role]) => role === part.role).map(([, one]) => one))].sort().join(", ") || "none";
        yield judge.fault("stage-part-not-in-model", [...where, "component"], `${quoted(part.component)} is no ${part.role} of the model`, `possible: ${possible}`);
      }
      if (part.tuning && (part.tuning === "peft") !== (part.method !== undefined)) {
        const tuning = typeof part.tuning === "string" && !judge.isGap(part.tuning) ? part.tuning : (part.tuning.state ?? part.tuning);
        yield judge.fault("peft-without-method", [...where, "tuning"], `tuning ${tuning} with method ${part.method ?? "absent"}`);
      }
      const key = JSON.stringify([part.role, part.component, part.modalities ?? []]);
      if (seen.has(key)) yield judge.fault("stage-part-twice", where, `${part.role} ${quoted(part.component)} a second time`);
      seen.add(key);
    }
    const bare = (value) => value !== undefined && !judge.isGap(value);
    if (bare(stage.scale) && stage.scale_unit === undefined) yield judge.fault("amount-without-unit", ["training", "stages", i, "scale"], "a scale without unit");
    for (const [j, use] of each(stage.datasets)) {
      if (bare(use.amount) && use.unit === undefined) yield judge.fault("amount-without-unit", ["training", "stages", i, "datasets", j, "amount"], "an amount without unit");
    }
  }
}

const wider = (known) => {
  const all = new Set(known);
  if (all.has("speech") || all.has("music")) all.add("audio");
  if (all.has("audio")) all.add("speech").add("music");
  if (all.has("video")) all.add("image");
  return all;
};

function* modalityFaults(judge, model) {
  const { input, output } = model.modalities ?? {};
  const asText = new Set(judge.form.asText);
  if (Array.isArray(output) && output.every((one) => asText.has(one))) {
    for (const slot of ["output_projectors", "generators"]) {
      if (Array.isArray(model.architecture?.[slot])) {
        yield judge.fault("generator-without-output", ["architecture", slot], `${slot.replace("_", " ")} of a model that gives only ${output.join(", ")}`);
      }
    }
  }
  const media = listed(output).filter((one) => judge.form.media.includes(one) && one !== "retrieved-image");
  const { design, generators } = model.architecture ?? {};
  if (design === "end-to-end" && (generators?.state ?? generators) === "not-applicable" && media.length) {
    yield judge.fault("output-without-generator", ["architecture", "generators"], `the model gives ${media.join(", ")}, and no generator is applicable`);
  }
  for (const { slot, i, use } of uses(judge, model.architecture)) {
    const known = { encoders: input, generators: output }[slot];
    if (!Array.isArray(known)) continue;
    for (const [j, modality] of each(use.modalities)) {
      if (wider(known).has(modality)) continue;
      const of = slot === "encoders" ? "inputs" : "outputs";
      yield judge.fault("use-of-other-modality", ["architecture", slot, i, "modalities", j], `${modality} is none of the model's ${of}`, `possible: ${known.join(", ")}`);
    }
  }
}

function* variantFaults(judge, model) {
  const known = listed(model.variants).map(({ id }) => id).filter(Boolean).sort();
  const naming = [
    ...[...uses(judge, model.architecture)].map(({ slot, i, use }) => [["architecture", slot, i], use]),
    ...each(model.training?.stages).map(([i, stage]) => [["training", "stages", i], stage]),
    ...each(model.lineage).map(([i, edge]) => [["lineage", i], edge]),
  ];
  for (const [path, holder] of naming) {
    for (const [j, variant] of each(holder.model_variants)) {
      const possible = known.length ? `possible: ${known.join(", ")}` : "";
      if (!known.includes(variant)) yield judge.fault("unknown-model-variant", [...path, "model_variants", j], `the model has no variant ${quoted(variant)}`, possible);
    }
  }
  const backbones = listed(model.architecture?.backbones).flatMap(components);
  for (const [i, variant] of each(model.variants)) {
    yield* fewParameters(judge, variant, ["variants", i]);
    const one = variant.backbone?.component;
    if (one && !backbones.includes(one)) {
      const possible = backbones.length ? `possible: ${[...new Set(backbones)].sort().join(", ")}` : "";
      yield judge.fault("variant-backbone-not-in-model", ["variants", i, "backbone", "component"], `${quoted(one)} is no backbone of the model`, possible);
    }
  }
}

function* lineageFaults(judge, model) {
  for (const [i, edge] of each(model.lineage)) {
    if ([edge.model, edge.component, edge.work].filter((one) => one !== undefined).length !== 1) {
      yield judge.fault("lineage-target", ["lineage", i], "not exactly one of model, component and work");
    }
    if (edge.model !== undefined && edge.model === model.id) yield judge.fault("self-reference", ["lineage", i, "model"], "built on itself");
  }
}

function* accessFaults(judge, { availability, variants }) {
  if (!availability) return;
  const has = (value) => value !== undefined && !judge.isGap(value);
  const linked = has(availability.weights) || listed(variants).some(({ weights }) => has(weights));
  const { access } = availability;
  if (access === "open-weights" && !linked) yield judge.fault("access-against-weights", ["availability", "access"], "open weights without an address");
  if ((access === "api-only" || access === "closed") && linked) {
    yield judge.fault("access-against-weights", ["availability", "weights"], `access is ${access}, and weights are linked`);
  }
}

const SCALES = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 };

// A printed count as a number; NaN where it is none.
const amount = (count) => {
  if (typeof count === "object" && count !== null) return count.value ?? NaN;
  const [, digits, unit] = /^~?([\d,]+(?:\.\d+)?)\s?([A-Za-z]*)\+?$/.exec(String(count)) ?? [];
  return digits === undefined ? NaN : Number(digits.replaceAll(",", "")) * (SCALES[unit[0]?.toLowerCase()] ?? 1);
};

function* fewParameters(judge, holder, path) {
  for (const key of ["parameters", "active_parameters"]) {
    const number = amount(holder[key]);
    if (number > 0 && number < judge.form.fewest) yield judge.fault("parameters-few", [...path, key], `${holder[key].printed ?? holder[key]} parameters`);
  }
}

// The month of an arXiv id and of a day, counted alike.
const monthOf = (year, month) => Number(year) * 12 + Number(month) - 1;

function* arxivFaults(judge, { arxiv, url, released, venue }) {
  if (!arxiv) return;
  const [, linked] = /^https:\/\/(?:www\.)?arxiv\.org\/(?:abs|pdf|html)\/([^?#]*?\d)(?:v\d+)?(?:\.pdf)?\/?$/.exec(url ?? "") ?? [];
  if (linked && linked.toLowerCase() !== arxiv.toLowerCase()) yield judge.fault("link-of-other-paper", ["url"], `the link leads to arXiv ${linked}, and the arXiv id is ${arxiv}`);
  const [, year, month] = /^(\d{2})(\d{2})\.\d+$/.exec(arxiv) ?? [];
  const day = /^(\d{4})-(\d{2})/.exec(released ?? "");
  if (!year || !day) return;
  if (venue === undefined && monthOf(day[1], day[2]) < monthOf(2000 + Number(year), month) - 1) yield judge.fault("arxiv-against-date", ["released"], `released ${released}, and its arXiv id is ${arxiv}`);
}

// What entries of other kinds ask for besides their schema.
export function* partFaults(judge, kind, data) {
  if (kind === "source") {
    if (!data.arxiv && !data.doi && !data.url) yield judge.fault("source-nowhere", [], "neither arxiv, doi nor url is given");
    if (data.kind === "paper" && !data.authors) yield judge.fault("paper-without-authors", [], "a paper without authors");
    yield* arxivFaults(judge, data);
  }
  if (kind === "component") {
    for (const key of ["kinds", "modalities"]) yield* namedTwice(judge, listed(data[key]), [key]);
    yield* namedTwice(judge, listed(data.variants).map(({ id }) => id).filter(Boolean), ["variants"]);
    yield* fewParameters(judge, data, []);
    for (const [i, variant] of each(data.variants)) yield* fewParameters(judge, variant, ["variants", i]);
    const kinds = listed(data.kinds);
    if (data.encoder && !kinds.includes("encoder")) yield judge.fault("facts-of-other-kind", ["encoder"], "encoder facts of a component that is no encoder");
    if (data.llm && !kinds.includes("llm")) yield judge.fault("facts-of-other-kind", ["llm"], "llm facts of a component that is no language model");
    for (const [i, one] of each(data.derived_from)) if (one === data.id) yield judge.fault("self-reference", ["derived_from", i], "derived from itself");
  }
  if (kind === "dataset") {
    for (const key of ["purposes", "members"]) yield* namedTwice(judge, listed(data[key]), [key]);
    for (const [i, one] of each(data.members)) if (one === data.id) yield judge.fault("self-reference", ["members", i], "a member of itself");
    for (const [i, one] of each(data.making?.made_from)) if (one === data.id) yield judge.fault("self-reference", ["making", "made_from", i], "made from itself");
  }
  if (kind === "organisation" && data.parent && data.parent === data.id) yield judge.fault("self-reference", ["parent"], "part of itself");
}

// What keys and words are called in the form.

const LABELS = { id: "Id", url: "Address", arxiv: "arXiv id", doi: "DOI", per: "Counted per", model_variants: "Only for variants", at_most: "At most", epochs: "Epochs" };
const ONE = {
  encoders: "encoder", input_projectors: "input projector", backbones: "language model", output_projectors: "output projector",
  generators: "generator", experts: "expert", variants: "variant", stages: "stage", parts: "part", datasets: "dataset", lineage: "lineage line",
  components: "component", members: "organisation", authors: "author", aliases: "alias", resolution: "resolution", takes: "component",
  model_variants: "variant", sources: "source", amounts: "amount", trained_on: "dataset", organisations: "organisation", derived_from: "component",
};

export const label = (key) => LABELS[key] ?? key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " ");
export const one = (key) => ONE[key] ?? key.replace(/s$/, "").replaceAll("_", " ");

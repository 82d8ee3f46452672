// What models can be filtered by, and what the table can show. Names are those of the filters of the Python API.

// one: a model has one such word at most, so that several chosen ones can only mean "any of these".
export const FACETS = [
  { name: "input", label: "Input", open: true },
  { name: "output", label: "Output", open: true },
  { name: "llm", label: "LLM family", open: true },
  { name: "encoder", label: "Encoder family", open: true },
  { name: "connector", label: "Input projector" },
  { name: "access", label: "Access", one: true },
  { name: "parameters", label: "Parameters", range: true },
  { name: "released", label: "Year", one: true },
  { name: "organisation", label: "Organisation" },
  { name: "licence", label: "Licence of the weights" },
  { name: "code_licence", label: "Licence of the code" },
  { name: "generator", label: "Generator" },
  { name: "fusion", label: "Fusion" },
  { name: "stage", label: "Training stages" },
  { name: "trained", label: "Parts that are trained" },
  { name: "dataset", label: "Training data" },
  { name: "design", label: "Design", one: true },
  { name: "function", label: "Function", one: true },
  { name: "built_on", label: "Built on" },
  { name: "gap", label: "What is not known" },
  { name: "component", label: "Component", hidden: true },
];

export const FACET = new Map(FACETS.map((facet) => [facet.name, facet]));

// Ranges that are offered beside those that are typed in.
export const RANGES = ["<3B", "3B..8B", "8B..20B", ">20B"];

// facts: whose gaps a cell without anything stands for; else: what it says where there is no gap either.
export const COLUMNS = [
  { name: "released", label: "Released", facts: ["release-date"] },
  { name: "input", label: "Input", facts: ["input-modalities"] },
  { name: "output", label: "Output", facts: ["output-modalities"] },
  { name: "encoder", label: "Encoder", facts: ["encoders"], kind: "component" },
  { name: "connector", label: "Input projector", facts: ["input-projectors"], kind: "component" },
  { name: "llm", label: "LLM", facts: ["backbones"], kind: "component" },
  { name: "generator", label: "Generator", facts: ["generators"], kind: "component" },
  { name: "output_projector", label: "Output projector", facts: ["output-projectors"], kind: "component" },
  { name: "parameters", label: "Parameters", facts: [] },
  { name: "access", label: "Access", facts: ["access"] },
  { name: "licence", label: "Licence of the weights", facts: ["weights-licence"] },
  { name: "code_licence", label: "Licence of the code", facts: ["code-licence"] },
  { name: "organisation", label: "Organisation", facts: ["organisations"], kind: "organisation" },
  { name: "function", label: "Function", facts: ["output-modalities"] },
  { name: "design", label: "Design", facts: ["design"] },
  { name: "fusion", label: "Fusion", facts: ["fusion"] },
  { name: "stage", label: "Training stages", facts: ["training-stages", "stage-kind"] },
  { name: "trained", label: "Parts that are trained", facts: ["training-stages", "stage-parts"], otherwise: "none" },
  { name: "dataset", label: "Training data", facts: ["training-stages", "stage-datasets"], kind: "dataset" },
  { name: "built_on", label: "Built on", facts: ["lineage"], kind: "model", otherwise: "no model" },
];

export const COLUMN = new Map(COLUMNS.map((column) => [column.name, column]));

export const SHOWN = ["released", "input", "output", "encoder", "connector", "llm", "access"];

export const FOLDERS = { model: "models", component: "components", organisation: "organisations", dataset: "datasets" };

// An entry with the id "index" has another address, so as not to take the place of its list.
export const address = (kind, id) => `../${FOLDERS[kind]}/${id === "index" ? "index_" : encodeURIComponent(id)}/`;

export const SORTS = ["name", ...COLUMNS.map(({ name }) => name)];

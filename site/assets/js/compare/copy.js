// The comparison as text to be pasted elsewhere, each form with its own way to keep what entries say from being read as code.

import { csvCell } from "../shared/csv.js";

// Controls, and characters that turn the direction of writing.
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/g;
const oneLine = (text) => text.replace(/\s+/g, " ").trim().replace(STEERING, "\ufffd");

const MARKDOWN = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };
export const markdownText = (text) => oneLine(text).replace(/[\\`*_{}[\]|~$<>&]/g, (c) => MARKDOWN[c] ?? `\\${c}`);

const LATEX = {
  "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "\\textless{}", ">": "\\textgreater{}",
  "|": "\\textbar{}", '"': "\\symbol{34}", "`": "\\textasciigrave{}", "[": "{[}", "]": "{]}", "-": "-{}",
  "→": "\\ensuremath{\\rightarrow}", "≥": "\\ensuremath{\\geq}", "≤": "\\ensuremath{\\leq}", "×": "\\ensuremath{\\times}",
  "−": "\\ensuremath{-}", "≈": "\\ensuremath{\\approx}", "±": "\\ensuremath{\\pm}",
};
export const latexText = (text) =>
  // A hyphen before another would be drawn as a dash, and a bracket behind a line's end be read as its argument.
  oneLine(text).replace(/[\\~^<>|"`[\]→≥≤×−≈±]|-(?=-)|[&%$#_{}]/g, (c) => LATEX[c] ?? `\\${c}`);

const sectioned = (rows) => {
  const sections = new Map();
  for (const row of rows) sections.set(row.section, [...(sections.get(row.section) ?? []), row]);
  return [...sections];
};

export const asCsv = (models, rows) => [
  ["differs", "fact", ...models.map(({ id }) => id)],
  ...rows.map(({ differs, fact, cells }) => [differs ? "yes" : "no", fact, ...cells.map(({ text }) => text)]),
].map((line) => `${line.map(csvCell).join(",")}\n`).join("");

export const asMarkdown = (models, rows, address) => {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const empty = models.map(() => "");
  return `${[
    line(["", ...models.map(({ name }) => markdownText(name))]),
    line(Array(models.length + 1).fill("---")),
    ...sectioned(rows).flatMap(([section, found]) => [
      line([`**${section}**`, ...empty]),
      ...found.map(({ differs, fact, cells, odd }) =>
        line([`${differs ? "≠ " : ""}${markdownText(fact)}`, ...cells.map(({ text }, i) => (odd[i] ? `**${markdownText(text)}**` : markdownText(text)))])),
    ]),
  ].join("\n")}\n\n≠ marks what differs${rows.some(({ odd }) => odd.includes(true)) ? ", bold type what differs from what most have" : ""}. From <${address}>\n`;
};

export const asLatex = (models, rows, address) => {
  const line = (cells) => `${cells.join(" & ")} \\\\`;
  const wide = models.length + 1;
  return `${[
    `% ${address}`,
    "% Needs \\usepackage{booktabs,tabularx}",
    `\\begin{tabularx}{\\textwidth}{*{${wide}}{>{\\raggedright\\arraybackslash}X}}`,
    "\\toprule",
    line(["", ...models.map(({ name }) => latexText(name))]),
    ...sectioned(rows).flatMap(([section, found]) => [
      "\\midrule",
      line([`\\multicolumn{${wide}}{@{}l}{\\textit{${latexText(section)}}}`]),
      ...found.map(({ differs, fact, cells, odd }) => line([
        `${differs ? "\\ensuremath{\\neq} " : ""}${latexText(fact)}`,
        ...cells.map(({ text }, i) => (odd[i] ? `\\textbf{${latexText(text)}}` : latexText(text))),
      ])),
    ]),
    "\\bottomrule",
    "\\end{tabularx}",
  ].join("\n")}\n`;
};

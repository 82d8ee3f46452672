// Every fact of an entry can be reported with a form that is filled in: from the card of its source, or from its row where it
// has none. Without this script the page's own link to the form stays.

const LONGEST = 400;
const base = document.querySelector("a.report-entry")?.href;

const plain = (node) => {
  const copy = node.cloneNode(true);
  copy.querySelectorAll("sup.cite, .report, .headerlink").forEach((part) => part.remove());
  copy.querySelectorAll("br").forEach((line) => line.replaceWith(", "));
  return copy.textContent.replace(/\s+/g, " ").trim();
};

// The heading that a part of the page stands below.
const sectionOf = (node) => {
  let block = node.closest(".md-content__inner > *");
  while (block && !/^H[123]$/.test(block.tagName)) block = block.previousElementSibling;
  return block && block.tagName !== "H1" ? plain(block) : "";
};

const factOf = (node) => {
  const cell = node.closest("td, th");
  const row = cell?.parentElement;
  if (!row) return { name: "", value: plain(node.closest("p, li") ?? node) };
  const head = row.closest("table").tHead?.rows[0];
  const column = head ? plain(head.cells[cell.cellIndex]) : "";
  const names = row.closest(".facts") || row === head ? [plain(row.cells[0])] : [plain(row.cells[0]), column];
  if (row === head) names[0] = column;
  return { name: [...new Set(names.filter(Boolean))].join(", "), value: row === head ? "" : plain(cell) };
};

const sourcesOf = (node) =>
  [...(node.closest("td, th, p, li") ?? node).querySelectorAll('sup.cite > a[href^="#source-"]')]
    .map((mark) => {
      const place = document.getElementById(mark.hash.slice(1));
      return place && `${place.closest("li").querySelector("a")?.textContent}, ${place.lastChild.textContent.trim()}`;
    })
    .filter(Boolean)
    .join("; ");

const address = (node) => {
  const { name, value } = factOf(node);
  const field = [sectionOf(node), name].filter(Boolean).join(": ");
  const form = new URL(base);
  form.searchParams.set("title", `${form.searchParams.get("title")}: ${field}`.slice(0, 200));
  for (const [key, text] of [["field", field], ["value", value], ["source", sourcesOf(node)]]) {
    if (text) form.searchParams.set(key, text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  }
  return form.href;
};

const control = (node, words, label) => {
  const link = document.createElement("a");
  Object.assign(link, { className: "report", href: address(node), rel: "noopener", textContent: words, ariaLabel: label });
  return link;
};

if (base) {
  document.addEventListener("mm:cite", ({ detail: { mark, more } }) => {
    more.append(control(mark, "Wrong? Report it", null));
  });
  document.querySelectorAll(".facts tbody tr, .architecture tbody tr").forEach((row) => {
    if (row.querySelector("sup.cite")) return;
    const cell = row.cells[row.closest(".facts") ? row.cells.length - 1 : 1];
    const name = plain(row.cells[0]);
    cell.append(" ", control(cell, "report", `Report an error in ${name}`));
  });
}

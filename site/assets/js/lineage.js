// The whole lineage: find a model, see all that it was built on and all that was built on it, filter by relation, zoom.
// Without this script the drawing is whole, its names are links, and the table below it says the same.

import { element } from "./shared/dom.js";
import { folded } from "./shared/words.js";

(() => {
  const drawings = [...document.querySelectorAll("svg.mmkb-lineage-whole")];
  if (!drawings.length) return;

  const relationOf = (line) => [...line.classList].find((word) => word !== "kin" && word !== "lit" && word !== "off");

  const nodes = drawings.map((svg) => new Map([...svg.querySelectorAll(".kin-node")].map((node) => [node.dataset.node, node])));
  const lines = drawings.map((svg) => [...svg.querySelectorAll(".kin[data-from]")]);
  const names = new Map([...nodes[0]].map(([id, node]) => [id, node.querySelector("title").textContent.split(/, \d{4}|: built/)[0]]));
  const relations = [...new Set(lines[0].map(relationOf))].sort();
  const shown = new Set(relations);
  let pinned = null;

  // All nodes that lines lead to from one, forwards or backwards, over the relations that are shown.
  const reach = (start, from, to) => {
    const found = new Set();
    const open = [start];
    while (open.length) {
      const at = open.pop();
      for (const line of lines[0]) {
        if (line.dataset[from] === at && shown.has(relationOf(line)) && !found.has(line.dataset[to]) && line.dataset[to] !== start) {
          found.add(line.dataset[to]);
          open.push(line.dataset[to]);
        }
      }
    }
    return found;
  };

  const told = element("output", { className: "filter-count" });
  const paint = (id) => {
    const above = id ? reach(id, "to", "from") : new Set();
    const below = id ? reach(id, "from", "to") : new Set();
    const kin = (node) => !id || node === id || above.has(node) || below.has(node);
    drawings.forEach((svg, i) => {
      nodes[i].forEach((node, key) => {
        node.classList.toggle("off", !kin(key));
        node.classList.toggle("hit", key === id);
      });
      lines[i].forEach((line) => {
        const { from, to } = line.dataset;
        const on = shown.has(relationOf(line));
        const way = (above.has(from) && (above.has(to) || to === id)) || (below.has(to) && (below.has(from) || from === id));
        line.classList.toggle("off", !on || Boolean(id && !way));
        line.classList.toggle("lit", Boolean(on && id && way));
      });
    });
    told.textContent = id
      ? `${names.get(id)}: built on ${above.size}, ${below.size} built on it, directly or by way of others`
      : `${names.size} names`;
  };

  drawings.forEach((svg, i) => nodes[i].forEach((node, id) => {
    node.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && paint(id));
    node.addEventListener("pointerleave", () => paint(pinned));
    node.addEventListener("focusin", () => paint(id));
    node.addEventListener("focusout", () => paint(pinned));
  }));

  const list = element("datalist", { id: "lineage-names" }, [...names.values()].sort().map((value) => element("option", { value })));
  const search = element("input", { type: "search", placeholder: "Follow a model", ariaLabel: "Follow a model in the lineage" });
  search.setAttribute("list", "lineage-names");
  search.addEventListener("input", () => {
    const asked = folded(search.value.trim());
    const all = [...names];
    const found = asked && (all.find(([, name]) => folded(name) === asked) ?? all.find(([, name]) => folded(name).startsWith(asked))
      ?? all.find(([, name]) => folded(name).includes(asked)));
    pinned = found ? found[0] : null;
    paint(pinned);
    if (asked && !found) told.textContent = `nothing is called ${search.value.trim()}`;
    if (found) drawings.forEach((svg, i) => {
      const frame = svg.parentElement;
      if (!frame.clientWidth) return;
      const place = nodes[i].get(pinned).getBoundingClientRect();
      frame.scrollLeft += place.left - frame.getBoundingClientRect().left - frame.clientWidth / 2;
    });
  });

  const filters = relations.map((relation) => {
    const check = element("input", { type: "checkbox", checked: true });
    check.addEventListener("change", () => {
      if (check.checked) shown.add(relation); else shown.delete(relation);
      paint(pinned);
    });
    return element("label", {}, [check, ` ${relation.replace(/-/g, " ")}`]);
  });

  let zoom = 1;
  const zoomed = (to) => {
    zoom = Math.min(4, Math.max(1, to));
    drawings.forEach((svg) => {
      const whole = zoom === 1;
      const frame = svg.parentElement;
      const middle = (frame.scrollLeft + frame.clientWidth / 2) / (frame.scrollWidth || 1);
      svg.style.maxWidth = whole ? "" : "none";
      svg.style.width = whole ? "" : `${zoom * 100}%`;
      frame.scrollLeft = middle * frame.scrollWidth - frame.clientWidth / 2;
    });
  };
  const button = (textContent, title, act) => {
    const made = element("button", { type: "button", textContent, title, ariaLabel: title });
    made.addEventListener("click", act);
    return made;
  };
  const buttons = [
    button("+", "Zoom in", () => zoomed(zoom * 1.4)),
    button("−", "Zoom out", () => zoomed(zoom / 1.4)),
    button("Whole", "Whole, as wide as the page", () => zoomed(1)),
  ];

  const form = element("form", { className: "filters" }, [search, list, ...filters, ...buttons, told]);
  form.addEventListener("submit", (event) => event.preventDefault());
  drawings[0].closest("figure").before(form);
  paint(null);
})();

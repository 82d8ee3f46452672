import { element } from "../shared/dom.js";

const XLINK = "http://www.w3.org/1999/xlink";

const LEAST = 0.62; // of its own size a drawing can still be read

// Several drawings stand in one page: their ids and what points at them get a mark of their own, links are seen from here.
const adopted = (svg, mark, address) => {
  const ids = new Set([...svg.querySelectorAll("[id]"), svg].map(({ id }) => id).filter(Boolean));
  const own = (id) => (ids.has(id) ? `${mark}-${id}` : id);
  for (const node of [svg, ...svg.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) {
      if (name.startsWith("on") || name === "style") node.removeAttribute(name);
      else if (name === "id") node.setAttribute(name, own(value));
      else if (name === "aria-labelledby" || name === "aria-describedby") node.setAttribute(name, value.split(/\s+/).map(own).join(" "));
      else if (value.includes("url(#")) node.setAttribute(name, value.replace(/url\(#([^)]+)\)/g, (_, id) => `url(#${own(id)})`));
      else if (name === "href" || name === "xlink:href") {
        const to = value.startsWith("#") ? `#${own(value.slice(1))}` : new URL(value, address).href;
        if (name === "href") node.setAttribute("href", to);
        else node.setAttributeNS(XLINK, "xlink:href", to);
      }
    }
  }
  svg.querySelectorAll("script, foreignObject").forEach((node) => node.remove());
  const made = document.importNode(svg, true);
  // The parts of an image could not be reached; those of a group are links.
  made.setAttribute("role", "group");
  made.style.setProperty("min-width", `${Math.round(made.viewBox.baseVal.width * LEAST)}px`);
  return made;
};

const found = new Map();

const drawing = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll("figure.diagram svg.mmkb-architecture")];
};

// The drawing of a model's page as a figure of this one; it fills itself in when it is there.
export const diagram = (model, number, address) => {
  const caption = element("figcaption", {}, [element("a", { href: address, textContent: model.name })]);
  const figure = element("figure", { className: "diagram", attributes: { "aria-busy": "true", "aria-label": `Architecture of ${model.name}` } }, [caption]);
  if (!found.has(model.id)) found.set(model.id, drawing(address));
  found.get(model.id).then((forms) => {
    // One for wide screens and one for telephones; the style sheet shows one of them.
    figure.append(...forms.map((svg) => adopted(svg.cloneNode(true), `compared-${number}`, address)));
    if (!forms.length) figure.append(element("p", { textContent: "No diagram." }));
  }).catch(() => {
    found.delete(model.id);
    figure.append(element("p", { textContent: "The diagram could not be loaded." }));
  }).finally(() => figure.removeAttribute("aria-busy"));
  return figure;
};

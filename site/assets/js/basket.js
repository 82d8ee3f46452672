// What one has chosen to compare: a toggle beside models in tables and at the head of a model's page, a tray at the bottom.
// Without this script pages are as they were. Where nothing can be stored, the choice lasts as long as the page.

import { element } from "./shared/dom.js";

const KEY = "mmkb-compare";
const MOST = 6;
const root = new URL("../../", import.meta.url);

// Anything may have been stored under this key.
const read = (stored) => {
  try {
    const found = JSON.parse(stored ?? "[]");
    return Array.isArray(found)
      ? found.filter((one) => typeof one?.name === "string" && /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(one?.id)).slice(0, MOST)
      : [];
  } catch {
    return [];
  }
};
const stored = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};
let chosen = read(stored());

const keep = () => {
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // The choice lasts as long as the page.
  }
};

const modelAt = (address) => {
  const { origin, pathname } = new URL(address, location.href);
  const found = origin === root.origin && pathname.startsWith(root.pathname)
    ? /^models\/([^/]+)\/(?:index\.html)?$/.exec(pathname.slice(root.pathname.length)) : null;
  return found && (found[1] === "index_" ? "index" : decodeURIComponent(found[1]));
};

const toggles = new Map();
const has = (id) => chosen.some((one) => one.id === id);

const status = element("p", { className: "unseen", attributes: { role: "status" } });
const list = element("ul");
const go = element("a", { className: "basket-go", textContent: "Compare" });
const clear = element("button", { type: "button", className: "basket-clear", textContent: "Clear" });
const told = element("span", { className: "basket-told" });
const tray = element("section", { className: "basket", hidden: true, ariaLabel: "Chosen to compare" }, [
  list, told, element("div", { className: "basket-acts" }, [go, clear]),
]);
const comparing = new URL("compare/", root).pathname === location.pathname.replace(/index\.html$/, "");

const paint = () => {
  toggles.forEach((buttons, id) => buttons.forEach((button) => {
    button.ariaPressed = String(has(id));
    button.title = has(id) ? `Take ${button.dataset.name} out of the comparison` : `Add ${button.dataset.name} to compare`;
  }));
  list.replaceChildren(...chosen.map(({ id, name }) => {
    const remove = element("button", { type: "button", textContent: "×", title: `Remove ${name}`, ariaLabel: `Remove ${name}` });
    remove.addEventListener("click", () => {
      const at = chosen.findIndex((one) => one.id === id);
      toggle(id, name);
      (list.querySelectorAll("button")[Math.min(at, chosen.length - 1)] ?? back(id)).focus();
    });
    return element("li", {}, [element("span", { textContent: name }), remove]);
  }));
  go.href = new URL(`compare/?m=${chosen.map(({ id }) => id).join(",")}`, root).href;
  tray.hidden = comparing || !chosen.length;
  document.documentElement.classList.toggle("has-basket", !tray.hidden);
};

// Where the focus goes when the tray goes: to the model's toggle on this page, else to the page's heading.
const back = (id) => {
  const heading = document.querySelector("h1");
  if (!toggles.get(id)?.[0] && heading) heading.tabIndex = -1;
  return toggles.get(id)?.[0] ?? heading ?? document.body;
};

const say = (text) => {
  status.textContent = text;
  told.textContent = "";
};

const toggle = (id, name) => {
  if (has(id)) {
    chosen = chosen.filter((one) => one.id !== id);
    say(`${name} removed, ${chosen.length} chosen to compare.`);
  } else if (chosen.length === MOST) {
    status.textContent = "";
    told.textContent = status.textContent = "Six models at most: remove one first.";
    return;
  } else {
    chosen = [...chosen, { id, name }];
    say(`${name} added, ${chosen.length} chosen to compare.`);
  }
  keep();
  paint();
};

clear.addEventListener("click", () => {
  const [{ id }] = chosen;
  chosen = [];
  say("Nothing is chosen to compare.");
  keep();
  paint();
  back(id).focus();
});
window.addEventListener("storage", (event) => {
  if (event.key !== KEY && event.key !== null) return;
  chosen = read(event.newValue);
  paint();
});

const button = (id, name, className) => {
  const made = element("button", {
    type: "button", className: `basket-toggle ${className}`, ariaLabel: `Compare ${name}`, attributes: { "data-name": name, "aria-pressed": "false" },
  });
  made.addEventListener("click", () => toggle(id, name));
  toggles.set(id, [...(toggles.get(id) ?? []).filter((other) => other.isConnected), made]);
  return made;
};

// A cell that names a model and says nothing else; one in a row. The text of the cell stays as it is: tables are sorted by it.
const cells = (within) => [...within.querySelectorAll("td > a[href]:not(.external)")].filter((link) => {
  const cell = link.parentElement;
  const marks = [...cell.querySelectorAll("sup.cite")].map((mark) => mark.textContent).join("");
  return cell.textContent.trim() === `${link.textContent}${marks}`.trim() && !cell.closest(".compare-table, .explore-plain");
});

const equip = () => {
  const rows = new WeakSet();
  const found = [
    ...[...document.querySelectorAll("[data-model]")].map((row) => [row.querySelector(".row-tools") ?? row, row.dataset.model, row.dataset.name ?? row.textContent.trim()]),
    ...cells(document.querySelector(".md-content") ?? document.body).map((link) => [link.parentElement, modelAt(link.href), link.textContent.trim()]),
  ];
  for (const [place, id, name] of found) {
    const row = place.closest("tr") ?? place;
    if (!id || rows.has(row)) continue;
    rows.add(row);
    if (row.querySelector(".basket-toggle") || (place.matches("a") && place.nextElementSibling?.matches(".basket-toggle"))) continue;
    const made = button(id, name, "in-row");
    if (place.matches("a")) place.after(made);
    else {
      place.classList.add("basket-place");
      place.append(made);
    }
  }
  paint();
};

const own = modelAt(location.href);
const title = document.querySelector(".md-content h1");
if (own && title) {
  const name = [...title.childNodes].filter((node) => !node.matches?.(".headerlink")).map((node) => node.textContent).join("").trim();
  const made = button(own, name, "of-page");
  const above = document.querySelector(".md-content .crumb");
  if (above) above.append(made);
  else title.before(made);
}

document.body.append(tray, status);
document.addEventListener("mmkb:rows", equip);
equip();

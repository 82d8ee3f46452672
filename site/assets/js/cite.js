// Marks of sources tell what they stand for: the source and the place in it, beside the mark, on hover, tap and Enter.
// Without this script a mark leads to the list at the end of the page.

const MARKS = 'sup.cite > a[href^="#source-"]';
const OPEN_AFTER = 150;
const CLOSE_AFTER = 250;
const GAP = 6;

let shown = null; // { mark, card, pinned }
let timer = 0;

const element = (tag, properties = {}, children = []) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

const markOf = (event) => (event.target instanceof Element ? event.target.closest(MARKS) : null);

// What stands in the list: the link to the source and what is said of it, up to the places.
const listed = (mark) => {
  const place = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  const item = place?.closest("li");
  if (!item) return null;
  const about = [];
  for (const node of item.firstElementChild?.tagName === "P" ? item.firstElementChild.childNodes : item.childNodes) {
    if (node.nodeName === "BR") break;
    if (node.nodeName !== "SPAN" || node.textContent) about.push(node.cloneNode(true));
  }
  const where = [...place.childNodes].filter((node) => node.nodeName !== "B").map((node) => node.cloneNode(true));
  return { about, where };
};

const cardOf = (mark) => {
  const found = listed(mark);
  if (!found) return null;
  const name = mark.textContent.trim();
  const more = element("p", { className: "cite-more" }, [
    element("a", { href: mark.hash, textContent: "In the list of sources" }),
  ]);
  const card = element("div", { className: "cite-card", id: "cite-card", popover: "manual" }, [
    element("p", { className: "cite-where" }, [element("b", { textContent: name }), " ", ...found.where]),
    element("p", { className: "cite-about" }, found.about),
    more,
  ]);
  card.role = "dialog";
  card.ariaLabel = `Source ${name}`;
  return { card, more };
};

const place = () => {
  if (!shown) return;
  const { mark, card } = shown;
  const at = mark.getBoundingClientRect();
  if (at.bottom < 0 || at.top > innerHeight) {
    close();
    return;
  }
  const { width, height } = card.getBoundingClientRect();
  const below = at.bottom + GAP + height <= innerHeight || at.top < innerHeight - at.bottom;
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
  card.style.setProperty("left", `${left}px`);
  card.style.setProperty("top", `${below ? at.bottom + GAP : Math.max(8, at.top - GAP - height)}px`);
};

const close = () => {
  clearTimeout(timer);
  if (!shown) return;
  const { mark, card } = shown;
  shown = null;
  if (card.contains(document.activeElement)) mark.focus({ preventScroll: true });
  mark.ariaExpanded = "false";
  mark.removeAttribute("aria-controls");
  card.remove();
};

const open = (mark, pinned) => {
  clearTimeout(timer);
  if (shown?.mark === mark) {
    shown.pinned ||= pinned;
    return;
  }
  close();
  const made = cardOf(mark);
  if (!made) return;
  // Behind its mark, so that the next stop of the Tab key is in it; shown above everything, so that no table cuts it off.
  mark.after(made.card);
  shown = { mark, card: made.card, pinned };
  mark.dispatchEvent(new CustomEvent("mm:cite", { bubbles: true, detail: { mark, more: made.more } }));
  made.card.showPopover();
  mark.ariaExpanded = "true";
  mark.setAttribute("aria-controls", made.card.id);
  place();
};

document.addEventListener("click", (event) => {
  const mark = markOf(event);
  if (mark && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    if (!document.getElementById(decodeURIComponent(mark.hash.slice(1)))) return;
    event.preventDefault();
    if (shown?.mark === mark && shown.pinned) close();
    else open(mark, true);
  } else if (shown && (!shown.card.contains(event.target) || event.target.closest('a[href^="#"]'))) {
    close();
  }
});

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const mark = markOf(event);
  if (mark) {
    clearTimeout(timer);
    timer = setTimeout(() => open(mark, false), shown ? 0 : OPEN_AFTER);
  } else if (shown?.card.contains(event.target)) {
    clearTimeout(timer);
  } else if (shown && !shown.pinned) {
    clearTimeout(timer);
    timer = setTimeout(close, CLOSE_AFTER);
  } else {
    clearTimeout(timer);
  }
});

document.addEventListener("focusin", (event) => {
  const mark = markOf(event);
  if (mark && shown?.mark !== mark) mark.ariaExpanded = "false";
  if (shown && event.target !== shown.mark && !shown.card.contains(event.target)) close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !shown) return;
  event.stopPropagation();
  close();
}, true);

addEventListener("scroll", place, { passive: true, capture: true });
addEventListener("resize", place);
addEventListener("beforeprint", close);

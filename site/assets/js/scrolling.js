// What scrolls sideways can be reached by keyboard, and only as long as it scrolls.

const BOXES = ".md-typeset__scrollwrap, figure.diagram, .formula, pre > code";

const told = (box) => box.getAttribute("aria-label") ?? (box.matches("figure") ? "Figure" : "Table");

const look = (box) => {
  // What is not seen yet is not laid out and overflows nothing; asked for the size of a part of it, the browser tells that.
  const wide = Math.max(box.scrollWidth, box.firstElementChild?.getBoundingClientRect().width ?? 0);
  const scrolls = wide > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible";
  if (scrolls === box.hasAttribute("tabindex")) return;
  if (scrolls) {
    box.tabIndex = 0;
    if (!box.matches("figure, code")) box.setAttribute("role", "group");
    if (!box.matches("code")) box.ariaLabel = told(box);
  } else box.removeAttribute("tabindex");
};

// The theme puts tables into boxes after this script has run, and others fold, fill and widen them.
const article = document.querySelector(".md-content");
if (article) {
  const later = window.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  let left = null;
  const some = (free) => {
    while (left.length && (free?.timeRemaining() ?? 50) > 4) look(left.shift());
    if (left.length) later(some);
    else left = null;
  };
  const soon = () => {
    if (left === null) later(some);
    left = [...document.querySelectorAll(BOXES)];
  };
  new ResizeObserver(soon).observe(article);
  new MutationObserver(soon).observe(article, { childList: true, subtree: true });
}

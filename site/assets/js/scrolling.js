// What scrolls sideways can be reached by keyboard, and only as long as it scrolls.

const BOXES = ".md-typeset__scrollwrap, figure.diagram, .formula, pre > code";

const told = (box) => box.getAttribute("aria-label") ?? (box.matches("figure") ? "Figure" : "Table");

const update = () => {
  for (const box of document.querySelectorAll(BOXES)) {
    const scrolls = box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible";
    if (scrolls === box.hasAttribute("tabindex")) continue;
    if (scrolls) {
      box.tabIndex = 0;
      if (!box.matches("figure, code")) box.setAttribute("role", "group");
      if (!box.matches("code")) box.ariaLabel = told(box);
    } else box.removeAttribute("tabindex");
  }
};

// The theme puts tables into boxes after this script has run, and others fold, fill and widen them.
const article = document.querySelector(".md-content");
if (article) {
  let asked = 0;
  const soon = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(update);
  };
  new ResizeObserver(soon).observe(article);
  new MutationObserver(soon).observe(article, { childList: true, subtree: true });
}

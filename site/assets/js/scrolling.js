// What scrolls sideways can be reached by keyboard, and only as long as it scrolls.

const BOXES = ".md-typeset__scrollwrap, figure.diagram, .formula, pre > code";

const told = (box) => box.getAttribute("aria-label") ?? (box.matches("figure") ? "Figure" : "Table");

const update = () => {
  // All is measured before anything is changed, so that the page is laid out once.
  const boxes = [...document.querySelectorAll(BOXES)];
  const scrolling = boxes.map((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible");
  for (const [i, box] of boxes.entries()) {
    if (scrolling[i] === box.hasAttribute("tabindex")) continue;
    if (scrolling[i]) {
      box.tabIndex = 0;
      if (!box.matches("figure, code")) box.setAttribute("role", "group");
      if (!box.matches("code")) box.ariaLabel = told(box);
    } else box.removeAttribute("tabindex");
  }
};

// The theme puts tables into boxes after this script has run, and others fold, fill and widen them.
const article = document.querySelector(".md-content");
if (article) {
  const later = window.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    later(() => {
      asked = false;
      update();
    });
  };
  new ResizeObserver(soon).observe(article);
  new MutationObserver(soon).observe(article, { childList: true, subtree: true });
}

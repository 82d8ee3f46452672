// The index of the theme's search, held back until somebody is about to search. The theme asks for it on every page and has
// no setting for that; with thousands of models it is half a megabyte, and making a searchable index of it takes a phone
// seconds. Should the theme ask in another way one day, nothing is held back and the search is as it would be without this.
(() => {
  "use strict";

  // A link that asks for a search, and one to a page that was found, on which the theme marks the words.
  const asked = new URLSearchParams(location.search);
  if (asked.has("q") || asked.has("h")) return;

  const index = new URL("search/search_index.json", __md_scope).href;
  const { open, send } = XMLHttpRequest.prototype;
  let held = null;
  let wanted = false;

  XMLHttpRequest.prototype.open = function (method, address, ...more) {
    open.call(this, method, address, ...more);
    if (new URL(address, location.href).href !== index) return;
    XMLHttpRequest.prototype.open = open;
    this.send = function (...body) {
      delete this.send;
      held = () => send.apply(this, body);
      if (wanted) held();
    };
  };

  // The pointer on the field or its button, the field in focus, and whatever opens it, by key or by script.
  const near = ({ target }) => target instanceof Element && target.closest("[data-md-component='search'], [for='__search'], #__search");
  const events = ["pointerover", "focusin", "change"];
  const search = (event) => {
    if (wanted || !near(event)) return;
    wanted = true;
    for (const name of events) document.removeEventListener(name, search, true);
    held?.();
  };
  for (const name of events) document.addEventListener(name, search, true);
})();

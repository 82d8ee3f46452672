// Making elements: every text is set as text.

export const make = (tag, properties = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name.startsWith("data-") || name === "role" || name === "for") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
};

// The same, with children in a list, and attributes that are no properties beside the properties.
export const element = (tag, { attributes = {}, ...properties } = {}, children = []) => {
  const made = make(tag, properties, ...children);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

export const hidden = (text) => make("span", { className: "unseen", textContent: text });

export const press = (label, act, properties = {}) => {
  const button = make("button", { type: "button", textContent: label, ...properties });
  button.addEventListener("click", act);
  return button;
};

export const link = (href, text) => make("a", { href, textContent: text });

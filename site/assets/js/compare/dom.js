export const element = (tag, properties = {}, children = []) => {
  const { attributes = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

export const spoken = (text) => element("span", { className: "compare-spoken", textContent: text });

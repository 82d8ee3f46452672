// Plain data of an entry out of what the form holds: nothing empty, and where each block of the form went.

const empty = (value) => value === undefined || value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);

export const plain = (value, places = new Map(), path = []) => {
  if (typeof value === "string") return value.trim();
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const kept = [];
    places.set(value, path);
    for (const item of value) {
      const made = plain(item, places, [...path, kept.length]);
      if (empty(made)) places.delete(item);
      else kept.push(made);
    }
    return kept;
  }
  places.set(value, path);
  const kept = {};
  for (const [key, item] of Object.entries(value)) {
    const made = plain(item, places, [...path, key]);
    if (!empty(made)) kept[key] = made;
  }
  return kept;
};

export const slug = (text) => text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "")
  .replace(/[^a-z0-9.]+/g, "-").replace(/[.-]*-[.-]*/g, "-").replace(/\.+/g, ".").replace(/^[.-]+|[.-]+$/g, "").slice(0, 80);

// A number where the whole text is one, as the catalogue writes counts.
export const numeric = (text) => (/^(0|[1-9]\d{0,14})$/.test(text.trim()) ? Number(text.trim()) : text);

export const words = (path) => path.join(".");

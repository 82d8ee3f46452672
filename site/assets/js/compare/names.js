import { folded } from "../shared/words.js";

const MOST_MEANT = 3;

const bare = (text) => folded(text).replace(/[^\p{L}\p{N}+.]/gu, "");

// Steps from one word to another: letters put in, left out, changed, or two neighbours swapped.
const distance = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
};

export class Names {
  constructor(told) {
    this.told = told;
    this.models = new Map(told.models.map(([id, name, others, instead]) => [id, { id, name, others, instead }]));
    this.words = [...this.models.values()].map((model) => ({
      model,
      known: [...new Set([model.name, model.id, ...model.others])].map((word) => ({ word, text: folded(word), bare: bare(word) })),
    }));
  }

  // What a word of the address stands for, whatever its case; the pointers of old ids are followed.
  find(word) {
    const asked = folded(word);
    let found = this.models.get(word) ?? this.words.find(({ known }) => known.some(({ text }) => text === asked))?.model;
    const from = found;
    const seen = new Set();
    while (found?.instead && this.models.has(found.instead) && !seen.has(found.id)) {
      seen.add(found.id);
      found = this.models.get(found.instead);
    }
    return { found, from: found === from ? undefined : from };
  }

  // Models whose names begin with what was typed, then those that hold it.
  like(typed, without, most = 8) {
    const asked = bare(typed);
    if (!asked) return [];
    const ranked = [];
    for (const { model, known } of this.words) {
      if (without.has(model.id) || model.instead) continue;
      let best;
      for (const { word, bare: text } of known) {
        const at = text.indexOf(asked);
        const rank = at < 0 ? undefined : text === asked ? 0 : at === 0 ? 1 : 2;
        if (rank !== undefined && (best === undefined || rank < best.rank)) best = { rank, word, model };
      }
      if (best) ranked.push(best);
    }
    ranked.sort((a, b) => a.rank - b.rank || a.model.name.length - b.model.name.length || a.model.name.localeCompare(b.model.name));
    return ranked.slice(0, most);
  }

  meant(word, without) {
    const asked = bare(word);
    const most = Math.max(1, Math.floor(asked.length / 3));
    const near = [];
    for (const { model, known } of this.words) {
      if (without.has(model.id) || model.instead) continue;
      const steps = Math.min(...known.map(({ bare: text }) => distance(asked, text, most)));
      if (steps <= most) near.push([steps, model]);
    }
    near.sort(([a, one], [b, other]) => a - b || one.name.localeCompare(other.name));
    const found = near.slice(0, MOST_MEANT).map(([, model]) => model);
    return found.length ? found : this.like(word, without, MOST_MEANT).map(({ model }) => model);
  }
}

// Sets of models as bits: the model at place i is bit i % 32 of word i / 32.

export const none = (size) => new Uint32Array((size + 31) >>> 5);

export const all = (size) => {
  const bits = none(size).fill(0xffffffff);
  if (size & 31) bits[bits.length - 1] = 2 ** (size & 31) - 1;
  return bits;
};

export const add = (bits, place) => {
  bits[place >>> 5] |= 1 << (place & 31);
};

export const keep = (bits, others) => {
  for (let i = 0; i < bits.length; i++) bits[i] &= others[i];
  return bits;
};

export const join = (bits, others) => {
  for (let i = 0; i < bits.length; i++) bits[i] |= others[i];
  return bits;
};

const ones = (word) => {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
};

export const count = (bits) => {
  let found = 0;
  for (const word of bits) found += ones(word);
  return found;
};

export const inBoth = (bits, others) => {
  let found = 0;
  for (let i = 0; i < bits.length; i++) found += ones(bits[i] & others[i]);
  return found;
};

export const places = (bits) => {
  const found = [];
  bits.forEach((word, i) => {
    while (word) {
      found.push(i * 32 + 31 - Math.clz32(word & -word));
      word &= word - 1;
    }
  });
  return found;
};

// Words as they are searched, and as they are read.

const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", ß: "ss", æ: "ae", œ: "oe", þ: "th", ı: "i" };

// Without accents, in lower case.
export const folded = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[øłđðßæœþı]/g, (letter) => LETTERS[letter]);

// A word of the vocabulary as people read it.
export const spoken = (word) => (word === "imu" ? "IMU" : word.replaceAll("-", " "));

const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/gu;

// Characters that steer instead of show would let a text pose as another one.
export const visible = (text) => text.replace(STEERING, (found) => (found === "\t" ? " " : "\ufffd"));

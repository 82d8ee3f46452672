// Answers as texts to take away.
import { defused, quoted } from "../shared/csv.js";

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const plain = (value) => {
  if (value === null) return "";
  if (value instanceof Uint8Array) return hex(value);
  return typeof value === "number" && Number.isFinite(value) ? String(Number(value.toPrecision(15))) : String(value);
};

const cell = (value) => quoted(typeof value === "string" ? defused(value) : plain(value));

export const toCsv = ({ columns, rows }) =>
  [columns.map(cell), ...rows.map((row) => row.map(cell))].map((line) => `${line.join(",") || '""'}\n`).join("");

// Names of columns, each once: the second "id" becomes "id_2", as in mmkb/query/sqltable.py.
export const unlike = (columns) => {
  const given = [];
  for (const column of columns) {
    let name = column;
    for (let number = 2; given.includes(name) || (name !== column && columns.includes(name)); number += 1) name = `${column}_${number}`;
    given.push(name);
  }
  return given;
};

const json = (value) => {
  if (value instanceof Uint8Array) return JSON.stringify(hex(value));
  // A whole number beyond what a number of this language holds stays whole.
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
};

// An object is written by hand: one with a key that looks like a number would put it first.
export const toJson = ({ columns, rows }) => {
  const keys = unlike(columns).map((name) => JSON.stringify(name));
  const lines = rows.map((row) => ` {${row.map((value, i) => `${keys[i]}: ${json(value)}`).join(", ")}}`);
  return lines.length ? `[\n${lines.join(",\n")}\n]\n` : "[]\n";
};

const markdown = (text) =>
  text.trim().split(/\s+/).join(" ").replace(/[\\`*_{}[\]|~$]/g, "\\$&").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const toMarkdown = ({ columns, rows }, numeric) => {
  const line = (cells) => `| ${cells.map((value) => (typeof value === "string" ? markdown(value) : plain(value))).join(" | ")} |\n`;
  const rule = `|${columns.map((_, i) => (numeric[i] ? " ---: " : " --- ")).join("|")}|\n`;
  return line(columns) + rule + rows.map(line).join("");
};

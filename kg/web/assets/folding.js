// The folded keys of kg/search.py and kg/pipeline/normal.py for pages that have no server; a test compares both.
"use strict";

const MARKS = /[\u0600-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/gu;
const COMBINING = /\p{M}/u;
const INVISIBLE = /[\u0640\u200c-\u200f\u061c\ufeff\u202a-\u202e\u2066-\u2069]/gu;
const LETTERS = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي" };
const WORD = /[\p{L}\p{N}_]+/gu;
const ARTICLE = /^[وف]?(?:[بك]?ال(?!له$)|لل(?!ه$))(?=[\p{L}\p{N}_]{2})/u;
const CONJUNCTION = /^[وف](?=[\p{L}\p{N}_]{3})/u;
const PREPOSITION = /^[بلك](?=[\p{L}\p{N}_]{3})/u;

function normal(text) {
  if (/[\ufb50-\ufeff]/u.test(text)) text = text.normalize("NFKC");
  return text
    .replace(INVISIBLE, "")
    .replace(MARKS, (c) => (COMBINING.test(c) ? "" : c))
    .replace(/[أإآٱىةؤئکی]/gu, (c) => LETTERS[c])
    .replace(/[٠-٩]/gu, (c) => String(c.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/gu, (c) => String(c.charCodeAt(0) - 0x6f0))
    .toLowerCase()
    .replace(/ß/gu, "ss")
    .replace(/ς/gu, "σ");
}

const wordsOf = (text) => normal(text).match(WORD) || [];
const bare = (word) => word.replace(ARTICLE, "");

function withoutParticles(word) {
  const found = [];
  let rest = word;
  if (CONJUNCTION.test(word)) {
    rest = word.slice(1);
    found.push(rest);
  }
  if (PREPOSITION.test(rest) && (rest === word || rest.length > 4)) found.push(rest.slice(1));
  return found;
}

function textKey(text) {
  const words = wordsOf(text).map(bare);
  const keys = [words.join(" ")];
  words.forEach((word, place) => {
    const followers = words.slice(place + 1, place + 3);
    for (const other of withoutParticles(word)) keys.push([other, ...followers].join(" "));
  });
  return ` ${keys.join(" | ")} `;
}

function topicKey(words) {
  const found = wordsOf(words).map(bare);
  if (!found.length) return "";
  return ` ${found.join(" ")}` + (found[found.length - 1].length <= 2 ? " " : "");
}

function nameParts(name) {
  const { next, previous } = QAWL.joins;
  const parts = [];
  let open = false;
  for (const word of wordsOf(name)) {
    if (parts.length && (open || previous.includes(word))) parts[parts.length - 1] += word;
    else parts.push(word);
    open = next.includes(word);
  }
  return parts;
}

function nameKey(name) {
  const parts = nameParts(name).map((part) => (part.startsWith("ال") && part.length > 4 ? part.slice(2) : part));
  return parts.length ? ` ${parts.join(" ")} ` : "";
}

// What is between quotation marks is looked for as a phrase, any other word by itself.
function terms(text) {
  const found = [];
  for (const match of text.matchAll(/"([^"]*)"|«([^»]*)»|“([^”]*)”|(\S+)/gu)) {
    const term = match.slice(1).find((part) => part !== undefined);
    if (topicKey(term)) found.push(term);
  }
  return found;
}

for (const input of document.querySelectorAll("input[type=search]")) {
  input.addEventListener("input", () => {
    if (input.value.trim() === "") input.removeAttribute("dir");
    else input.dir = "auto";
  });
}

// What is drawn, as it is said: for the names of messages, which a screen reader goes through one by one.

import { mrkdwn } from "/page/mrkdwn.js";

const ENOUGH = 60; // characters that tell one message from another

/** The words in what is drawn. */
export function wordsOf(drawn) {
  if (Array.isArray(drawn)) return drawn.map(wordsOf).join("");
  if (drawn === null || drawn === undefined || drawn === false) return "";
  if (typeof drawn !== "object") return String(drawn);
  return drawn.tag === null ? drawn.text : wordsOf(drawn.children);
}

/** How a message begins. */
export function firstWords(text) {
  const line = (text || "").split("\n").find((each) => each.trim()) || "";
  const words = wordsOf(mrkdwn(line)).trim();
  if (words.length <= ENOUGH) return words;
  const cut = words.slice(0, ENOUGH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), ENOUGH / 2))}…`;
}

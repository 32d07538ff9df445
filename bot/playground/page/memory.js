// What this browser remembers of a playground when the page is loaded again: what was read, and what was tried.

import { change, now, ui } from "/page/store.js";

const KEY = "playground";
const DAY = 86_400;
let written = null;

/** Take up what is remembered of this playground; of one that was never seen here, what is older than a day is read. */
export function recall() {
  const kept = read();
  ui.begun = kept?.begun ?? now() - DAY;
  ui.read = kept?.read ?? {};
  ui.done = new Set(kept?.done);
  ui.guide = kept?.guide ?? true;
}

/** Remember it as it is now. */
export function remember() {
  const { begun, read, guide } = ui;
  const whole = JSON.stringify({ of: ui.screen.playground, begun, read, done: [...ui.done], guide });
  if (begun === undefined || whole === written) return;
  written = whole;
  localStorage.setItem(KEY, whole);
}

function read() {
  written = localStorage.getItem(KEY);
  try {
    const kept = JSON.parse(written);
    return kept?.of === ui.screen.playground ? kept : null;
  } catch {
    return null;
  }
}

// Another window of this browser has seen something.
addEventListener("storage", (event) => {
  if (event.key !== KEY || !ui.screen) return;
  recall();
  change();
});

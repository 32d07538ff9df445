// What is in sight: the newest messages for whoever reads at the end, the answer to what one does, and for whoever reads
// further up the place where they are.

import { change, ui } from "/page/store.js";

const NEAR = 80; // pixels from its end within which a list counts as read to its end
const ANSWERED = new Set(["write", "act", "submit"]);
const OVERLAID = matchMedia("(max-width: 1100px)"); // there a thread lies over the conversation, as the style sheet says

const lists = new Map(); // by name: {end: whether one reads at its end, last: the newest message then, put: where it was scrolled to}
let awaited = null; // what one did last and may be answered: {you, channel, known, changed, shown}

/** What a list of messages needs to be kept in its place. */
export function keptInPlace(name, onkeydown) {
  return {
    "data-list": name,
    created: (dom) => {
      lists.set(name, { end: true, last: 0, put: 0 });
      const keep = () => stateOf(dom).end && toEnd(dom);
      new ResizeObserver(keep).observe(dom);
      dom.addEventListener("load", keep, true); // a picture
      dom.addEventListener("toggle", () => scrolled(dom), true);
    },
    onscroll: (event) => scrolled(event.currentTarget),
    onwheel: forget,
    ontouchmove: forget,
    onpointerdown: (event) => {
      if (event.target === event.currentTarget) forget(); // its scroll bar
    },
    onkeydown: (event) => {
      if (SCROLLING.has(event.key)) forget();
      onkeydown(event);
    },
  };
}

const SCROLLING = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

/** How many of the messages of this list have come below what is in sight. */
export function below(name, messages) {
  const list = lists.get(name);
  if (!list || list.end) return 0;
  return messages.filter((each) => Number(each.ts) > list.last && each.user !== ui.me).length;
}

/** Go to the end of a list. */
export function goToEnd(name) {
  const dom = domOf(name);
  toEnd(dom);
  dom.focus({ preventScroll: true });
  change();
}

/** Before something is done: its answer shall be in sight. What one writes stands at the end, so that is shown at once. */
export function expectAnswer(action, { thread } = {}) {
  if (!ANSWERED.has(action) || !ui.screen) return;
  const { you, channel, messages } = ui.screen;
  awaited = { you, channel, known: new Set(messages.map((each) => each.ts)), changed: { ...ui.changed }, shown: null };
  if (action !== "write") return;
  awaited.changed = null; // a message that changes with it is not the answer
  const dom = document.querySelector(thread ? ".thread .messages" : "main .messages");
  if (dom) toEnd(dom);
}

/** After drawing: everything in its place. */
export function settle() {
  for (const dom of document.querySelectorAll(".messages")) if (stateOf(dom).end) toEnd(dom);
  showAnswer();
}

function showAnswer() {
  const { screen } = ui;
  if (!awaited || screen.you !== awaited.you) return;
  if (screen.channel !== awaited.channel) return;
  const answer = answerAmong(screen.messages);
  const mark = answer && `${answer.ts} ${ui.changed[answer.ts] || 0}`;
  if (!answer || mark === awaited.shown) return;
  const shown = articleOf(answer);
  if (!shown) return;
  awaited.shown = mark;
  reveal(shown);
}

/** The newest message that came since, from the bot or from oneself; else the one that was changed. */
function answerAmong(messages) {
  const came = messages.filter(
    (each) => !awaited.known.has(each.ts) && (each.user === ui.me || ui.screen.people[each.user]?.isBot),
  );
  const { changed: before } = awaited;
  const changed = before ? messages.filter((each) => ui.changed[each.ts] !== before[each.ts]) : [];
  return came.at(-1) || changed.at(-1);
}

/** Where an answer stands. What only a thread holds opens it, and what a thread lies over closes it. */
function articleOf(answer) {
  const find = (place, ts) => document.querySelector(`${place} [data-ts="${ts}"]`);
  const inThread = ui.thread && find(".thread", answer.ts);
  if (inThread) return inThread;
  const reply = answer.thread_ts && answer.thread_ts !== answer.ts;
  if (reply && answer.ephemeral) {
    change({ thread: answer.thread_ts });
    return null;
  }
  const inRoom = find("main", reply ? answer.thread_ts : answer.ts);
  if (inRoom && ui.thread && OVERLAID.matches) {
    change({ thread: null });
    return null;
  }
  return inRoom;
}

function reveal(article) {
  const dom = article.closest(".messages");
  if (article === dom.lastElementChild) toEnd(dom);
  else article.scrollIntoView({ block: "nearest" });
  stateOf(dom).put = dom.scrollTop;
}

function scrolled(dom) {
  const state = stateOf(dom);
  const end = dom.scrollHeight - dom.scrollTop - dom.clientHeight < NEAR;
  if (end === state.end) return;
  state.end = end;
  if (!end) {
    state.last = newest();
    if (dom.scrollTop < state.put - 1) forget();
  }
  change();
}

function toEnd(dom) {
  dom.scrollTop = dom.scrollHeight;
  Object.assign(stateOf(dom), { end: true, put: dom.scrollTop });
}

/** Whoever scrolls has seen the answer, or does not wait for it. */
export function forget() {
  awaited = null;
}

const newest = () => Math.max(0, ...ui.screen.messages.map((each) => Number(each.ts)));
const stateOf = (dom) => lists.get(dom.dataset.list);
const domOf = (name) => [...document.querySelectorAll(".messages")].find((dom) => dom.dataset.list === name);

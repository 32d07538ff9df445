// A list of messages: by day, by author, with threads, and with marks on what only one person sees.

import { blocks } from "/page/blocks.js";
import { longDay, nearDay, shortTime, wall } from "/page/dates.js";
import { focusSoon } from "/page/focus.js";
import { icon } from "/page/icons.js";
import { mrkdwn, signed } from "/page/mrkdwn.js";
import { change, me, now, ui } from "/page/store.js";
import { h } from "/page/vdom.js";
import { firstWords } from "/page/words.js";

const TOGETHER = 300; // seconds within which an author's next message stands without a new heading

/** What belongs in the channel itself; replies are shown in their thread. */
export function channelMessages() {
  const messages = ui.screen.messages.filter((each) => !isReply(each));
  return { messages, shown: list(messages, { threads: true }) };
}

/** A thread: its first message and the replies. */
export function threadMessages(ts) {
  const messages = ui.screen.messages.filter((each) => each.ts === ts || each.thread_ts === ts);
  return { messages, shown: list(messages, { threads: false }) };
}

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

function list(messages, { threads }) {
  const shown = [];
  let before = null;
  for (const message of messages) {
    const { day } = said(message);
    if (!before || said(before).day !== day) {
      shown.push(dayLine(message, day));
      before = null;
    }
    const follows =
      before &&
      before.user === message.user &&
      !before.ephemeral &&
      !message.ephemeral &&
      Number(message.ts) - Number(before.ts) < TOGETHER;
    shown.push(one(message, { follows, threads }));
    before = message;
  }
  return shown;
}

function dayLine(message, day) {
  const name = nearDay(Number(message.ts), me().zone, now()) || said(message).longDay;
  return h("div", { key: `day ${day}`, class: "day", role: "separator", "aria-label": name }, h("span", {}, name));
}

const sayings = new WeakMap();

/** When a message was written, on the reader's clock, and what it is called. Kept, since every drawing asks for it. */
function said(message) {
  const { zone, locale } = me();
  const kept = sayings.get(message);
  if (kept?.zone === zone && kept.locale === locale) return kept;
  const at = Number(message.ts);
  const time = shortTime(at, zone, locale);
  const saying = { zone, locale, time, day: wall(at, zone).day, longDay: longDay(at, zone, locale) };
  saying.name = nameOf(message, time);
  sayings.set(message, saying);
  return saying;
}

/** By what one message is told from the others: who wrote it, when, for whom, and its first words. */
function nameOf(message, time) {
  const author = ui.screen.people[message.user]?.realName || message.user;
  const who = [author, time, message.ephemeral && "only visible to you"].filter(Boolean).join(", ");
  const words = firstWords(message.text);
  return words ? `${who}: ${words}` : who;
}

function one(message, { follows, threads }) {
  const author = ui.screen.people[message.user];
  const { time, longDay: day, name } = said(message);
  const at = h("time", { class: "time", title: `${day}, ${time}` }, time);
  return h(
    "article",
    {
      key: `${message.ts}${message.ephemeral ? "e" : ""}`,
      class: `message ${follows ? "follows" : ""} ${message.ephemeral ? "ephemeral" : ""}`,
      "data-ts": message.ts,
      "aria-label": name,
      tabindex: -1,
    },
    message.ephemeral && h("div", { class: "only-you" }, icon("eye"), " Only visible to you"),
    h("div", { class: "gutter" }, follows ? at : avatar(message.user)),
    h(
      "div",
      { class: "body" },
      !follows &&
        h(
          "div",
          { class: "author" },
          h("b", {}, author?.realName || message.user),
          author?.isBot && h("span", { class: "app" }, "APP"),
          author?.status && signed(author.status.replaceAll(":", "")),
          at,
        ),
      h("div", { key: "content", ...flash(ui.changed[message.ts] || 0) }, content(message, threads ? null : "thread ")),
      threads && threadLine(message),
    ),
    threads &&
      !message.ephemeral &&
      h(
        "div",
        { class: "hover", "aria-live": "off" },
        h(
          "button",
          {
            type: "button",
            title: "Reply in thread",
            "aria-label": "Reply in thread",
            onclick: () => openThread(message.ts),
          },
          icon("reply"),
        ),
      ),
  );
}

/** A change is seen, each time anew, and not read out as if it were a new message. */
function flash(times) {
  if (!times) return { class: "content" };
  return { class: `content ${times % 2 ? "changed" : "changed-again"}`, "aria-live": "off" };
}

/** The arrows go from message to message, as in Slack; from one that has the focus, Tab goes into it. */
export function walked(event) {
  const list = event.currentTarget;
  if (event.target !== list && !event.target.matches("article")) return;
  const all = [...list.querySelectorAll("article")];
  const at = all.indexOf(event.target);
  const to = { ArrowUp: at < 0 ? all.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || (at < 0 && event.key === "ArrowDown")) return;
  event.preventDefault();
  const article = all[Math.max(0, Math.min(to, all.length - 1))];
  article?.focus({ preventScroll: true });
  article?.scrollIntoView({ block: "nearest" });
}

function content(message, beside) {
  const place = {
    where: { channel: ui.screen.channel, message: message.ts },
    beside,
    key: `${ui.me} ${ui.screen.channel} ${message.ts}`,
    values: {},
  };
  return [
    message.blocks
      ? blocks(place, message.blocks)
      : h(
          "div",
          { class: "text" },
          mrkdwn(message.text),
          message.edited && h("span", { class: "quiet edited" }, " (edited)"),
        ),
    (message.attachments || []).map((each, index) => attachment(place, each, index)),
    (message.files || []).map(file),
  ];
}

function attachment(place, each, index) {
  const colour = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" }[each.color] || each.color;
  return h(
    "div",
    { class: "attachment", style: colour ? { "border-color": colour.startsWith("#") ? colour : `#${colour}` } : {} },
    each.title && h("b", {}, each.title),
    each.text && h("div", {}, mrkdwn(each.text)),
    each.blocks && blocks({ ...place, key: `${place.key} ${index}` }, each.blocks),
  );
}

function file(each) {
  const source = `/page/data/upload/${each.id}`;
  if (/\.(png|jpe?g|gif)$/i.test(each.name || ""))
    return h("img", { class: "picture", src: source, alt: each.alt_txt || each.title || each.name });
  return h("a", { class: "file", href: source, download: each.name }, `📄 ${each.title || each.name}`);
}

function openThread(ts) {
  change({ thread: ts, inspector: { ...ui.inspector, open: false } });
  focusSoon(() => document.querySelector(".thread .composer textarea"));
}

function threadLine(message) {
  if (!message.reply_count) return null;
  const { zone, locale } = me();
  return h(
    "button",
    { type: "button", class: "thread-line", "aria-live": "off", onclick: () => openThread(message.ts) },
    (message.reply_users || []).slice(0, 3).map((id) => avatar(id, "mini")),
    h("b", {}, message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`),
    h("span", { class: "quiet" }, `Last at ${shortTime(Number(message.latest_reply), zone, locale)}`),
  );
}

const HUES = [212, 152, 330, 28, 262, 186, 4, 84];

/** A person's square. */
export function avatar(id, size = "") {
  const person = ui.screen.people[id];
  const name = person?.realName || "?";
  const initials = name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join("")
    .toUpperCase();
  const hue = HUES[[...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % HUES.length];
  return h(
    "span",
    { class: `avatar ${size} ${person?.isBot ? "bot" : ""}`, "aria-hidden": "true", style: { "--hue": hue } },
    initials,
  );
}

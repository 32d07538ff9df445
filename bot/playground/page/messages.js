// A list of messages: by day, by author, with threads, and with marks on what only one person sees.

import { blocks } from "/page/blocks.js";
import { longDay, nearDay, shortTime, wall } from "/page/dates.js";
import { emoji } from "/page/emoji.js";
import { icon } from "/page/icons.js";
import { mrkdwn } from "/page/mrkdwn.js";
import { change, me, now, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

const TOGETHER = 300; // seconds within which an author's next message stands without a new heading

/** What belongs in the channel itself; replies are shown in their thread. */
export function channelMessages() {
  const { messages } = ui.screen;
  return list(
    messages.filter((each) => !isReply(each)),
    { threads: true },
  );
}

/** A thread: its first message and the replies. */
export function threadMessages(ts) {
  return list(
    ui.screen.messages.filter((each) => each.ts === ts || each.thread_ts === ts),
    { threads: false },
  );
}

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

function list(messages, { threads }) {
  const { zone, locale } = me();
  const shown = [];
  let before = null;
  for (const message of messages) {
    const day = wall(Number(message.ts), zone).day;
    if (!before || wall(Number(before.ts), zone).day !== day) {
      const name = nearDay(Number(message.ts), zone, now()) || longDay(Number(message.ts), zone, locale);
      shown.push(h("div", { key: `day ${day}`, class: "day", role: "separator" }, h("span", {}, name)));
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

function one(message, { follows, threads }) {
  const { zone, locale } = me();
  const author = ui.screen.people[message.user];
  const time = shortTime(Number(message.ts), zone, locale);
  const at = h("time", { class: "time", title: `${longDay(Number(message.ts), zone, locale)}, ${time}` }, time);
  return h(
    "article",
    {
      key: `${message.ts}${message.ephemeral ? "e" : ""}`,
      class: `message ${follows ? "follows" : ""} ${message.ephemeral ? "ephemeral" : ""}`,
      "data-ts": message.ts,
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
          author?.status && h("span", {}, emoji(author.status.replaceAll(":", ""))),
          at,
        ),
      h(
        "div",
        {
          key: `content ${ui.changed[message.ts] || 0}`,
          class: ui.changed[message.ts] ? "content changed" : "content",
        },
        content(message),
      ),
      threads && threadLine(message),
    ),
    threads &&
      !message.ephemeral &&
      h(
        "div",
        { class: "hover" },
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

function content(message) {
  const place = {
    where: { channel: ui.screen.channel, message: message.ts },
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
}

function threadLine(message) {
  if (!message.reply_count) return null;
  const { zone, locale } = me();
  return h(
    "button",
    { type: "button", class: "thread-line", onclick: () => openThread(message.ts) },
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

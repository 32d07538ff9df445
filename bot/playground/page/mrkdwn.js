// Slack's markup as the reader sees it: mentions by name, links, dates on the reader's clock, emphasis, quotes, code.

import { filled } from "/page/dates.js";
import { emoji, signOf } from "/page/emoji.js";
import { me, now, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

const INLINE = new RegExp(
  [
    "<([^<>\\n]+)>",
    "`([^`\\n]+)`",
    "(?<![\\w*])\\*(?=\\S)([^*\\n]*?\\S)\\*(?![\\w*])",
    "(?<![\\w_])_(?=\\S)([^_\\n]*?\\S)_(?![\\w_])",
    "(?<![\\w~])~(?=\\S)([^~\\n]*?\\S)~(?![\\w~])",
    "(?<![\\w:]):([a-z0-9_+'-]+(?:::skin-tone-\\d)?):(?![\\w:])",
  ].join("|"),
  "g",
);

/** A text object, plain or with markup; nothing for nothing. */
export function textObject(text) {
  if (!text) return null;
  if (typeof text === "string") return text;
  return text.type === "mrkdwn" ? mrkdwn(text.text) : plainText(text);
}

/** Plain text with its emoji. */
export function plainText(text) {
  if (!text) return "";
  const words = typeof text === "string" ? text : text.text;
  return text.emoji === false ? words : words.replace(/:([a-z0-9_+'-]+):/g, (_whole, name) => emoji(name));
}

/** Marked-up text. */
export function mrkdwn(source) {
  const pieces = String(source ?? "").split(/```\n?([\s\S]*?)\n?```/);
  return pieces.map((piece, index) => (index % 2 ? h("pre", { class: "code" }, unescape(piece)) : lines(piece)));
}

function lines(text) {
  const shown = [];
  let quote = [];
  const all = text.split("\n");
  all.forEach((line, index) => {
    const quoted = /^(?:&gt;|>) ?/.exec(line);
    if (quoted) quote.push(inline(line.slice(quoted[0].length)));
    if (quote.length && (!quoted || index === all.length - 1)) {
      shown.push(
        h(
          "blockquote",
          {},
          quote.map((each) => h("div", {}, each)),
        ),
      );
      quote = [];
    }
    if (!quoted) shown.push(inline(line), index < all.length - 1 ? h("br") : null);
  });
  return shown;
}

function inline(text) {
  const shown = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    shown.push(unescape(text.slice(last, match.index)), token(match));
    last = match.index + match[0].length;
  }
  shown.push(unescape(text.slice(last)));
  return shown;
}

function token([whole, reference, code, bold, italic, strike, sign]) {
  if (reference !== undefined) return link(reference);
  if (code !== undefined) return h("code", {}, unescape(code));
  if (bold !== undefined) return h("b", {}, inline(bold));
  if (italic !== undefined) return h("i", {}, inline(italic));
  if (strike !== undefined) return h("s", {}, inline(strike));
  return sign === undefined ? whole : signed(sign);
}

/** An emoji, with its name for those who do not see it; in a font that lacks the sign it is the name that helps. */
export function signed(name) {
  const sign = signOf(name);
  if (!sign) return `:${name}:`;
  const words = name.replace(/::.*/, "").replaceAll("_", " ");
  return h("span", { role: "img", "aria-label": words, title: `:${name}:` }, sign);
}

function link(reference) {
  const [target, label] = split(reference);
  if (target.startsWith("@")) return user(target.slice(1), label);
  if (target.startsWith("#")) return channel(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!subteam^")) return group(target.slice(9), label);
  if (target.startsWith("!")) return broadcast(target.slice(1).split("^")[0]);
  return anchor(target, label ? inlineLabel(label) : unescape(target));
}

function split(reference) {
  const at = reference.indexOf("|");
  return at < 0 ? [reference, ""] : [reference.slice(0, at), reference.slice(at + 1)];
}

const inlineLabel = (label) => unescape(label);

/** A link that opens beside the page. */
export function anchor(url, label) {
  return h(
    "a",
    { href: /^(https?:|mailto:)/.test(url) ? unescape(url) : null, target: "_blank", rel: "noreferrer noopener" },
    label,
  );
}

/** A person by name. */
export function user(id, label = "") {
  const person = ui.screen.people[id];
  return h("span", { class: id === ui.me ? "mention mine" : "mention" }, `@${person ? person.realName : label || id}`);
}

/** A channel by name. */
export function channel(id, label = "") {
  const found = ui.screen.channels.find((each) => each.id === id);
  return h("span", { class: "mention" }, `#${found ? found.name : label || "private channel"}`);
}

/** A group of people. */
export function group(id, label = "") {
  return h("span", { class: "mention" }, `@${(ui.screen.groups[id] || label || id).replace(/^@/, "")}`);
}

/** Everybody there. */
export function broadcast(range) {
  return h("span", { class: "mention mine" }, `@${range}`);
}

/** An instant on the reader's clock. */
export function date(seconds, template, fallback) {
  const { zone, locale } = me();
  const shown = Number.isFinite(seconds) ? filled(template, seconds, { zone, locale, present: now() }) : fallback;
  return h("time", { title: fallback || null }, shown);
}

function dateToken(target, fallback) {
  const [, seconds, template, url] = target.split("^");
  const shown = date(Number(seconds), template, unescape(fallback));
  return url ? anchor(url, shown) : shown;
}

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

// The rich text block.

import { anchor, broadcast, channel, date, group, signed, user } from "/page/mrkdwn.js";
import { h } from "/page/vdom.js";

/** A rich text block, or one used as a value inside another. */
export function richText(block) {
  return h("div", { class: "rich" }, (block?.elements || []).map(part));
}

function part(element) {
  const inside = (element.elements || []).map(leaf);
  switch (element.type) {
    case "rich_text_list":
      return list(element);
    case "rich_text_quote":
      return h("blockquote", {}, inside);
    case "rich_text_preformatted":
      return h("pre", { class: "code" }, inside);
    default:
      return h("div", { class: "rich-section" }, inside);
  }
}

function list(element) {
  const items = (element.elements || []).map((item) => h("li", {}, (item.elements || []).map(leaf)));
  const props = {
    class: element.border ? "bordered" : null,
    style: { "margin-left": `${(element.indent || 0) * 1.5}em` },
  };
  return element.style === "ordered"
    ? h("ol", { ...props, start: (element.offset || 0) + 1 }, items)
    : h("ul", props, items);
}

function leaf(element) {
  return styled(bare(element), element.style || {});
}

function bare(element) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return anchor(element.url, element.text || element.url);
    case "user":
      return user(element.user_id);
    case "channel":
      return channel(element.channel_id);
    case "usergroup":
      return group(element.usergroup_id);
    case "broadcast":
      return broadcast(element.range);
    case "emoji":
      return signed(element.name);
    case "date":
      return date(element.timestamp, element.format, element.fallback || "");
    case "color":
      return [h("span", { class: "swatch", style: { background: element.value } }), element.value];
    default:
      return element.text || "";
  }
}

function styled(shown, style) {
  if (style.code) return h("code", {}, shown);
  let all = shown;
  for (const [name, tag] of [
    ["bold", "b"],
    ["italic", "i"],
    ["strike", "s"],
    ["underline", "u"],
  ]) {
    if (style[name]) all = h(tag, {}, all);
  }
  return all;
}

// Elements to press.

import { asked, busy, send } from "/page/acting.js";
import { icon } from "/page/icons.js";
import { menu, opener } from "/page/menus.js";
import { plainText } from "/page/mrkdwn.js";
import { idOf } from "/page/values.js";
import { h } from "/page/vdom.js";

export function button(place, block, item) {
  const press = () => {
    if (/^https?:/.test(item.url || "")) window.open(item.url, "_blank", "noreferrer");
    send(place, block, item, null);
  };
  return h(
    "button",
    {
      type: "button",
      id: idOf(place, block, item),
      class: `button ${item.style || ""} ${busy(place, block, item) ? "busy" : ""}`,
      "aria-label": item.accessibility_label || null,
      "aria-busy": busy(place, block, item) ? "true" : null,
      onclick: () => asked(item, press),
    },
    h("span", {}, plainText(item.text)),
  );
}

export function iconButton(place, block, item) {
  return h(
    "button",
    {
      type: "button",
      id: idOf(place, block, item),
      class: "icon-button",
      title: plainText(item.text),
      "aria-label": item.accessibility_label || plainText(item.text),
      onclick: () => asked(item, () => send(place, block, item, null)),
    },
    icon("trash"),
  );
}

export function feedback(place, block, item) {
  const thumb = (part, sign) =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        title: plainText(part.text),
        "aria-label": part.accessibility_label || plainText(part.text),
        onclick: () => send(place, block, item, part.value),
      },
      sign,
    );
  return h("span", { class: "row" }, thumb(item.positive_button, "👍"), thumb(item.negative_button, "👎"));
}

export function overflow(place, block, item) {
  const id = idOf(place, block, item);
  const pick = (option) => {
    if (/^https?:/.test(option.url || "")) window.open(option.url, "_blank", "noreferrer");
    asked(item, () => send(place, block, item, option.value));
  };
  const items = item.options.map((option) => ({
    face: [plainText(option.text), option.description && h("small", {}, plainText(option.description))],
    pick: () => pick(option),
  }));
  return h(
    "span",
    { class: "menu-anchor", "aria-live": "off" },
    h("button", { type: "button", id, class: "button more", "aria-label": "More", ...opener(id) }, "⋯"),
    menu({ key: id, label: "More", items }),
  );
}

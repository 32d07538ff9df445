// Elements to press.

import { asked, busy, send } from "/page/acting.js";
import { icon } from "/page/icons.js";
import { plainText } from "/page/mrkdwn.js";
import { change, ui } from "/page/store.js";
import { keyOf } from "/page/values.js";
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
      class: `button ${item.style || ""} ${busy(place, block, item) ? "busy" : ""}`,
      "aria-label": item.accessibility_label || null,
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
      class: "icon-button",
      title: plainText(item.text),
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
        onclick: () => send(place, block, item, part.value),
      },
      sign,
    );
  return h("span", { class: "row" }, thumb(item.positive_button, "👍"), thumb(item.negative_button, "👎"));
}

export function overflow(place, block, item) {
  const key = keyOf(place, block, item);
  const open = ui.menu === key;
  const pick = (option) => {
    change({ menu: null });
    if (/^https?:/.test(option.url || "")) window.open(option.url, "_blank", "noreferrer");
    asked(item, () => send(place, block, item, option.value));
  };
  return h(
    "span",
    { class: "menu-anchor" },
    h(
      "button",
      {
        type: "button",
        class: "button more",
        "aria-label": "More",
        "aria-expanded": String(open),
        onclick: (event) => {
          event.stopPropagation();
          change({ menu: open ? null : key });
        },
      },
      "⋯",
    ),
    open &&
      h(
        "div",
        { class: "menu", role: "menu", created: (dom) => dom.querySelector("button")?.focus() },
        item.options.map((option) =>
          h(
            "button",
            { type: "button", role: "menuitem", onclick: () => pick(option) },
            plainText(option.text),
            option.description && h("small", {}, plainText(option.description)),
          ),
        ),
      ),
  );
}

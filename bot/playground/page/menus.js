// Menus that open under a button, and the keys in them: arrows, Home and End, a letter, Escape, Tab.

import { change, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

const idOfMenu = (key) => `menu-${key.replaceAll(" ", "-")}`;

/** What makes a button open the menu of that name. */
export function opener(key) {
  const open = ui.menu === key;
  const toggle = () => change({ menu: open ? null : key, calendar: null });
  return {
    "aria-haspopup": "menu",
    "aria-expanded": String(open),
    "aria-controls": open ? idOfMenu(key) : null,
    onclick: (event) => {
      event.stopPropagation();
      toggle();
    },
    onkeydown: (event) => {
      if (event.key !== "ArrowDown" || open) return;
      event.preventDefault();
      toggle();
    },
  };
}

/** The menu, while it is open. Each item is {face, pick, props}; once one is picked the button has the focus again. */
export function menu({ key, label, class: classes = "", heading = null, items }) {
  if (ui.menu !== key) return null;
  const item = ({ face, pick, props = {} }) =>
    h(
      "button",
      {
        ...props,
        type: "button",
        role: "menuitem",
        tabindex: -1,
        onclick: (event) => {
          leave(event.currentTarget.closest(".menu"));
          pick();
        },
      },
      face,
    );
  return h(
    "div",
    {
      id: idOfMenu(key),
      class: `menu ${classes}`,
      role: "menu",
      "aria-label": label,
      created: (dom) => requestAnimationFrame(() => dom.querySelector("[role=menuitem]")?.focus()),
      onkeydown: pressed,
    },
    heading && h("div", { class: "menu-title", role: "presentation" }, heading),
    items.map(item),
  );
}

function pressed(event) {
  const list = event.currentTarget;
  const all = [...list.querySelectorAll("[role=menuitem]")];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key] ?? begins(all, at, event);
  if (to !== null) all.at(to % all.length).focus();
  else if (event.key === "Escape" || event.key === "Tab") leave(list);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** The next item that begins with the letter that was pressed. */
function begins(all, at, { key, ctrlKey, metaKey, altKey }) {
  if (key.length !== 1 || key === " " || ctrlKey || metaKey || altKey) return null;
  const order = [...all.keys()].map((step) => (at + 1 + step) % all.length);
  const words = (index) => (all[index].querySelector("b") || all[index]).textContent.trim().toLowerCase();
  return order.find((index) => words(index).startsWith(key.toLowerCase())) ?? null;
}

function leave(list) {
  list.parentElement.querySelector("[aria-haspopup]")?.focus();
  change({ menu: null });
}

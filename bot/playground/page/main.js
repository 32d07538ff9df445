// The page: what is drawn where, and the keys that work everywhere.

import { clocks, passed } from "/page/clock.js";
import { covered, focusSoon, watchLayers } from "/page/focus.js";
import { inspector, toggleInspector } from "/page/inspector.js";
import { recall, remember } from "/page/memory.js";
import { confirmation, escape, modal } from "/page/modal.js";
import { room, thread } from "/page/room.js";
import { begin } from "/page/server.js";
import { settle } from "/page/sight.js";
import { go, markRead, sidebar } from "/page/sidebar.js";
import { change, drawWith, ui } from "/page/store.js";
import { h, render } from "/page/vdom.js";

const page = document.getElementById("page");

function draw() {
  if (!ui.screen) return;
  document.title = `${ui.screen.workspace.name} · Playground`;
  const back = watchLayers();
  render(
    page,
    h(
      "div",
      { class: "frame", inert: covered() },
      skips(),
      top(),
      sidebar(),
      room(),
      thread(),
      inspector(),
    ),
    modal(),
    confirmation(),
    ui.notice && h("div", { key: "notice", class: "notice", role: "alert" }, ui.notice),
    h("div", { key: "passed", class: "unseen", role: "status" }, passed()),
  );
  settle();
  if (document.hasFocus()) markRead();
  remember();
  back();
}

/** The way past what stands before the conversation, for whoever goes by Tab. */
function skips() {
  const skip = (label, selector) =>
    h(
      "a",
      {
        class: "skip",
        href: "#",
        onclick: (event) => {
          event.preventDefault(); // the address names the person
          document.querySelector(selector)?.focus();
        },
      },
      label,
    );
  return [
    skip("Skip to the conversation", "main .messages, main .home"),
    skip("Skip to the composer", "main .composer textarea"),
  ];
}

function top() {
  const refused = ui.screen.log.refused;
  return h(
    "header",
    { class: "top" },
    h(
      "button",
      {
        type: "button",
        class: "plain burger",
        "aria-label": "Conversations",
        "aria-expanded": String(ui.side),
        "aria-controls": "conversations",
        onclick: () => {
          change({ side: !ui.side });
          if (ui.side) focusSoon(() => document.querySelector(".sidebar button"));
        },
      },
      "☰",
    ),
    clocks(),
    h(
      "div",
      { class: "tools" },
      ui.offline && h("span", { class: "offline", role: "status" }, "Disconnected"),
      h(
        "button",
        {
          type: "button",
          class: "tool",
          "aria-pressed": String(ui.inspector.open),
          title: "Requests and payloads (Ctrl+I)",
          "aria-label": refused > 0 ? `Inspector, ${refused} refused or failed` : "Inspector",
          "aria-keyshortcuts": "Control+I",
          onclick: toggleInspector,
        },
        h("span", { class: "long" }, "Inspector"),
        h("span", { class: "short" }, "{ }"),
        refused > 0 && h("span", { class: "badge" }, refused),
      ),
      h(
        "button",
        { type: "button", class: "tool", "aria-label": "Light or dark", title: "Light or dark", onclick: toggleTheme },
        "◐",
      ),
    ),
  );
}

const darkness = matchMedia("(prefers-color-scheme: dark)");

/** The colours that were chosen here, or else the system's. */
function showTheme() {
  document.documentElement.dataset.theme = localStorage.getItem("theme") || (darkness.matches ? "dark" : "light");
}

function toggleTheme() {
  localStorage.setItem("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  showTheme();
}

document.addEventListener("click", () => (ui.menu || ui.calendar) && change({ menu: null, calendar: null }));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && ui.screen) escape();
  if (event.key === "i" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    toggleInspector();
  }
  if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
});

/** Go to the conversation above or below. */
function step(by) {
  const all = [
    ...ui.screen.channels.filter((each) => !each.app && each.member && !each.archived).map((each) => each.id),
    null,
  ];
  go(all[(all.indexOf(ui.channel) + by + all.length) % all.length]);
}

darkness.addEventListener("change", showTheme);
showTheme();
drawWith(draw);
begin().then(
  () => {
    recall();
    markRead();
    change();
  },
  (error) => render(page, h("p", { class: "sorry" }, `The playground cannot be shown: ${error.message}`)),
);
// The minute on the clock's face.
setInterval(() => ui.screen && change(), 10_000);

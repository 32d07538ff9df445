// What one looks at: a channel, the app's tabs, a thread.

import { blocks } from "/page/blocks.js";
import { arrivals } from "/page/clock.js";
import { composer } from "/page/composer.js";
import { focusSoon } from "/page/focus.js";
import { guide } from "/page/guide.js";
import { icon } from "/page/icons.js";
import { avatar, channelMessages, threadMessages, walked } from "/page/messages.js";
import { act } from "/page/server.js";
import { below, goToEnd, keptInPlace } from "/page/sight.js";
import { change, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

/** The middle of the page. */
export function room() {
  const { screen } = ui;
  const channel = screen.channels.find((each) => each.id === screen.channel);
  const app = !channel || channel.app;
  const name = app ? screen.app.name : `#${channel.name}`;
  return h(
    "main",
    { "aria-label": name },
    h(
      "header",
      { class: "room" },
      h(
        "h1",
        {},
        app
          ? [avatar(screen.workspace.bot, "small"), screen.app.name]
          : [channel.private ? icon("lock") : "#", channel.name],
      ),
      !app && h("span", { class: "quiet" }, `${channel.members} members`),
      app && tabs(),
    ),
    guide(),
    arrivals(),
    app && ui.tab === "home"
      ? home()
      : [
          log(`list ${screen.you} ${screen.channel}`, `Messages ${app ? "with" : "in"} ${name}`, channelMessages()),
          composer({ name, closed: closed(channel, app) }),
        ],
  );
}

/** A list of messages: new ones are read out, and what came while one reads further up is told. */
function log(key, name, { messages, shown }) {
  const fresh = below(key, messages);
  return [
    h(
      "div",
      {
        key,
        class: "messages",
        role: "log",
        "aria-live": "polite",
        "aria-relevant": "additions",
        "aria-label": name,
        tabindex: 0,
        ...keptInPlace(key, walked),
      },
      h("div", { class: "beginning" }),
      shown,
    ),
    h(
      "div",
      { key: "below", class: "below" },
      fresh > 0 &&
        h(
          "button",
          { type: "button", class: "button primary", onclick: () => goToEnd(key) },
          fresh === 1 ? "1 new message" : `${fresh} new messages`,
          h("span", { "aria-hidden": "true" }, " ↓"),
        ),
    ),
  ];
}

function closed(channel, app) {
  if (channel?.archived) return "This channel is archived.";
  if (app && (!ui.screen.app.messages || ui.screen.app.readOnly)) return "This app takes no messages.";
  return null;
}

function tabs() {
  const names = ui.screen.app.home ? ["home", "messages"] : ["messages"];
  const open = (name) => {
    change({ tab: name, thread: null });
    act("open", { tab: name });
  };
  const step = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || names.length < 2) return;
    event.preventDefault();
    open(names[(names.indexOf(ui.tab) + by + names.length) % names.length]);
    focusSoon(() => document.querySelector(".tabs [aria-selected='true']"));
  };
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": ui.screen.app.name, onkeydown: step },
    names.map((name) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          "aria-selected": String(ui.tab === name),
          tabindex: ui.tab === name ? 0 : -1,
          onclick: () => open(name),
        },
        { home: "Home", messages: "Messages" }[name],
      ),
    ),
  );
}

function home() {
  const view = ui.screen.home;
  if (!view)
    return h("div", { class: "home" }, h("p", { class: "quiet" }, "The bot has not published a Home tab yet."));
  return h(
    "div",
    { class: "home", tabindex: 0, role: "tabpanel", "aria-label": "Home" },
    blocks({ where: { view: view.id }, key: `view ${view.id}`, values: view.values }, view.blocks),
  );
}

/** The open thread beside it, if there is one. */
export function thread() {
  if (!ui.thread || ui.tab === "home") return null;
  return h(
    "aside",
    { class: "thread", "aria-label": "Thread" },
    h(
      "header",
      { class: "room" },
      h("h1", {}, "Thread"),
      h(
        "button",
        { type: "button", class: "plain close", "aria-label": "Close thread", onclick: () => change({ thread: null }) },
        "✕",
      ),
    ),
    log(`thread ${ui.screen.you} ${ui.thread}`, "Messages in the thread", threadMessages(ui.thread)),
    composer({ name: "thread", thread: ui.thread }),
  );
}

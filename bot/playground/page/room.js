// What one looks at: a channel, the app's tabs, a thread.

import { blocks } from "/page/blocks.js";
import { arrivals } from "/page/clock.js";
import { composer } from "/page/composer.js";
import { guide } from "/page/guide.js";
import { icon } from "/page/icons.js";
import { avatar, channelMessages, threadMessages } from "/page/messages.js";
import { act } from "/page/server.js";
import { change, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

/** The middle of the page. */
export function room() {
  const { screen } = ui;
  const channel = screen.channels.find((each) => each.id === screen.channel);
  const app = !channel || channel.app;
  return h(
    "main",
    {},
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
          h(
            "div",
            { key: `list ${screen.channel}`, class: "messages", tabindex: 0, "aria-label": "Messages" },
            h("div", { class: "beginning" }),
            channelMessages(),
          ),
          composer({ name: app ? screen.app.name : `#${channel.name}`, closed: closed(channel, app) }),
        ],
  );
}

function closed(channel, app) {
  if (channel?.archived) return "This channel is archived.";
  if (app && (!ui.screen.app.messages || ui.screen.app.readOnly)) return "This app takes no messages.";
  return null;
}

function tabs() {
  const tab = (name, label) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        "aria-selected": String(ui.tab === name),
        onclick: () => {
          change({ tab: name, thread: null });
          act("open", { tab: name });
        },
      },
      label,
    );
  return h(
    "div",
    { class: "tabs", role: "tablist" },
    ui.screen.app.home && tab("home", "Home"),
    tab("messages", "Messages"),
  );
}

function home() {
  const view = ui.screen.home;
  if (!view)
    return h("div", { class: "home" }, h("p", { class: "quiet" }, "The bot has not published a Home tab yet."));
  return h(
    "div",
    { class: "home", tabindex: 0 },
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
    h("div", { key: ui.thread, class: "messages", tabindex: 0 }, threadMessages(ui.thread)),
    composer({ name: "thread", thread: ui.thread }),
  );
}

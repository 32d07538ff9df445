// Where one writes: commands with what they take, mentions, messages.

import { icon } from "/page/icons.js";
import { avatar } from "/page/messages.js";
import { act } from "/page/server.js";
import { change, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

/** The box under a channel, or under a thread. */
export function composer({ name, thread = null, closed = null }) {
  if (closed) return h("div", { class: "composer closed", role: "note" }, closed);
  // What is typed belongs here, also when another channel is chosen before it is sent.
  const box = { key: `${ui.me}/${ui.channel}/${thread || ""}`, channel: ui.channel || "@bot", thread };
  const { key } = box;
  const draft = ui.drafts[key] || "";
  const { offers, at } = offered(key, thread);
  return h(
    "form",
    {
      class: "composer",
      "aria-label": thread ? "Write to the thread" : `Write to ${name}`,
      onsubmit: (event) => {
        event.preventDefault();
        send(box);
      },
    },
    offers.length > 0 &&
      h(
        "div",
        { class: "suggestions", role: "listbox", id: `offers-${key}`, "aria-label": "What could complete it" },
        offers.map((offer, index) =>
          h(
            "button",
            {
              key: offer.put,
              id: `offer-${key}-${index}`,
              type: "button",
              role: "option",
              tabindex: -1,
              "aria-selected": String(index === at),
              class: index === at ? "at" : "",
              onmousedown: (event) => event.preventDefault(),
              onclick: () => take(offer, key),
            },
            offer.face,
            h("span", {}, h("b", {}, offer.title), offer.usage && h("code", {}, offer.usage)),
            h("small", {}, offer.words),
          ),
        ),
      ),
    h("textarea", {
      id: `composer-${key}`,
      rows: Math.min(8, draft.split("\n").length),
      placeholder: thread ? "Reply…" : `Message ${name}`,
      "aria-label": thread ? "Reply in thread" : `Message ${name}`,
      "aria-autocomplete": "list",
      "aria-controls": offers.length ? `offers-${key}` : null,
      "aria-activedescendant": offers.length ? `offer-${key}-${at}` : null,
      value: draft,
      oninput: (event) => write(event.target.value, key),
      onkeydown: (event) => pressed(event, box),
    }),
    h(
      "button",
      {
        type: "submit",
        class: "send",
        disabled: !draft.trim(),
        "aria-label": "Send",
        "aria-keyshortcuts": "Enter",
        title: "Send (Enter)",
      },
      icon("send"),
    ),
  );
}

/** What could complete the draft now, and which of it is marked. */
function offered(key, thread) {
  const offers = ui.menu === `suggest ${key}` ? suggestions(ui.drafts[key] || "", thread) : [];
  return { offers, at: Math.min(ui.suggestion, Math.max(offers.length - 1, 0)) };
}

function write(text, key) {
  ui.drafts[key] = text;
  change({ menu: `suggest ${key}`, suggestion: 0 });
}

function take(offer, key) {
  const draft = ui.drafts[key] || "";
  write(draft.slice(0, draft.length - offer.typed.length) + offer.put, key);
  document.getElementById(`composer-${key}`)?.focus();
}

function pressed(event, box) {
  const { key, thread } = box;
  // Asked for anew: who types fast presses Tab before what they have typed is drawn.
  const { offers, at } = offered(key, thread);
  if (offers.length && !event.ctrlKey && !event.metaKey) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      change({ suggestion: (at + step + offers.length) % offers.length });
      return;
    }
    const whole = offers[at].typed === offers[at].put.trim();
    if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && !whole && !event.shiftKey)) {
      event.preventDefault();
      take(offers[at], key);
      return;
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      change({ menu: null });
      return;
    }
  }
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(box);
  }
}

async function send({ key, channel, thread }) {
  const text = (ui.drafts[key] || "").trim();
  if (!text) return;
  ui.drafts[key] = "";
  change({ menu: null, suggestion: 0 });
  ui.done.add(`text ${kindOf(text)}`);
  const answer = await act("write", { channel, text, thread });
  if (answer.error && !ui.drafts[key] && !/^\//.test(text)) {
    ui.drafts[key] = text;
    change();
  }
}

/** What a text is to the list of things to try: its command, and whether anything came with it. */
export function kindOf(text) {
  const [command, ...rest] = text.trim().split(/\s+/);
  return rest.length ? `${command} …` : command;
}

/** What could complete the text: commands at its beginning, people after an @, channels after a #. */
function suggestions(text, thread) {
  const command = /^\/[^\s]*$/.exec(text);
  if (command && !thread) return commands(command[0]);
  const name = /(?:^|\s)([@#])([\w.-]*)$/.exec(text);
  if (!name) return [];
  const [, sign, begun] = name;
  return (sign === "@" ? people(begun) : channels(begun))
    .slice(0, 8)
    .map((offer) => ({ ...offer, typed: sign + begun }));
}

function commands(begun) {
  return ui.screen.app.commands
    .filter((each) => each.name.startsWith(begun))
    .map((each) => ({
      typed: begun,
      put: `${each.name} `,
      title: each.name,
      usage: each.usage_hint,
      words: each.description,
    }));
}

function people(begun) {
  return Object.values(ui.screen.people)
    .filter((each) => !each.deleted && each.id !== "USLACKBOT" && fits(begun, each.name, each.realName))
    .map((each) => ({
      put: `@${each.name} `,
      title: each.realName,
      words: `@${each.name}`,
      face: avatar(each.id, "mini"),
    }));
}

function channels(begun) {
  return ui.screen.channels
    .filter((each) => !each.app && fits(begun, each.name))
    .map((each) => ({ put: `#${each.name} `, title: `#${each.name}`, words: "" }));
}

const fits = (begun, ...names) =>
  names.some((name) =>
    name
      .toLowerCase()
      .split(/[\s.-]/)
      .some((word) => word.startsWith(begun.toLowerCase())),
  );

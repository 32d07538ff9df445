// Forms over the page: one on top of the other, with what is wrong under each field. And the question before a button acts.

import { blocks } from "/page/blocks.js";
import { focusInto, focusProblem, trapped } from "/page/focus.js";
import { plainText, textObject } from "/page/mrkdwn.js";
import { avatar } from "/page/messages.js";
import { act } from "/page/server.js";
import { change, ui } from "/page/store.js";
import { answersOf, forget } from "/page/values.js";
import { h } from "/page/vdom.js";

/** The form on top, with the edges of those under it. */
export function modal() {
  const { stack } = ui.screen;
  const view = stack.at(-1);
  if (!view) return null;
  const key = `view ${view.id}`;
  const place = { where: { view: view.id }, key, values: view.values, errors: view.errors, form: true };
  const busy = ui.waiting.has("submit");
  const submit = async () => {
    if (busy) return;
    const before = document.activeElement;
    const answer = await act("submit", { values: answersOf(key) });
    // Whoever has gone on to another field meanwhile is not torn out of it: what they type would land in the wrong one.
    const stays = () => document.activeElement === before || !document.activeElement?.matches(FIELD);
    requestAnimationFrame(() => requestAnimationFrame(() => stays() && focusProblem()));
    if (!answer.problems && !ui.screen.stack.some((each) => each.id === view.id)) forget(key);
  };
  return h(
    "div",
    { key: `modal ${view.id}`, class: "veil", inert: Boolean(ui.confirm), onkeydown: trapped },
    h(
      "form",
      {
        class: "modal",
        role: "dialog",
        "aria-modal": "true",
        "aria-labelledby": "modal-title",
        novalidate: true,
        created: focusInto,
        onsubmit: (event) => {
          event.preventDefault();
          submit();
        },
        onkeydown: (event) => {
          if (view.submit && sends(event)) event.currentTarget.requestSubmit();
        },
      },
      stack
        .slice(0, -1)
        .map((_, index) =>
          h("div", { key: `edge ${index}`, class: "edge", style: { "--depth": stack.length - 1 - index } }),
        ),
      h(
        "header",
        { role: "presentation" },
        avatar(ui.screen.workspace.bot, "small"),
        h("h2", { id: "modal-title" }, plainText(view.title)),
        h(
          "button",
          { type: "button", class: "plain close", "aria-label": "Close all", onclick: () => close(stack, true) },
          "✕",
        ),
      ),
      h(
        "div",
        { class: "modal-body" },
        view.trouble && h("div", { class: "alert error", role: "alert" }, view.trouble),
        blocks(place, view.blocks),
      ),
      h(
        "footer",
        { role: "presentation" },
        h(
          "button",
          { type: "button", class: "button", onclick: () => close(stack, false) },
          stack.length > 1 ? "Back" : plainText(view.close) || (view.submit ? "Cancel" : "Close"),
        ),
        view.submit &&
          h(
            "button",
            {
              type: "submit",
              id: `send-${view.id}`,
              class: `button primary ${busy ? "busy" : ""}`,
              "aria-busy": busy ? "true" : null,
              "aria-keyshortcuts": SHORTCUT,
              title: `${plainText(view.submit)} (${KEYS})`,
            },
            h("span", {}, plainText(view.submit)),
          ),
      ),
    ),
  );
}

const FIELD = "input, select, textarea";

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const SHORTCUT = MAC ? "Meta+Enter" : "Control+Enter";
const KEYS = MAC ? "⌘+Enter" : "Ctrl+Enter";

/** Whether these keys send the form, from whichever field. */
function sends(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return false;
  event.preventDefault();
  return true;
}

async function close(stack, everything) {
  for (const view of everything ? stack : stack.slice(-1)) forget(`view ${view.id}`);
  change({ problems: {} });
  await act("close", { everything });
}

/** The question that a button asks before it acts. */
export function confirmation() {
  if (!ui.confirm) return null;
  const { texts, go } = ui.confirm;
  const answer = (yes) => {
    change({ confirm: null });
    if (yes) go();
  };
  return h(
    "div",
    { key: "confirm", class: "veil", onkeydown: trapped },
    h(
      "div",
      {
        class: "modal small",
        role: "alertdialog",
        "aria-modal": "true",
        "aria-labelledby": "confirm-title",
        "aria-describedby": "confirm-text",
        created: focusInto,
      },
      h("header", { role: "presentation" }, h("h2", { id: "confirm-title" }, plainText(texts.title))),
      h("div", { class: "modal-body", id: "confirm-text" }, textObject(texts.text)),
      h(
        "footer",
        { role: "presentation" },
        h("button", { type: "button", class: "button", onclick: () => answer(false) }, plainText(texts.deny)),
        h(
          "button",
          { type: "button", class: `button ${texts.style || "primary"}`, onclick: () => answer(true) },
          plainText(texts.confirm),
        ),
      ),
    ),
  );
}

/** Escape, for whatever is on top; true if there was something. */
export function escape() {
  if (ui.confirm) change({ confirm: null });
  else if (ui.menu || ui.calendar) change({ menu: null, calendar: null });
  else if (ui.screen.stack.length) close(ui.screen.stack, false);
  else if (ui.thread) change({ thread: null });
  else if (ui.side) {
    change({ side: false });
    document.querySelector(".burger").focus();
  }
}

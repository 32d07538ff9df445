// The few things that a newcomer could try first, ticked off as they are done.

import { kindOf } from "/page/composer.js";
import { go } from "/page/sidebar.js";
import { change, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

/** The things to try first. */
export function guide() {
  const { steps } = ui.screen;
  if (!ui.guide || !steps.length) return null;
  return h(
    "section",
    { class: "guide", "aria-label": "Try these" },
    steps.map((step, index) =>
      h(
        "button",
        { type: "button", class: finished(step) ? "done" : "", title: step.why || null, onclick: () => tryOut(step) },
        h("span", { class: "number" }, finished(step) ? "✓" : index + 1),
        h(
          "span",
          {},
          h("b", {}, step.title),
          step.text ? h("code", {}, step.text) : step.why && h("small", {}, step.why),
        ),
      ),
    ),
    h(
      "button",
      { type: "button", class: "plain close", "aria-label": "Hide", onclick: () => change({ guide: false }) },
      "✕",
    ),
  );
}

function finished(step) {
  if (step.clock) return ui.done.has("clock");
  if (step.text) return ui.done.has(`text ${kindOf(step.text)}`);
  return ui.done.has(`channel ${channelOf(step) || "@bot"}`);
}

function channelOf(step) {
  if (step.channel === "@bot") return null;
  return ui.screen.channels.find((each) => each.id === step.channel || `#${each.name}` === step.channel)?.id ?? null;
}

async function tryOut(step) {
  if (step.clock) {
    document.querySelector(".hands .hand:nth-child(2)")?.focus();
    return;
  }
  const channel = channelOf(step);
  await go(channel);
  if (!step.text) return;
  ui.drafts[`${ui.me}/${channel}/`] = step.text;
  change();
}

// The few things that a newcomer could try first, ticked off as they are done.

import { nextWeekday } from "/page/clock.js";
import { kindOf } from "/page/composer.js";
import { moveClock } from "/page/server.js";
import { become, go } from "/page/sidebar.js";
import { change, me, now, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

/** The things to try first. */
export function guide() {
  const { steps } = ui.screen;
  if (!ui.guide || !steps.length) return null;
  const next = steps.find((step) => !finished(step)) || steps.at(-1);
  return h(
    "section",
    { class: "guide", "aria-label": "Try these" },
    steps.map((step, index) =>
      h(
        "button",
        {
          type: "button",
          class: `${finished(step) ? "done" : ""} ${step === next ? "next" : ""}`,
          title: step.why || null,
          disabled: Boolean(step.weekday && ui.moving),
          onclick: () => tryOut(step),
        },
        h(
          "span",
          { class: "number", ...(finished(step) ? { role: "img", "aria-label": "Done:" } : {}) },
          finished(step) ? "✓" : index + 1,
        ),
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
  if (step.weekday) return ui.done.has("clock");
  if (step.text) return ui.done.has(`text ${kindOf(step.text)}`);
  const moves = ui.screen.steps.some((each) => each.weekday);
  return (!moves || ui.done.has("clock")) && ui.done.has(`channel ${channelOf(step) || "@bot"}`);
}

function channelOf(step) {
  if (step.channel === "@bot") return null;
  return ui.screen.channels.find((each) => each.id === step.channel || `#${each.name}` === step.channel)?.id ?? null;
}

async function tryOut(step) {
  if (step.weekday) {
    await moveClock({ to: nextWeekday(now(), me().zone, step.weekday) });
    return;
  }
  // What there is to try is this person's: their reading is due, and they are in these channels.
  const [first] = ui.everybody;
  if (ui.me !== first.id) await become(first.id);
  const channel = channelOf(step);
  await go(channel);
  if (!step.text) return;
  ui.drafts[`${ui.me}/${channel}/`] = step.text;
  change();
}

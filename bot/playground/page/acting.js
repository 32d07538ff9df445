// What happens when an element is used: a question first, a value kept, the bot told.

import { plainText } from "/page/mrkdwn.js";
import { act } from "/page/server.js";
import { change, ui } from "/page/store.js";
import { idOf, keyOf, put } from "/page/values.js";

/** Let the bot hear of an element's press or new value. */
export function send(place, block, item, value) {
  const key = keyOf(place, block, item);
  return act("act", { where: place.where, block: block.block_id, action: item.action_id, value }, key);
}

/** Give an element a value: in a form it waits for the submission, elsewhere the bot hears of it at once. */
export function choose(place, block, item, value) {
  put(place, block, item, value);
  if (block.type !== "input") asked(item, () => send(place, block, item, value));
}

/** Go on, after a question where the element asks one. */
export function asked(item, go) {
  if (item.confirm) change({ confirm: { texts: item.confirm, go } });
  else go();
}

/** Whether the bot hears of what is put into this field of a form at once. */
export function heard(block) {
  return block.type === "input" && block.dispatch_action;
}

/** Whether the bot has not answered to this element yet. */
export function busy(place, block, item) {
  return ui.waiting.has(keyOf(place, block, item));
}

/** What every field has: an id for its label, and words for those who cannot see it. */
export function common(place, block, item) {
  return {
    id: idOf(place, block, item),
    "aria-label": block.label
      ? plainText(block.label)
      : item.accessibility_label || plainText(item.placeholder) || null,
    created: item.focus_on_load ? (dom) => requestAnimationFrame(() => dom.focus()) : undefined,
  };
}

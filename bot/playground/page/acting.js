// What happens when an element is used: a question first, a value kept, the bot told.

import { plainText } from "/page/mrkdwn.js";
import { act } from "/page/server.js";
import { change, ui } from "/page/store.js";
import { idOf, keyOf, problemOf, put } from "/page/values.js";

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

/** What every field has: an id, a name, and what is said about it. */
export function common(place, block, item) {
  return {
    id: idOf(place, block, item),
    ...named(place, block, item),
    created: item.focus_on_load ? (dom) => requestAnimationFrame(() => dom.focus()) : undefined,
  };
}

/** The name of a field and what is said about it: by its label, hint and error, or in a message by its placeholder. */
export function named(place, block, item) {
  if (block.type !== "input")
    return { "aria-label": plainText(item.placeholder) || plainText(block.text) || item.action_id };
  const id = idOf(place, block, item);
  const problem = problemOf(place, block);
  const about = [problem && `${id}-problem`, block.hint && `${id}-hint`].filter(Boolean);
  return {
    "aria-labelledby": `${id}-label`,
    "aria-describedby": about.join(" ") || null,
    "aria-invalid": problem ? "true" : null,
  };
}

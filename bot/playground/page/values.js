// What stands in an element: what the person has put in here, else what the playground knows, else what the bot began with.

import { plainText } from "/page/mrkdwn.js";
import { change, ui } from "/page/store.js";

/** The name under which an element's value is kept. */
export function keyOf(place, block, element) {
  return `${place.key}/${block.block_id}/${element.action_id}`;
}

/** The id of the element on the page, for its label. A thread shows once more what stands beside it. */
export function idOf(place, block, element) {
  return `${place.beside || ""}${keyOf(place, block, element)}`.replaceAll(" ", "-");
}

/** What is wrong with a field: what the bot says, or what Slack's client would not submit. */
export function problemOf(place, block) {
  const found = place.errors?.[block.block_id];
  if (found || !place.form) return found || null;
  // By its label where a value is missing or wrong, by its ids where it could not even be put in.
  return ui.problems[plainText(block.label)] || ui.problems[`${block.block_id}/${block.element.action_id}`] || null;
}

/** The value: text, an option's value, an id, a day or time, an instant in seconds; a list for what takes several. */
export function valueOf(place, block, element) {
  const own = ui.answers[keyOf(place, block, element)];
  if (own !== undefined) return own;
  const known = place.values?.[block.block_id]?.[element.action_id];
  return known ? plain(known) : plain(initial(element));
}

/** Put a value in, to be sent with the form. */
export function put(place, block, element, value) {
  ui.answers[keyOf(place, block, element)] = value;
  change();
}

/** Forget what was put into the elements of a place. */
export function forget(placeKey) {
  for (const key of Object.keys(ui.answers)) if (key.startsWith(`${placeKey}/`)) delete ui.answers[key];
}

/** What was put into a form, by block and action. */
export function answersOf(placeKey) {
  const mine = Object.entries(ui.answers).filter(([key]) => key.startsWith(`${placeKey}/`));
  return Object.fromEntries(mine.map(([key, value]) => [key.slice(placeKey.length + 1), value]));
}

function initial(element) {
  return {
    value: element.initial_value,
    selected_option: element.initial_option,
    selected_options: element.initial_options,
    selected: element.initial_user ?? element.initial_conversation ?? element.initial_channel,
    selected_many: element.initial_users ?? element.initial_conversations ?? element.initial_channels,
    selected_date: element.initial_date,
    selected_time: element.initial_time,
    selected_date_time: element.initial_date_time,
  };
}

function plain(known) {
  if (known.selected_option) return known.selected_option.value;
  if (known.selected_options) return known.selected_options.map((option) => option.value);
  if (known.rich_text_value) return richWords(known.rich_text_value);
  if (known.value && typeof known.value === "object") return richWords(known.value);
  const found = Object.entries(known).find(([key, value]) => key !== "type" && value !== null && value !== undefined);
  return found ? found[1] : "";
}

function richWords(block) {
  const words = (node) =>
    node.elements ? node.elements.map(words).join(node.type === "rich_text" ? "\n" : "") : node.text || "";
  return words(block);
}

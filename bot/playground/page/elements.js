// Every element, as Slack draws it.

import { button, feedback, iconButton, overflow } from "/page/buttons.js";
import { datePicker, datetimePicker, files, timePicker, typed } from "/page/inputs.js";
import { boxes, externalSelect, multiSelect, select } from "/page/selects.js";
import { h } from "/page/vdom.js";

/** Any element in a block. `place` says where it stands: {where, key, values, form}. */
export function element(place, block, item) {
  const draw = KINDS[item.type];
  return draw ? draw(place, block, item) : h("span", { class: "unknown" }, item.type);
}

/** A picture; in place of one from elsewhere its words, because the playground loads nothing from the network. */
export function picture(item, className = "picture") {
  const source = item.slack_file?.id ? `/page/data/upload/${item.slack_file.id}` : item.image_url || "";
  if (source.startsWith("/") || source.startsWith("data:"))
    return h("img", { class: className, src: source, alt: item.alt_text });
  return h(
    "span",
    { class: `${className} absent`, role: "img", "aria-label": item.alt_text, title: source },
    item.alt_text,
  );
}

const KINDS = {
  button,
  workflow_button: button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  overflow,
  static_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: multiSelect,
  multi_users_select: multiSelect,
  multi_channels_select: multiSelect,
  multi_conversations_select: multiSelect,
  external_select: externalSelect,
  multi_external_select: externalSelect,
  checkboxes: boxes("checkbox"),
  radio_buttons: boxes("radio"),
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: datetimePicker,
  plain_text_input: typed("text"),
  number_input: typed("text", { inputmode: "decimal" }),
  email_text_input: typed("email"),
  url_text_input: typed("url"),
  rich_text_input: typed("text"),
  file_input: files,
  image: (_place, _block, item) => picture(item, "thumbnail"),
};

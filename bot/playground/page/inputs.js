// Elements to type into, and pickers of days and times.

import { choose, common, heard, send } from "/page/acting.js";
import { instant, wall } from "/page/dates.js";
import { plainText } from "/page/mrkdwn.js";
import { me } from "/page/store.js";
import { put, valueOf } from "/page/values.js";
import { h } from "/page/vdom.js";

export function picker(type) {
  return (place, block, item) => {
    const value = valueOf(place, block, item) || "";
    return h("input", {
      ...common(place, block, item),
      class: "input picker",
      type,
      value,
      onchange: (event) => {
        choose(place, block, item, event.target.value);
        if (heard(block)) send(place, block, item, event.target.value);
      },
    });
  };
}

export function datetimePicker(place, block, item) {
  const { zone } = me();
  const value = valueOf(place, block, item);
  const shown = value ? wall(Number(value), zone) : null;
  return h("input", {
    ...common(place, block, item),
    class: "input picker",
    type: "datetime-local",
    value: shown ? `${shown.day}T${shown.time}` : "",
    onchange: (event) => {
      const [day, time] = event.target.value.split("T");
      choose(place, block, item, day ? instant(day, time, zone) : "");
    },
  });
}

export function typed(type, more = {}) {
  return (place, block, item) => {
    const on = item.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
    const props = {
      ...common(place, block, item),
      ...more,
      class: "input",
      placeholder: plainText(item.placeholder) || null,
      maxlength: item.max_length || null,
      value: valueOf(place, block, item) ?? "",
      oninput: (event) => {
        put(place, block, item, event.target.value);
        if (heard(block) && on.includes("on_character_entered")) send(place, block, item, event.target.value);
      },
      onkeydown: (event) => {
        if (event.key !== "Enter" || !heard(block) || !on.includes("on_enter_pressed") || item.multiline) return;
        event.preventDefault();
        send(place, block, item, event.target.value);
      },
    };
    return item.multiline || item.type === "rich_text_input"
      ? h("textarea", { ...props, rows: 4 })
      : h("input", { ...props, type });
  };
}

export function files() {
  return h("p", { class: "quiet" }, "Files cannot be chosen in the playground.");
}

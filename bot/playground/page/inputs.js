// Elements to type into, and pickers of days and times.

import { choose, common, heard, named, send } from "/page/acting.js";
import { dayField, today } from "/page/calendar.js";
import { dayOf, instant, wall } from "/page/dates.js";
import { plainText } from "/page/mrkdwn.js";
import { me, notice } from "/page/store.js";
import { idOf, put, valueOf } from "/page/values.js";
import { h } from "/page/vdom.js";

export function datePicker(place, block, item) {
  const placeholder = plainText(item.placeholder);
  return dayField({
    id: idOf(place, block, item),
    props: { ...common(place, block, item), ...(placeholder ? { placeholder } : {}) },
    value: valueOf(place, block, item) || "",
    typed: block.type === "input" ? (text) => put(place, block, item, text) : null,
    pick: (day) => {
      if (block.type !== "input" && day && !dayOf(day)) return notice(NO_DAY);
      choose(place, block, item, day);
      if (heard(block)) send(place, block, item, day);
    },
  });
}

const NO_DAY = "A day is written as year, month and day: 2026-04-21.";

export function timePicker(place, block, item) {
  return h("input", {
    ...common(place, block, item),
    class: "input picker",
    type: "time",
    value: valueOf(place, block, item) || "",
    onchange: (event) => {
      choose(place, block, item, event.target.value);
      if (heard(block)) send(place, block, item, event.target.value);
    },
  });
}

/** A day and a time. With one of them chosen the other is nine o'clock, or today. */
export function datetimePicker(place, block, item) {
  const { zone } = me();
  // Asked for when it is needed: who is fast chooses both before what they chose is drawn.
  const chosen = () => {
    const value = valueOf(place, block, item);
    return value ? wall(Number(value), zone) : { day: "", time: "" };
  };
  const set = (day, time) => choose(place, block, item, day ? instant(day, time, zone) : "");
  const setDay = (day) => set(day, chosen().time || "09:00");
  const names = named(place, block, item);
  const part = (name) => ({
    ...names,
    "aria-labelledby": null,
    "aria-label": `${plainText(block.label)} ${name}`.trim(),
  });
  return h(
    "div",
    { class: "row", role: "group", ...names, "aria-invalid": null },
    dayField({
      id: idOf(place, block, item),
      props: { ...common(place, block, item), ...part("Day") },
      value: chosen().day,
      typed: (text) => dayOf(text) && setDay(text),
      pick: (day) => (day && !dayOf(day) ? notice(NO_DAY) : setDay(day)),
    }),
    h("input", {
      ...part("Time"),
      class: "input picker",
      type: "time",
      value: chosen().time,
      onchange: (event) => {
        if (event.target.value) set(chosen().day || today(), event.target.value);
      },
    }),
  );
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
        if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return; // these send the form
        if (!heard(block) || !on.includes("on_enter_pressed") || item.multiline) return;
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

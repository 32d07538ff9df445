// Both clocks, and the buttons that move them.

import { dayField } from "/page/calendar.js";
import { dayAndTime, dayOf, instant, later, shortTime, wall, weekday } from "/page/dates.js";
import { focusSoon } from "/page/focus.js";
import { icon } from "/page/icons.js";
import { mrkdwn } from "/page/mrkdwn.js";
import { moveClock } from "/page/server.js";
import { become, go, zoneName } from "/page/sidebar.js";
import { change, me, now, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

/** The clocks at the top. */
export function clocks() {
  const { zone, locale, realName } = me();
  const at = now();
  return h(
    "section",
    { class: `clocks ${ui.moving ? "moving" : ""}`, "aria-label": "Clock" },
    h(
      "div",
      { class: "faces" },
      h(
        "b",
        { title: `${realName}'s clock, ${zone}` },
        dayAndTime(at, zone, locale),
        h("span", {}, ` ${zoneName(zone)}`),
      ),
      h("small", { title: "The playground's clock" }, `Playground ${shortTime(at, "UTC", locale)} UTC`),
    ),
    h(
      "div",
      { class: "clock-tools", role: "group", "aria-label": "Move the clock" },
      mover("+1 hour", "+1 h", at + 3600),
      mover("Next morning", "Morning", nextMorning(at, zone)),
      mover("Next Monday 09:00", "Monday", nextWeekday(at, zone, 1)),
      other(at, zone),
      h(
        "button",
        {
          type: "button",
          class: "tool",
          title: ui.screen.clock.stopped ? "Let the clock run" : "Stop the clock",
          "aria-label": ui.screen.clock.stopped ? "Let the clock run" : "Stop the clock",
          onclick: () => moveClock({ stopped: !ui.screen.clock.stopped }),
        },
        icon(ui.screen.clock.stopped ? "run" : "pause"),
      ),
    ),
  );
}

function mover(label, short, to) {
  const { zone, locale } = me();
  return h(
    "button",
    {
      type: "button",
      class: "tool",
      disabled: ui.moving,
      title: `To ${dayAndTime(to, zone, locale)}`,
      "aria-label": label,
      onclick: () => moveClock({ to }),
    },
    h("span", { class: "long" }, label),
    h("span", { class: "short" }, short),
  );
}

function other(at, zone) {
  const open = ui.menu === "clock";
  const { day } = wall(at, zone);
  const begin = () => {
    change({ menu: open ? null : "clock", calendar: null, goTo: { day: later(day, 1), time: "09:00" } });
    if (!open) focusSoon(() => document.getElementById("clock-day"));
  };
  return h(
    "span",
    { class: "menu-anchor" },
    h(
      "button",
      {
        type: "button",
        class: "tool",
        disabled: ui.moving,
        "aria-label": "A date…",
        "aria-expanded": String(open),
        "aria-controls": open ? "clock-form" : null,
        onclick: (event) => {
          event.stopPropagation();
          begin();
        },
      },
      h("span", { class: "long" }, "A date…"),
      h("span", { class: "short" }, "…"),
    ),
    open && whereTo(zone, day),
  );
}

/** To which day and time, on this person's clock. */
function whereTo(zone, today) {
  const { day, time } = ui.goTo;
  const set = (news) => change({ goTo: { ...ui.goTo, ...news } });
  const submit = (event) => {
    event.preventDefault();
    if (dayOf(ui.goTo.day) && ui.goTo.time) moveClock({ to: instant(ui.goTo.day, ui.goTo.time, zone) });
  };
  return h(
    "form",
    {
      id: "clock-form",
      class: "menu right pick",
      "aria-label": "Move the clock to a date",
      onsubmit: submit,
      onclick: (event) => event.stopPropagation(),
      onkeydown: (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        change({ menu: null });
        event.currentTarget.parentElement.querySelector("button").focus();
      },
    },
    h("label", { for: "clock-day" }, `Day in ${zoneName(zone)}`),
    dayField({
      id: "clock-day",
      props: {},
      value: day,
      first: today,
      typed: (text) => set({ day: text }),
      pick: (text) => set({ day: text }),
    }),
    h("label", { for: "clock-time" }, "Time"),
    h("input", {
      id: "clock-time",
      class: "input",
      type: "time",
      value: time,
      onchange: (event) => set({ time: event.target.value }),
    }),
    h("button", { type: "submit", class: "button primary" }, h("span", {}, "Go there")),
  );
}

function nextMorning(at, zone) {
  const { day } = wall(at, zone);
  const today = instant(day, "09:00", zone);
  return today > at ? today : instant(later(day, 1), "09:00", zone);
}

/** Nine in the morning of the next such day, which may be today; 1 is Monday, 7 Sunday. */
export function nextWeekday(at, zone, which) {
  const { day } = wall(at, zone);
  const away = (7 + which - weekday(day)) % 7;
  const first = instant(later(day, away), "09:00", zone);
  return first > at ? first : instant(later(day, away + 7), "09:00", zone);
}

/** Who opens it: the person who looks if they can, else somebody to whom it was sent. */
function reader(item) {
  return item.readers.includes(ui.me) ? ui.me : item.readers[0];
}

const SHOWN = 12; // as many fit beside the conversation

/** What the bot sent while the clock moved: the newest, and how many were sent before these. */
export function arrivals() {
  if (!ui.arrivals) return null;
  const shown = ui.allArrivals ? ui.arrivals : ui.arrivals.slice(-SHOWN);
  const more = ui.arrivals.length - shown.length;
  return h(
    "section",
    { class: "arrivals", "aria-label": "Sent on the way" },
    h(
      "header",
      {},
      h("b", {}, "Sent on the way"),
      h(
        "button",
        { type: "button", class: "plain close", "aria-label": "Close", onclick: () => change({ arrivals: null }) },
        "✕",
      ),
    ),
    h(
      "ul",
      {},
      more > 0 &&
        h(
          "li",
          { key: "more" },
          h("button", { type: "button", class: "rest", onclick: showAll }, `and ${more} more before these`),
        ),
      shown.map((item, index) => h("li", { key: `at ${index + more}` }, arrival(item))),
    ),
  );
}

function showAll() {
  change({ allArrivals: true });
  focusSoon(() => document.querySelector(".arrivals li button"));
}

function arrival(item) {
  const { zone, locale } = me();
  const place = item.direct ? null : item.channel;
  const open = () => {
    change({ arrivals: null });
    if (reader(item) === ui.me) go(place);
    else become(reader(item), place);
  };
  return h(
    "button",
    { type: "button", onclick: open },
    h("time", {}, dayAndTime(item.at, zone, locale)),
    h(
      "b",
      {},
      item.place,
      !item.direct && reader(item) !== ui.me && h("small", {}, ` as ${ui.screen.people[reader(item)].realName}`),
    ),
    h("span", {}, mrkdwn(item.text.split("\n")[0])),
  );
}

/** The same in a sentence, for those who are told. */
export function passed() {
  if (!ui.arrivals) return "";
  const { length } = ui.arrivals;
  return length === 1 ? "One message was sent on the way." : `${length} messages were sent on the way.`;
}

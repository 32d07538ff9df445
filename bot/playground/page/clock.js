// Both clocks, and the buttons that move them.

import { dayAndTime, instant, later, shortTime, wall, weekday } from "/page/dates.js";
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
    "div",
    { class: `clocks ${ui.moving ? "moving" : ""}` },
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
  const shown = wall(at, zone);
  const submit = (event) => {
    event.preventDefault();
    const [day, time] = event.target.elements.when.value.split("T");
    if (day) moveClock({ to: instant(day, time, zone) });
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
        "aria-expanded": String(open),
        onclick: (event) => {
          event.stopPropagation();
          change({ menu: open ? null : "clock" });
        },
      },
      h("span", { class: "long" }, "A date…"),
      h("span", { class: "short" }, "…"),
    ),
    open &&
      h(
        "form",
        { class: "menu right pick", onsubmit: submit, onclick: (event) => event.stopPropagation() },
        h(
          "label",
          {},
          `Day and time in ${zoneName(zone)}`,
          h("input", {
            class: "input",
            name: "when",
            type: "datetime-local",
            min: `${shown.day}T${shown.time}`,
            created: (dom) => {
              dom.value = `${later(shown.day, 1)}T09:00`;
              dom.focus();
            },
          }),
        ),
        h("button", { type: "submit", class: "button primary" }, h("span", {}, "Go there")),
      ),
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

/** What the bot sent while the clock moved. */
export function arrivals() {
  if (!ui.arrivals) return null;
  const { zone, locale } = me();
  const items = ui.arrivals;
  const open = (item) => {
    const place = item.direct ? null : item.channel;
    change({ arrivals: null });
    if (reader(item) === ui.me) go(place);
    else become(reader(item), place);
  };
  return h(
    "section",
    { class: "arrivals", "aria-label": "Sent on the way", role: "status" },
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
      items
        .slice(-12)
        .map((item) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", onclick: () => open(item) },
              h("time", {}, dayAndTime(item.at, zone, locale)),
              h(
                "b",
                {},
                item.place,
                !item.direct && reader(item) !== ui.me && h("small", {}, ` as ${ui.screen.people[reader(item)].realName}`),
              ),
              h("span", {}, mrkdwn(item.text.split("\n")[0])),
            ),
          ),
        ),
    ),
  );
}

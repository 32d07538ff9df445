// A field for a day, to type into or to choose from a calendar. The browser's own would open on this machine's month: here it
// is the month of the playground's clock, or of the day that is chosen already.

import { dayNames, dayOf, firstWeekday, later, longDate, monthName, monthsLater, wall, weekday } from "/page/dates.js";
import { focusSoon } from "/page/focus.js";
import { icon } from "/page/icons.js";
import { change, me, now, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

const NARROW = matchMedia("(max-width: 760px)"); // as the style sheet says

/** The day it is on this person's clock. */
export function today() {
  return wall(now(), me().zone).day;
}

/** The field. `props` are those of the input, `typed` hears of every change to it, `pick` of a day or of nothing. */
export function dayField({ id, props, value, first = null, typed, pick }) {
  const open = ui.calendar?.key === id;
  const draft = `day ${id}`; // what is typed and not done with, which no drawing may take away
  const day = dayOf(value);
  const done = (text) => {
    delete ui.drafts[draft];
    pick(text);
    change();
  };
  const toggle = () => (open ? close(id) : show(id, day || today()));
  return h(
    "span",
    { class: "day-field", "aria-live": "off", onclick: (event) => event.stopPropagation(), onfocusout: left },
    h("input", {
      placeholder: "YYYY-MM-DD",
      ...props,
      id,
      class: "input picker",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      value: ui.drafts[draft] ?? value,
      title: "For example 2026-04-21; the arrow down opens the calendar",
      oninput: (event) => {
        ui.drafts[draft] = event.target.value;
        typed?.(event.target.value.trim());
      },
      onchange: (event) => done(event.target.value.trim()),
      onkeydown: (event) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        show(id, dayOf(event.target.value) || today());
      },
    }),
    h(
      "button",
      {
        type: "button",
        class: "opener",
        "aria-describedby": props["aria-labelledby"] || null,
        "aria-label": day ? `Calendar, chosen is ${longDate(day, me().locale)}` : "Calendar",
        "aria-haspopup": "grid",
        "aria-expanded": String(open),
        "aria-controls": open ? `${id}-calendar` : null,
        onclick: toggle,
      },
      icon("calendar"),
    ),
    open && calendar({ id, chosen: day, first, pick: done }),
  );
}

function show(id, at) {
  change({ calendar: { key: id, at }, menu: ui.menu === "clock" ? "clock" : null });
  focusDay();
}

function close(id) {
  change({ calendar: null });
  document.getElementById(id)?.focus({ preventScroll: true });
}

function go(id, at) {
  change({ calendar: { key: id, at } });
  focusDay();
}

const focusDay = () => focusSoon(() => document.querySelector(".calendar [tabindex='0'][data-day]"));

/** Whoever goes on by Tab has no more use for the calendar. */
function left(event) {
  const { relatedTarget, currentTarget } = event;
  if (ui.calendar && relatedTarget && !currentTarget.contains(relatedTarget)) change({ calendar: null });
}

function calendar({ id, chosen, first, pick }) {
  const { at } = ui.calendar;
  const { locale } = me();
  const take = (day) => {
    if (first && day < first) return;
    pick(day);
    close(id);
  };
  return h(
    "div",
    {
      id: `${id}-calendar`,
      class: "calendar",
      role: "group",
      "aria-label": "Calendar",
      created: placed,
      onkeydown: (event) => pressed(event, id, take),
    },
    h(
      "div",
      { class: "leaf" },
      turn(id, "Previous year", "«", monthsLater(at, -12)),
      turn(id, "Previous month", "‹", monthsLater(at, -1)),
      h("b", { id: `${id}-month`, "aria-live": "polite" }, monthName(at, locale)),
      turn(id, "Next month", "›", monthsLater(at, 1)),
      turn(id, "Next year", "»", monthsLater(at, 12)),
    ),
    grid({ id, at, chosen, first, take }),
  );
}

/** A button that turns the leaf: it keeps the focus, for the next one. */
function turn(id, label, sign, at) {
  return h(
    "button",
    { type: "button", class: "turn", "aria-label": label, onclick: () => change({ calendar: { key: id, at } }) },
    sign,
  );
}

function grid({ id, at, chosen, first, take }) {
  const { locale } = me();
  const begins = firstWeekday(locale);
  const month = at.slice(0, 7);
  const start = `${month}-01`;
  const monday = later(start, -((7 + weekday(start) - begins) % 7));
  const weeks = [0, 1, 2, 3, 4, 5].map((week) => later(monday, week * 7)).filter((each) => each.slice(0, 7) <= month);
  const cell = (day) =>
    h(
      "td",
      { key: day, role: "gridcell", "aria-selected": String(day === chosen) },
      h(
        "button",
        {
          type: "button",
          "data-day": day,
          tabindex: day === at ? 0 : -1,
          class: day.slice(0, 7) === month ? null : "beyond",
          "aria-label": longDate(day, locale),
          "aria-current": day === today() ? "date" : null,
          "aria-disabled": first && day < first ? "true" : null,
          onclick: () => take(day),
        },
        String(Number(day.slice(8))),
      ),
    );
  return h(
    "table",
    { role: "grid", "aria-labelledby": `${id}-month` },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        dayNames(begins, locale).map(({ short, long }) => h("th", { scope: "col", "aria-label": long }, short)),
      ),
    ),
    h(
      "tbody",
      {},
      weeks.map((week) =>
        h(
          "tr",
          { key: week },
          [0, 1, 2, 3, 4, 5, 6].map((days) => cell(later(week, days))),
        ),
      ),
    ),
  );
}

function pressed(event, id, take) {
  // Asked for anew: who presses fast is a day further than what is drawn.
  const { at } = ui.calendar || {};
  const inGrid = at && event.target.dataset.day && !event.ctrlKey && !event.metaKey;
  const to = inGrid && moved(event, at);
  if (event.key === "Escape") close(id);
  else if (to) go(id, to);
  else if (inGrid && (event.key === "Enter" || event.key === " ")) take(at);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function moved({ key, shiftKey }, at) {
  const into = (7 + weekday(at) - firstWeekday(me().locale)) % 7;
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -into, End: 6 - into }[key];
  if (days !== undefined) return later(at, days);
  const months = { PageUp: -1, PageDown: 1 }[key];
  return months ? monthsLater(at, months * (shiftKey ? 12 : 1)) : null;
}

/** Under its field where there is room, else above it; in a narrow window the style sheet lays it at the bottom. */
function placed(dom) {
  const put = () => {
    if (!dom.isConnected) {
      removeEventListener("scroll", put, true);
      removeEventListener("resize", put);
      return;
    }
    const field = dom.parentElement.getBoundingClientRect();
    const { width, height } = dom.getBoundingClientRect();
    const under = field.bottom + 4;
    const top = under + height < innerHeight ? under : Math.max(8, field.top - height - 4);
    dom.style.top = `${Math.min(top, Math.max(8, innerHeight - height - 8))}px`;
    dom.style.left = `${Math.max(8, Math.min(field.left, innerWidth - width - 8))}px`;
  };
  addEventListener("scroll", put, true);
  addEventListener("resize", put);
  requestAnimationFrame(() => {
    put();
    if (NARROW.matches) dom.parentElement.scrollIntoView({ block: "center" });
  });
}

// Instants on people's wall clocks. A zone is an IANA name; an instant is seconds since 1970.

const formats = new Map();

function format(zone, options, locale) {
  const key = JSON.stringify([zone, options, locale]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  return formats.get(key);
}

/** The wall clock's parts at an instant. */
export function wall(seconds, zone) {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    weekday: "short",
    hourCycle: "h23",
  };
  const parts = Object.fromEntries(
    format(zone, options, "en-GB")
      .formatToParts(seconds * 1000)
      .map((part) => [part.type, part.value]),
  );
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}`,
    second: parts.second,
    weekday: parts.weekday,
  };
}

/** The instant at which a zone's wall clock shows this day and time. */
export function instant(day, time, zone) {
  const wanted = Date.parse(`${day}T${time}:00Z`) / 1000;
  let guess = wanted;
  // Twice: the offset at the first guess may be that of the other side of a clock change.
  for (let round = 0; round < 2; round += 1) {
    const shown = wall(guess, zone);
    guess += wanted - Date.parse(`${shown.day}T${shown.time}:00Z`) / 1000;
  }
  return guess;
}

/** A calendar day some days later. */
export function later(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The day of the week of a calendar day, 0 for Sunday. */
export function weekday(day) {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** The same day some months later, or the last one of a month that is shorter. */
export function monthsLater(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** A calendar day from its text, null where it is none. */
export function dayOf(text) {
  const real = /^\d{4}-\d\d-\d\d$/.test(text || "") && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  return real && later(text, 0) === text ? text : null;
}

/** On which day of the week a calendar begins there, 0 for Sunday. */
export function firstWeekday(locale) {
  const known = new Intl.Locale(locale);
  return (known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 }).firstDay % 7;
}

/** The days of a week that begins on that day. */
export function dayNames(begins, locale) {
  const names = (day, length) => format("UTC", { weekday: length }, locale).format(Date.parse(`${day}T00:00:00Z`));
  const sunday = "2023-01-01";
  return [0, 1, 2, 3, 4, 5, 6]
    .map((step) => later(sunday, begins + step))
    .map((day) => ({ short: names(day, "short").slice(0, 2), long: names(day, "long") }));
}

export function longDate(day, locale) {
  return format("UTC", { dateStyle: "full" }, locale).format(Date.parse(`${day}T00:00:00Z`));
}

export function monthName(day, locale) {
  return format("UTC", { month: "long", year: "numeric" }, locale).format(Date.parse(`${day}T00:00:00Z`));
}

export function shortTime(seconds, zone, locale) {
  return format(zone, { timeStyle: "short" }, locale).format(seconds * 1000);
}

export function dayAndTime(seconds, zone, locale) {
  const day = format(zone, { weekday: "short", day: "numeric", month: "short" }, locale).format(seconds * 1000);
  return `${day}, ${shortTime(seconds, zone, locale)}`;
}

export function longDay(seconds, zone, locale) {
  return format(zone, { weekday: "long", day: "numeric", month: "long" }, locale).format(seconds * 1000);
}

/** "Today", "Yesterday" or "Tomorrow" where it is that, else nothing. */
export function nearDay(seconds, zone, present) {
  const day = wall(seconds, zone).day;
  const today = wall(present, zone).day;
  return { [today]: "Today", [later(today, -1)]: "Yesterday", [later(today, 1)]: "Tomorrow" }[day] || "";
}

/** Slack's date template, filled in for a reader: tokens in braces become dates and times on the reader's clock. */
export function filled(template, seconds, { zone, locale, present }) {
  const date = (options) => format(zone, sameYear(options), locale).format(seconds * 1000);
  const sameYear = (options) =>
    Math.abs(seconds - present) < 182 * 86_400 ? { ...options, year: undefined } : options;
  const pretty = (options, text = date(options)) => nearDay(seconds, zone, present) || text;
  const short = { month: "short", day: "numeric", year: "numeric" };
  const middle = { month: "long", day: "numeric", year: "numeric" };
  const long = { weekday: "long", ...middle };
  const tokens = {
    date_num: () => wall(seconds, zone).day,
    date_slash: () =>
      format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }, locale).format(seconds * 1000),
    date: () => date(middle),
    date_short: () => date(short),
    date_long: () => date(long),
    date_long_full: () => date(long),
    date_pretty: () => pretty(middle),
    date_short_pretty: () => pretty(short),
    date_long_pretty: () => pretty(long),
    day_divider_pretty: () => pretty(long),
    time: () => shortTime(seconds, zone, locale),
    time_secs: () => format(zone, { timeStyle: "medium" }, locale).format(seconds * 1000),
    ago: () => ago(seconds - present, locale),
  };
  return template.replace(/\{(\w+)\}/g, (whole, token) => (tokens[token] ? tokens[token]() : whole));
}

function ago(difference, locale) {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(difference) >= size) return relative.format(Math.round(difference / size), unit);
  }
  return relative.format(0, "minute");
}

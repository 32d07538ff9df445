// For those who write bots: everything that passes between Slack and the bot.

import { wall } from "/page/dates.js";
import { lookAtEntry, lookAtLog } from "/page/server.js";
import { change, me, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

const DIRECTION = { call: "→ Slack", response_url: "→ Slack", upload: "→ Slack", delivery: "→ bot" };

/** Open or close the inspector. */
export async function toggleInspector() {
  const open = !ui.inspector.open;
  // One panel at the side at a time: two would leave no room for the messages.
  change({ inspector: { ...ui.inspector, open, entry: null }, thread: open ? null : ui.thread });
  if (ui.inspector.open) await lookAtLog();
}

/** The panel. */
export function inspector() {
  const { open, lines, entry, refusedOnly } = ui.inspector;
  if (!open) return null;
  const set = (news) => change({ inspector: { ...ui.inspector, ...news } });
  const shown = lines
    .filter((line) => !refusedOnly || line.error)
    .slice(-400)
    .reverse();
  return h(
    "aside",
    { class: "inspector", "aria-label": "Inspector" },
    h(
      "header",
      {},
      h("h2", {}, "Inspector"),
      h(
        "label",
        {},
        h("input", {
          type: "checkbox",
          checked: refusedOnly,
          onchange: (event) => set({ refusedOnly: event.target.checked }),
        }),
        "Refused only",
      ),
      h(
        "button",
        { type: "button", class: "plain close", "aria-label": "Close inspector", onclick: toggleInspector },
        "✕",
      ),
    ),
    h(
      "div",
      { class: "log", role: "list", "aria-label": "Requests and deliveries" },
      shown.map((line) => row(line, entry)),
    ),
    entry && details(entry, set),
  );
}

function row(line, entry) {
  const clock = wall(line.at, me().zone);
  const here = entry?.number === line.number;
  return h(
    "div",
    { key: line.number, role: "listitem" },
    h(
      "button",
      {
        type: "button",
        class: `${line.error ? "refused" : ""} ${here ? "here" : ""}`,
        "aria-current": here ? "true" : null,
        onclick: () => lookAtEntry(line.number),
      },
      h("time", {}, `${clock.weekday} ${clock.time}:${clock.second}`),
      h("small", {}, DIRECTION[line.kind] || line.kind),
      h("span", {}, line.name),
      h("em", {}, line.error || (line.seconds === null ? (line.answered ? "ok" : "…") : spent(line.seconds))),
    ),
  );
}

function details(entry, set) {
  return h(
    "section",
    { class: "entry", "aria-label": entry.name },
    h(
      "header",
      {},
      h("b", {}, entry.name),
      h(
        "button",
        { type: "button", class: "plain close", "aria-label": "Close payload", onclick: () => set({ entry: null }) },
        "✕",
      ),
    ),
    entry.error && h("p", { class: "problem" }, entry.error, entry.pointer && h("code", {}, entry.pointer)),
    (entry.answer?.response_metadata?.messages || []).map((message) => h("p", { class: "problem" }, message)),
    entry.kind === "delivery" &&
      entry.seconds !== null &&
      h("p", { class: entry.seconds > 3 ? "problem" : "quiet" }, `Acknowledged after ${spent(entry.seconds)}`),
    h("h3", {}, entry.kind === "delivery" ? "Payload" : "Arguments"),
    h("pre", { tabindex: 0, role: "region", "aria-label": "Payload" }, json(entry.arguments, entry.pointer)),
    entry.answer !== null && [
      h("h3", {}, entry.kind === "delivery" ? "The bot's answer" : "Answer"),
      h("pre", { tabindex: 0, role: "region", "aria-label": "Answer" }, json(entry.answer)),
    ],
  );
}

const spent = (seconds) => (seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`);

/** JSON with the place that a refusal points to marked. */
function json(value, pointer, path = "", depth = 0) {
  const shown =
    typeof value === "object" && value !== null
      ? nested(value, pointer, path, depth)
      : (JSON.stringify(value) ?? "null");
  return pointer && path === pointer ? h("mark", {}, shown) : shown;
}

function nested(value, pointer, path, depth) {
  const list = Array.isArray(value);
  const items = Object.entries(value);
  if (!items.length) return list ? "[]" : "{}";
  const indent = "  ".repeat(depth + 1);
  return [
    list ? "[\n" : "{\n",
    items.map(([key, item], index) => [
      indent,
      list ? "" : `${JSON.stringify(key)}: `,
      json(item, pointer, `${path}/${key}`, depth + 1),
      index < items.length - 1 ? ",\n" : "\n",
    ]),
    "  ".repeat(depth),
    list ? "]" : "}",
  ];
}

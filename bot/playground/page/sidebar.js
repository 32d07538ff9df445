// Who one is, and where one can look.

import { shortTime } from "/page/dates.js";
import { icon } from "/page/icons.js";
import { menu, opener } from "/page/menus.js";
import { avatar } from "/page/messages.js";
import { act, look } from "/page/server.js";
import { change, me, now, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

/** The column on the left. */
export function sidebar() {
  const { screen } = ui;
  const mine = screen.channels.filter((each) => !each.app && each.member && !each.archived);
  const others = screen.channels.filter((each) => !each.app && !each.member && !each.archived);
  const app = screen.channels.find((each) => each.app);
  return h(
    "nav",
    { class: ui.side ? "sidebar open" : "sidebar", id: "conversations", "aria-label": "Conversations" },
    h("div", { class: "workspace" }, screen.workspace.name),
    switcher(),
    h("h2", {}, "Channels"),
    h(
      "ul",
      {},
      mine.map((each) => entry(each, each.private ? icon("lock") : "#", each.name)),
    ),
    others.length > 0 && [h("h2", {}, "Other channels"), h("ul", {}, others.map(joinable))],
    h("h2", {}, "Apps"),
    h("ul", {}, entry(app || { id: null, recent: [] }, avatar(screen.workspace.bot, "mini"), screen.app.name)),
  );
}

const SHARED = "Shared with another workspace";

function entry(channel, sign, name) {
  const here = ui.channel === null ? channel.app || channel.id === null : channel.id === ui.channel;
  const unread = here ? 0 : unreadIn(channel);
  return h(
    "li",
    { key: channel.id || "app" },
    h(
      "button",
      {
        type: "button",
        class: `${here ? "here" : ""} ${unread ? "unread" : ""}`,
        "aria-current": here ? "page" : null,
        onclick: () => go(channel.app || !channel.id ? null : channel.id),
      },
      h("span", { class: "sign" }, sign),
      h("span", { class: "name" }, name, channel.private && h("span", { class: "unseen" }, ", private")),
      channel.shared &&
        h("span", { class: "quiet", role: "img", "aria-label": "shared with another workspace", title: SHARED }, "◇"),
      unread > 0 && h("span", { class: "badge" }, unread, h("span", { class: "unseen" }, " new")),
    ),
  );
}

function joinable(channel) {
  const join = async () => {
    await act("join", { channel: channel.id });
    go(channel.id);
  };
  return h(
    "li",
    { key: channel.id },
    h(
      "button",
      {
        type: "button",
        class: "absent",
        "aria-label": `Join #${channel.name}`,
        title: `Join #${channel.name}`,
        onclick: join,
      },
      h("span", { class: "sign" }, "#"),
      h("span", { class: "name" }, channel.name),
      h("span", { class: "join" }, "Join"),
    ),
  );
}

function switcher() {
  const person = me();
  return h(
    "div",
    { class: "menu-anchor switcher" },
    h(
      "button",
      {
        type: "button",
        class: "person",
        "aria-label": `You are ${person.realName}. Be somebody else`,
        ...opener("people"),
      },
      avatar(person.id, "small"),
      h("span", {}, h("b", {}, person.realName), h("small", {}, zoneName(person.zone))),
      h("span", { class: "chevron", "aria-hidden": "true" }, "▾"),
    ),
    menu({
      key: "people",
      label: "Be somebody else",
      class: "people",
      heading: "Be somebody else",
      items: ui.everybody.map((each) => ({
        face: face(each),
        pick: () => become(each.id),
        props: each.id === ui.me ? { class: "here", "aria-current": "true" } : {},
      })),
    }),
  );
}

function face({ id, realName, workspace }) {
  const other = ui.screen.people[id];
  const elsewhere = workspace === ui.screen.workspace.name ? "" : ` · ${workspace}`;
  const clock = other ? `${shortTime(now(), other.zone, "en-GB")} ${zoneName(other.zone)}` : "";
  return [avatar(id, "small"), h("span", {}, h("b", {}, realName), h("small", {}, clock, elsewhere))];
}

/** The city of a zone. */
export function zoneName(zone) {
  return zone.split("/").at(-1).replaceAll("_", " ");
}

/** Look at another channel; null is the conversation with the app. */
export async function go(channel, more = {}) {
  markRead();
  change({ channel, thread: null, side: false, menu: null, tab: "messages", problems: {}, suggestion: 0, ...more });
  ui.done.add(`channel ${channel || "@bot"}`);
  await look();
  markRead();
  change();
  document.querySelector(".composer textarea")?.focus({ preventScroll: true });
}

/** Be another person. */
export async function become(id, channel = null) {
  location.hash = id;
  ui.me = id;
  change({ menu: null, arrivals: null });
  await go(channel);
}

/** Remember that what stands in the open channel has been read. */
export function markRead() {
  const { screen } = ui;
  if (!screen || screen.you !== ui.me) return;
  const last = screen.messages.at(-1)?.ts;
  if (last) ui.read[`${ui.me}/${screen.channel}`] = last;
}

function unreadIn(channel) {
  if (!channel.id) return 0;
  const since = ui.read[`${ui.me}/${channel.id}`] || String(ui.begun);
  return channel.recent.filter((ts) => Number(ts) > Number(since)).length;
}

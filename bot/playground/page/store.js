// What the page knows: the last snapshot of the person's screen, and what only this window knows (drafts, what is open).

export const ui = {
  me: null,
  everybody: [],
  screen: null, // the server's snapshot; null until the first one has come
  channel: null, // null is the conversation with the app
  tab: "messages",
  thread: null,
  side: false, // the list of channels, in a narrow window
  menu: null, // the one menu that is open, by a name of its own
  calendar: null, // the one calendar that is open: {key, at}, at being the day that has the focus
  at: 0, // which option is marked, in the list of options under a search
  confirm: null, // {texts, go}
  drafts: {},
  suggestion: 0,
  answers: {}, // what was put into elements, by place, block and action
  loaded: {}, // options that the bot gave for an external select
  problems: {}, // what Slack's client would not submit, by label
  waiting: new Set(), // what was asked for and has not been answered
  notice: null,
  arrivals: null,
  allArrivals: false,
  moving: false,
  goTo: null, // {day, time} to which the clock is about to be moved
  read: {},
  changed: {},
  done: new Set(),
  guide: true,
  inspector: { open: false, lines: [], entry: null, refusedOnly: false },
  tableAt: {},
  offset: 0, // the playground's clock minus this machine's, in seconds
  offline: false,
};

let draw = () => {};
let due = false;

/** Name the function that draws the page. */
export function drawWith(function_) {
  draw = function_;
}

/** Change what the page knows, and draw it soon. */
export function change(news = {}) {
  Object.assign(ui, news);
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    draw();
  });
}

/** The person who looks. */
export function me() {
  return ui.screen.people[ui.me];
}

/** The playground's time in seconds, going on between two snapshots. */
export function now() {
  const { clock } = ui.screen;
  return clock.stopped ? clock.seconds : Date.now() / 1000 + ui.offset;
}

/** Something said for a few seconds at the bottom of the page. */
export function notice(text) {
  change({ notice: text });
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => change({ notice: null }), 6000);
}

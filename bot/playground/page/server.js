// Talking to the playground: what there is to see, what changes, and what the person does.

import { expectAnswer, forget } from "/page/sight.js";
import { change, notice, ui } from "/page/store.js";

const WORDS = {
  operation_timeout: "The bot did not answer within three seconds.",
  dispatch_failed: "The bot could not be reached.",
  connection_failed: "The bot could not be reached.",
  unknown_command: "There is no such command.",
};

async function get(path) {
  const response = await fetch(`/page/data/${path}`);
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return response.json();
}

async function post(path, body) {
  const response = await fetch(`/page/do/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) return { error: `The playground answered ${response.status}.` };
  return response.json();
}

/** Let the person do something; `key` names what shows that it is waiting. Problems and errors are shown. */
export async function act(action, body, key = action) {
  ui.waiting.add(key);
  expectAnswer(action, body);
  change();
  let answer;
  try {
    answer = await post(`${ui.me}/${action}`, body);
  } catch {
    answer = { error: "The playground cannot be reached." };
  }
  ui.waiting.delete(key);
  if (answer.error) notice(WORDS[answer.error] || answer.error);
  change({ problems: answer.problems || {} });
  await look();
  return answer;
}

/** Fetch the person's screen. */
export async function look() {
  const asked = { me: ui.me, channel: ui.channel };
  const screen = await get(`see/${ui.me}${ui.channel ? `?channel=${ui.channel}` : ""}`).catch(() => null);
  if (!screen) return;
  // Another person or channel was chosen meanwhile: their own answer is on its way.
  if (asked.me !== ui.me || asked.channel !== ui.channel) return;
  noteChanges(screen);
  change({ screen, offset: screen.clock.seconds - Date.now() / 1000 });
  if (ui.inspector.open) await lookAtLog();
}

/** Fetch the exchanges with the bot that are new or were not answered yet. */
export async function lookAtLog() {
  const { lines } = ui.inspector;
  const open = lines.findIndex((line) => !line.answered && !line.error);
  const from = (open < 0 ? lines.length : open) + 1;
  const fresh = await get(`log?from=${from}`).catch(() => []);
  change({ inspector: { ...ui.inspector, lines: [...lines.slice(0, from - 1), ...fresh] } });
}

/** Fetch one exchange whole. */
export async function lookAtEntry(number) {
  change({ inspector: { ...ui.inspector, entry: await get(`log/${number}`) } });
}

/** Begin: who is there, and be told of every change from now on. */
export async function begin() {
  ui.everybody = await get("people");
  const wanted = location.hash.slice(1);
  ui.me = (ui.everybody.find((person) => person.id === wanted) || ui.everybody[0])?.id;
  if (!ui.me) throw new Error("nobody is here yet");
  await look();
  const stream = new EventSource("/page/data/changes");
  let looking = false;
  let again = false;
  stream.onmessage = async () => {
    change({ offline: false });
    again = true;
    if (looking) return;
    looking = true;
    while (again) {
      again = false;
      await look();
    }
    looking = false;
  };
  stream.onerror = () => change({ offline: true });
}

/** Move the clock; what the bot sent on the way is shown. */
export async function moveClock(body) {
  forget();
  change({ moving: true, menu: null, calendar: null, goTo: null, arrivals: null, allArrivals: false });
  const answer = await post("clock", body).catch(() => ({ error: "The playground cannot be reached." }));
  if (answer.error) notice(answer.error);
  const moved = "to" in body && !answer.error;
  if (moved) noteMove();
  if (moved && !answer.arrivals.length) notice("Nothing was sent on the way.");
  change({ moving: false, arrivals: moved && answer.arrivals.length ? answer.arrivals : null });
  await look();
}

/** What was looked at before the clock moved has to be looked at again; what is open is seen as it arrives. */
function noteMove() {
  for (const done of ui.done) if (done.startsWith("channel ")) ui.done.delete(done);
  ui.done.add("clock").add(`channel ${ui.channel || "@bot"}`);
}

/** Remember which messages are different from before, so that their change can be seen. */
function noteChanges(screen) {
  const before = new Map(
    (ui.screen?.channel === screen.channel ? ui.screen.messages : []).map((each) => [each.ts, each]),
  );
  for (const message of screen.messages) {
    const old = before.get(message.ts);
    if (old && (old.text !== message.text || JSON.stringify(old.blocks) !== JSON.stringify(message.blocks))) {
      ui.changed[message.ts] = (ui.changed[message.ts] || 0) + 1;
    }
  }
}

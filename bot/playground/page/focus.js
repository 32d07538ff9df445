// Where the focus is: inside what lies on top, and back where it was once that is gone.

import { ui } from "/page/store.js";

const FIELDS = ".modal-body input, .modal-body select, .modal-body textarea, footer .primary, footer button";
const REACHED = "button, input, select, textarea, a[href], [tabindex='0']";

let layers = []; // what lies over the page, the top one last: {key, before}, before being what had the focus

/** Whether something lies over the page, so that the page itself is out of reach. */
export function covered() {
  return Boolean(ui.screen.stack.length || ui.confirm);
}

/** Before drawing: remember what has the focus while something new is laid over it. Answers how to go back afterwards. */
export function watchLayers() {
  const keys = [...ui.screen.stack.map((view) => view.id), ...(ui.confirm ? ["confirm"] : [])];
  const gone = layers.find((layer) => !keys.includes(layer.key));
  const before = gone ? gone.before : document.activeElement;
  layers = keys.map((key) => layers.find((layer) => layer.key === key) || { key, before, id: before?.id });
  return () => gone && goBack(gone);
}

/** Back to what had the focus, or to what stands in its place; else to where one writes. */
function goBack({ before, id }) {
  const place = [before, id && document.getElementById(id)].find(reachable);
  if (place) place.focus({ preventScroll: true });
  else if (!covered()) document.querySelector("main .composer textarea")?.focus({ preventScroll: true });
}

const reachable = (dom) => dom && dom !== document.body && dom.isConnected && !dom.closest("[inert]");

/** Lead into a form that has just been drawn, unless something in it asked for the focus itself. */
export function focusInto(dom) {
  requestAnimationFrame(() => {
    if (!dom.contains(document.activeElement)) dom.querySelector(FIELDS)?.focus();
  });
}

/** Lead to the first field that is wrong; without one, back into the form if the focus was lost on the way. */
export function focusProblem() {
  const form = document.querySelector(".modal");
  const problem = form?.querySelector(".problem");
  problem?.scrollIntoView({ block: "center" });
  const field = form?.querySelector("[aria-invalid='true']");
  const inside = field?.matches(REACHED) ? field : field?.querySelector(REACHED);
  if (inside) inside.focus({ preventScroll: true });
  else if (form) focusInto(form);
}

/** Tab stays inside: from the last element to the first, and back. */
export function trapped(event) {
  if (event.key !== "Tab") return;
  const all = [...event.currentTarget.querySelectorAll(REACHED)].filter(
    (each) => !each.disabled && each.tabIndex >= 0 && each.getClientRects().length,
  );
  const [first, last] = [all[0], all.at(-1)];
  if (event.shiftKey && document.activeElement === first) last.focus();
  else if (!event.shiftKey && document.activeElement === last) first.focus();
  else return;
  event.preventDefault();
}

/** Once what has been changed is drawn, the focus goes to what is found then. */
export function focusSoon(find) {
  requestAnimationFrame(() => find()?.focus({ preventScroll: true }));
}

// The few signs that must look the same on every machine.

import { s } from "/page/vdom.js";

const PATHS = {
  lock: "M4 7V5a4 4 0 0 1 8 0v2h1v7H3V7zm1.6 0h4.8V5a2.4 2.4 0 0 0-4.8 0z",
  eye: "M8 3C4 3 1.5 6.5 1 8c.5 1.5 3 5 7 5s6.5-3.5 7-5c-.5-1.5-3-5-7-5zm0 8a3 3 0 1 1 0-6 3 3 0 0 1 0 6zm0-1.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
  reply: "M2 3h12v8H8l-4 3v-3H2zm1.5 1.5v5h2v1.7L7.7 9.5h4.8v-5z",
  send: "M2 2l13 6-13 6 2-5.2L10 8 4 7.2z",
  trash: "M6 2h4l.5 1H14v1.5H2V3h3.5zM3 5.5h10L12.3 14H3.7z",
  calendar:
    "M4 1h1.6v2h4.8V1H12v2h2v11H2V3h2zM3.6 6.5v6h8.8v-6zM5 8h2v2H5zm4 0h2v2H9z",
  pause: "M4 3h3v10H4zm5 0h3v10H9z",
  run: "M4 3l9 5-9 5z",
};

/** A sign in the colour of the text around it. */
export function icon(name) {
  return s(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" },
    s("path", { d: PATHS[name], fill: "currentColor", "fill-rule": "evenodd" }),
  );
}

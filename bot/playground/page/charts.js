// Slack's native charts: line, bar, area and pie.

import { h, s } from "/page/vdom.js";

// A drawing is scaled to the width of the message: on a phone it has less paper, so that its letters stay as large.
const PHONE = 600;
let WIDTH = 560;
const HEIGHT = 240;
const LEFT = 52;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 34;
const COLOURS = 12;

/** A data_visualization block. */
export function chart(block) {
  const { chart: content } = block;
  WIDTH = window.innerWidth < PHONE ? 330 : 560;
  const names =
    content.type === "pie" ? content.segments.map((each) => each.label) : content.series.map((each) => each.name);
  return h(
    "figure",
    { class: "chart", "aria-label": block.title },
    h("figcaption", {}, block.title),
    content.type === "pie" ? pie(content.segments) : axes(content),
    h("div", { class: "unseen" }, spoken(content)),
    names.length > 1 || content.type === "pie"
      ? h(
          "ul",
          { class: "legend" },
          names.map((name, index) => h("li", {}, sample(content.type, index), name)),
        )
      : null,
  );
}

/** How a series is drawn, beside its name: a line by its dashes too, so that none is told by its colour alone. */
function sample(type, index) {
  if (type !== "line") return h("i", { class: `dot series-${index % COLOURS}` });
  return s(
    "svg",
    { viewBox: "0 0 26 10", class: `sample series-${index % COLOURS}`, "aria-hidden": "true" },
    s("polyline", { points: "0,5 26,5", class: "stroke" }),
    index === 0 && s("circle", { cx: 13, cy: 5, r: 3.5, class: "fill" }),
  );
}

/** What the drawing shows, in words. */
function spoken({ type, segments, series }) {
  const list = (points) => points.map(({ label, value }) => `${label} ${short(value)}`).join(", ");
  if (type === "pie") return list(segments);
  return series.map((each) => `${each.name}: ${list(each.data)}.`).join(" ");
}

function axes({ type, series, axis_config: axis }) {
  const values = series.flatMap((each) => each.data.map((point) => point.value));
  const [low, high, step] = scale(values, type !== "line");
  const y = (value) => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const slot = (WIDTH - LEFT - RIGHT) / axis.categories.length;
  const x = (index) => LEFT + slot * (index + 0.5);
  const inOrder = series.map((each) =>
    axis.categories.map((label) => each.data.find((point) => point.label === label)?.value ?? 0),
  );
  return s(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    grid(low, high, step, y),
    categories(axis.categories, x, slot),
    axis.x_label &&
      s("text", { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 3, class: "axis", "text-anchor": "middle" }, axis.x_label),
    axis.y_label &&
      s(
        "text",
        { transform: `translate(11 ${(HEIGHT - BOTTOM) / 2}) rotate(-90)`, class: "axis", "text-anchor": "middle" },
        axis.y_label,
      ),
    inOrder.map((each, index) =>
      DRAWN[type](each, {
        index,
        count: series.length,
        name: series[index].name,
        labels: axis.categories,
        x,
        y,
        slot,
        base: y(Math.max(low, Math.min(0, high))),
      }),
    ),
  );
}

function scale(values, fromZero) {
  let low = Math.min(...values, fromZero ? 0 : Infinity);
  let high = Math.max(...values, fromZero ? 0 : -Infinity);
  if (low === high) [low, high] = [low - 1, high + 1];
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough);
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step, step];
}

function grid(low, high, step, y) {
  const shown = [];
  for (let value = low; value <= high + step / 2; value += step) {
    shown.push(s("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), class: "grid" }));
    shown.push(s("text", { x: LEFT - 6, y: y(value) + 4, class: "tick", "text-anchor": "end" }, short(value)));
  }
  return shown;
}

function categories(labels, x, slot) {
  const every = Math.ceil(58 / slot);
  return labels.map((label, index) =>
    index % every
      ? null
      : s("text", { x: x(index), y: HEIGHT - BOTTOM + 16, class: "tick", "text-anchor": "middle" }, label),
  );
}

function short(value) {
  return new Intl.NumberFormat("en", {
    notation: Math.abs(value) >= 10_000 ? "compact" : "standard",
    maximumFractionDigits: 2,
  }).format(value);
}

const tip = (name, label, value) => s("title", {}, `${name} · ${label}: ${short(value)}`);

function line(values, { index, name, labels, x, y }) {
  const points = values.map((value, at) => `${x(at)},${y(value)}`).join(" ");
  return s(
    "g",
    { class: `series-${index % COLOURS}` },
    s("polyline", { points, class: "stroke" }),
    values.map((value, at) =>
      s("circle", { cx: x(at), cy: y(value), r: index ? 2 : 3.5, class: "fill" }, tip(name, labels[at], value)),
    ),
  );
}

function area(values, context) {
  const { index, x, y, base } = context;
  const points = [
    `${x(0)},${base}`,
    ...values.map((value, at) => `${x(at)},${y(value)}`),
    `${x(values.length - 1)},${base}`,
  ].join(" ");
  return [
    s("g", { class: `series-${index % COLOURS}` }, s("polygon", { points, class: "fill wash" })),
    line(values, context),
  ];
}

function bar(values, { index, count, name, labels, x, y, slot, base }) {
  const width = Math.min(44, (slot * 0.7) / count);
  const from = (at) => x(at) - (width * count) / 2 + width * index;
  return s(
    "g",
    { class: `series-${index % COLOURS}` },
    values.map((value, at) =>
      s(
        "rect",
        {
          x: from(at),
          y: Math.min(y(value), base),
          width: Math.max(1, width - 2),
          height: Math.max(1, Math.abs(y(value) - base)),
          rx: 2,
          class: "fill",
        },
        tip(name, labels[at], value),
      ),
    ),
  );
}

function pie(segments) {
  const total = segments.reduce((sum, each) => sum + each.value, 0);
  let turned = 0;
  const slices = segments.map((each, index) => {
    const from = turned;
    turned += each.value / total;
    const share = `${Math.round((each.value / total) * 100)} %`;
    return s(
      "path",
      { d: slice(from, turned), class: `series-${index % COLOURS} fill` },
      s("title", {}, `${each.label}: ${short(each.value)} (${share})`),
    );
  });
  return s("svg", { viewBox: "-110 -110 220 220", class: "pie", "aria-hidden": "true" }, slices);
}

function slice(from, to) {
  if (to - from > 0.9999) return "M0 -100A100 100 0 1 1 -0.01 -100Z";
  const at = (turn) => `${100 * Math.sin(turn * 2 * Math.PI)} ${-100 * Math.cos(turn * 2 * Math.PI)}`;
  return `M0 0L${at(from)}A100 100 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
}

const DRAWN = { line, area, bar };

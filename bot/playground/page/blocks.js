// Every block, as Slack draws it.

import { chart } from "/page/charts.js";
import { element, picture } from "/page/elements.js";
import { anchor, mrkdwn, plainText, textObject } from "/page/mrkdwn.js";
import { richText } from "/page/rich_text.js";
import { dataTable, table } from "/page/tables.js";
import { idOf, problemOf } from "/page/values.js";
import { h } from "/page/vdom.js";

/** The blocks of a message, form or Home tab. `place` is {where, key, values, errors, form}. */
export function blocks(place, list) {
  return h(
    "div",
    { class: "blocks" },
    (list || []).map((block, index) => one(place, block, index)),
  );
}

function one(place, block, index) {
  const draw = KINDS[block.type];
  return h(
    "div",
    { key: block.block_id || index, class: `block is-${block.type}` },
    draw ? draw(place, block) : h("span", { class: "unknown" }, block.type),
  );
}

function section(place, block) {
  const accessory = block.accessory && h("div", { class: "accessory" }, element(place, block, block.accessory));
  return [
    h(
      "div",
      { class: "section-text" },
      block.text && h("div", {}, textObject(block.text)),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((field) => h("div", {}, textObject(field))),
        ),
    ),
    accessory,
  ];
}

function context(_place, block) {
  return block.elements.map((item) =>
    item.type === "image" ? picture(item, "tiny") : h("span", {}, textObject(item)),
  );
}

function actions(place, block) {
  return block.elements.map((item) => element(place, block, item));
}

/** What is no single field that a label could lead to. */
const SEVERAL = new Set(["checkboxes", "radio_buttons", "file_input"]);

function input(place, block) {
  const id = idOf(place, block, block.element);
  const problem = problemOf(place, block);
  const several = SEVERAL.has(block.element.type);
  return [
    h(
      several ? "div" : "label",
      { class: "label", id: `${id}-label`, for: several ? null : id },
      plainText(block.label),
      block.optional && h("span", { class: "quiet" }, " (optional)"),
    ),
    h("div", { class: problem ? "faulty" : null }, element(place, block, block.element)),
    problem && h("p", { class: "problem", id: `${id}-problem`, role: "alert" }, problem),
    block.hint && h("p", { class: "hint", id: `${id}-hint` }, plainText(block.hint)),
  ];
}

function card(place, block) {
  return h(
    "div",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "hero"),
    h(
      "div",
      { class: "row" },
      block.icon && picture(block.icon, "tiny"),
      h(
        "div",
        {},
        block.title && h("b", {}, textObject(block.title)),
        block.subtitle && h("div", { class: "quiet" }, textObject(block.subtitle)),
      ),
    ),
    block.body && h("p", {}, textObject(block.body)),
    block.actions &&
      h(
        "div",
        { class: "row" },
        block.actions.map((item) => element(place, block, item)),
      ),
    block.subtext && h("small", { class: "quiet" }, textObject(block.subtext)),
  );
}

function container(place, block) {
  const title = block.title ? plainText(block.title) : richText(block.rich_text_title);
  const inside = blocks(place, block.child_blocks);
  const subtitle = block.subtitle && h("div", { class: "quiet" }, textObject(block.subtitle));
  if (!block.is_collapsible)
    return h("div", { class: "card" }, h("b", {}, title), subtitle, block.has_header_divider && h("hr"), inside);
  return h(
    "details",
    {
      class: "card",
      created: (dom) => {
        dom.open = !block.default_collapsed;
      },
    },
    h("summary", {}, h("b", {}, title), subtitle),
    inside,
  );
}

const TASKS = { pending: "◌", in_progress: "◔", complete: "✓", error: "✕" };

function task(_place, block) {
  return h(
    "div",
    { class: `task ${block.status}` },
    h("b", {}, `${TASKS[block.status] || ""} ${block.title}`),
    block.details && richText(block.details),
    block.output && richText(block.output),
    block.sources &&
      h(
        "div",
        { class: "row" },
        block.sources.map((source) => anchor(source.url, source.text)),
      ),
  );
}

// Markdown is shown by the parts that bots write most: headings, lists, emphasis, links. The rest stays as it was written.
function markdown(_place, block) {
  return block.text.split("\n").map((line) => {
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    const item = /^\s*[-*] (.*)$/.exec(line);
    const text = (item?.[1] || heading?.[2] || line)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>")
      .replace(/\*\*([^*]+)\*\*/g, "\u0001$1\u0001")
      .replace(/(^|\s)\*([^*\s][^*]*)\*/g, "$1_$2_")
      .replaceAll("\u0001", "*")
      .replace(/~~([^~]+)~~/g, "~$1~");
    if (heading) return h("div", { class: "markdown-heading" }, mrkdwn(text));
    return h("div", { class: item ? "markdown-item" : null }, item && "• ", mrkdwn(text), !line && h("br"));
  });
}

function image(_place, block) {
  return h("figure", {}, block.title && h("figcaption", { class: "quiet" }, plainText(block.title)), picture(block));
}

const KINDS = {
  section,
  context,
  actions,
  context_actions: actions,
  input,
  image,
  markdown,
  card,
  container,
  task_card: task,
  header: (_place, block) => h(`h${Math.min((block.level || 1) + 2, 6)}`, {}, plainText(block.text)),
  divider: () => h("hr"),
  rich_text: (_place, block) => richText(block),
  table: (_place, block) => table(block),
  data_table: dataTable,
  data_visualization: (_place, block) => chart(block),
  alert: (_place, block) => h("div", { class: `alert ${block.level || "default"}` }, textObject(block.text)),
  carousel: (place, block) =>
    h(
      "div",
      { class: "carousel", tabindex: 0, role: "group", "aria-label": "Cards" },
      block.elements.map((each) => card(place, each)),
    ),
  plan: (place, block) => [h("b", {}, block.title), block.tasks.map((each) => task(place, each))],
  video: (_place, block) =>
    h(
      "div",
      { class: "card" },
      anchor(block.title_url || block.video_url, plainText(block.title)),
      block.description && h("p", { class: "quiet" }, plainText(block.description)),
    ),
};

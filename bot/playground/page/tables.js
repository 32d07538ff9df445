// The table blocks.

import { richText } from "/page/rich_text.js";
import { change, ui } from "/page/store.js";
import { h } from "/page/vdom.js";

/** A table block: the first row is its header. */
export function table(block) {
  const settings = block.column_settings || [];
  const look = (column) => ({
    style: { "text-align": settings[column]?.align || "left" },
    class: settings[column]?.is_wrapped ? "wrapped" : null,
  });
  const [head, ...rows] = block.rows;
  return frame(
    "Table",
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        head.map((cell, column) => h("th", { scope: "col", ...look(column) }, shown(cell))),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map((row) =>
        h(
          "tr",
          {},
          row.map((cell, column) => h("td", look(column), shown(cell))),
        ),
      ),
    ),
  );
}

/** A data_table block: with pages, and sorted by the column whose header was pressed. */
export function dataTable(place, block) {
  const key = `${place.key}/${block.block_id}`;
  const { page = 0, column: by = null, down = false } = ui.tableAt[key] || {};
  const size = block.page_size || 5;
  const [head, ...rows] = block.rows;
  const sorted = by === null ? rows : [...rows].sort((a, b) => compare(a[by], b[by]) * (down ? -1 : 1));
  const pages = Math.ceil(sorted.length / size);
  const go = (news) => {
    ui.tableAt[key] = { page, column: by, down, ...news };
    change();
  };
  const header = (cell, column) =>
    h(
      "th",
      { scope: "col", "aria-sort": by === column ? (down ? "descending" : "ascending") : null },
      h(
        "button",
        { type: "button", class: "plain", onclick: () => go({ column, down: by === column && !down, page: 0 }) },
        shown(cell),
        by === column && h("span", { "aria-hidden": "true" }, down ? " ↓" : " ↑"),
      ),
    );
  const heading = block.row_header_column_index || 0;
  return h(
    "div",
    { "aria-live": "off" },
    h("div", { class: "caption" }, block.caption),
    frame(
      block.caption || "Table",
      h("thead", {}, h("tr", {}, head.map(header))),
      h(
        "tbody",
        {},
        sorted.slice(page * size, (page + 1) * size).map((row) =>
          h(
            "tr",
            {},
            row.map((cell, column) =>
              h(
                column === heading ? "th" : "td",
                {
                  scope: column === heading ? "row" : null,
                  class: cell.type === "raw_number" ? "number" : null,
                },
                shown(cell),
              ),
            ),
          ),
        ),
      ),
    ),
    pages > 1 &&
      h(
        "div",
        { class: "pages" },
        h(
          "button",
          {
            type: "button",
            class: "plain",
            disabled: page === 0,
            "aria-label": "Previous page",
            onclick: () => go({ page: page - 1 }),
          },
          "‹",
        ),
        ` ${page + 1} of ${pages} `,
        h(
          "button",
          {
            type: "button",
            class: "plain",
            disabled: page === pages - 1,
            "aria-label": "Next page",
            onclick: () => go({ page: page + 1 }),
          },
          "›",
        ),
      ),
  );
}

/** Wider than its place it can be scrolled, by keyboard too. */
const frame = (name, ...content) =>
  h("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": name }, h("table", {}, content));

const shown = (cell) => (cell.type === "rich_text" ? richText(cell) : (cell.text ?? cell.value));

function compare(a, b) {
  if (a.type === "raw_number" && b.type === "raw_number") return a.value - b.value;
  return String(a.text).localeCompare(String(b.text), undefined, { numeric: true });
}

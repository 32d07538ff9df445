// Elements to choose from: menus of one and of several, of the bot's own options, people, channels; boxes and radio buttons.

import { choose, common, heard, named, send } from "/page/acting.js";
import { focusSoon } from "/page/focus.js";
import { plainText, textObject } from "/page/mrkdwn.js";
import { act } from "/page/server.js";
import { change, ui } from "/page/store.js";
import { idOf, keyOf, valueOf } from "/page/values.js";
import { h } from "/page/vdom.js";

function optionsOf(item) {
  if (item.type.includes("users_select")) return everybody();
  if (item.type.includes("conversations_select") || item.type.includes("channels_select")) return channels();
  return [];
}

function everybody() {
  return Object.values(ui.screen.people)
    .filter((person) => !person.deleted && person.id !== "USLACKBOT")
    .map((person) => ({ value: person.id, text: person.realName }));
}

function channels() {
  return ui.screen.channels
    .filter((each) => !each.app && !each.archived)
    .map((each) => ({ value: each.id, text: `#${each.name}` }));
}

const plainOption = (option) => ({ value: option.value, text: plainText(option.text) });

function choices(item) {
  if (item.option_groups)
    return item.option_groups.map((group) => ({
      label: plainText(group.label),
      options: group.options.map(plainOption),
    }));
  const flat = item.options ? item.options.map(plainOption) : optionsOf(item);
  return [{ label: null, options: flat }];
}

function optionNodes(groups, chosen) {
  return groups.map((group) => {
    const nodes = group.options.map((option) =>
      h("option", { value: option.value, selected: option.value === chosen }, option.text),
    );
    return group.label ? h("optgroup", { label: group.label }, nodes) : nodes;
  });
}

export function select(place, block, item) {
  const chosen = valueOf(place, block, item) || "";
  return h(
    "select",
    {
      ...common(place, block, item),
      class: chosen ? "select" : "select empty",
      value: chosen,
      onchange: (event) => {
        choose(place, block, item, event.target.value);
        if (heard(block)) send(place, block, item, event.target.value);
      },
    },
    h(
      "option",
      { value: "", disabled: !block.optional && !chosen ? true : !block.optional },
      plainText(item.placeholder) || "Choose an option",
    ),
    optionNodes(choices(item), chosen),
  );
}

/** What is chosen already, each to be taken away again; then the field to which the focus goes. */
function chips(place, block, item, { chosen, text, without }) {
  return chosen.map((value) =>
    h(
      "button",
      {
        key: `chip ${value}`,
        type: "button",
        class: "chip",
        "aria-label": `Remove ${text(value)}`,
        onclick: () => {
          choose(place, block, item, without(value));
          focusSoon(() => document.getElementById(idOf(place, block, item)));
        },
      },
      text(value),
      h("span", { "aria-hidden": "true" }, " ✕"),
    ),
  );
}

/** What is chosen of several, asked for anew by whatever changes it: who is fast changes it twice before it is drawn. */
function several(place, block, item) {
  return [valueOf(place, block, item) || []].flat().filter(Boolean);
}

export function multiSelect(place, block, item) {
  const chosen = several(place, block, item);
  const groups = choices(item);
  const all = groups.flatMap((group) => group.options);
  const left = groups.map((group) => ({
    ...group,
    options: group.options.filter((option) => !chosen.includes(option.value)),
  }));
  const full = item.max_selected_items && chosen.length >= item.max_selected_items;
  const text = (value) => all.find((option) => option.value === value)?.text || value;
  const group = `${idOf(place, block, item)}-group`;
  const add = (value) => {
    choose(place, block, item, [...several(place, block, item), value]);
    const whole = () => document.getElementById(group);
    focusSoon(() => document.getElementById(idOf(place, block, item)) || whole()?.lastElementChild);
  };
  return h(
    "div",
    { id: group, class: "chips", role: "group", ...named(place, block, item), "aria-invalid": null },
    chips(place, block, item, {
      chosen,
      text,
      without: (value) => several(place, block, item).filter((each) => each !== value),
    }),
    !full &&
      h(
        "select",
        {
          ...common(place, block, item),
          key: "add",
          class: "select empty",
          value: "",
          onchange: (event) => add(event.target.value),
        },
        h("option", { value: "" }, plainText(item.placeholder) || "Add"),
        optionNodes(left, ""),
      ),
  );
}

export function externalSelect(place, block, item) {
  const key = keyOf(place, block, item);
  const id = idOf(place, block, item);
  const many = item.type.startsWith("multi_");
  const value = valueOf(place, block, item) || (many ? [] : "");
  const offered = ui.loaded[key]?.options || [];
  const known = [
    ...(item.initial_options || []),
    ...[item.initial_option].filter(Boolean),
    ...(item.loaded || []),
    ...offered,
  ];
  const text = (each) => plainText(known.find((option) => option.value === each)?.text) || each;
  const search = async (query) => {
    ui.drafts[key] = query;
    change({ menu: key, at: 0 });
    if (query.length < (item.min_query_length ?? 3)) return;
    const answer = await act(
      "options",
      { where: place.where, block: block.block_id, action: item.action_id, query },
      `options ${key}`,
    );
    ui.loaded[key] = { options: answer.options || [] };
    change();
  };
  const pick = (option) => {
    ui.drafts[key] = "";
    ui.menu = null;
    choose(place, block, item, many ? [...several(place, block, item), option.value] : option.value);
  };
  const open = ui.menu === key && offered.length > 0;
  const at = Math.min(ui.at, offered.length - 1);
  return h(
    "div",
    { class: "menu-anchor wide chips", "aria-live": "off" },
    chips(place, block, item, {
      chosen: [value].flat().filter(Boolean),
      text,
      without: (each) => (many ? several(place, block, item).filter((one) => one !== each) : ""),
    }),
    h("input", {
      ...common(place, block, item),
      key: "search",
      class: "input",
      placeholder: plainText(item.placeholder) || "Search",
      value: ui.drafts[key] || "",
      autocomplete: "off",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": String(open),
      "aria-controls": open ? `${id}-options` : null,
      "aria-activedescendant": open ? `${id}-option-${at}` : null,
      onfocus: () => (item.min_query_length === 0 ? search("") : null),
      onclick: (event) => event.stopPropagation(),
      oninput: (event) => search(event.target.value),
      onkeydown: (event) => {
        if (open) searched(event, { at, count: offered.length, pick: () => pick(offered[at]) });
      },
    }),
    open &&
      h(
        "div",
        { id: `${id}-options`, class: "menu", role: "listbox", "aria-label": "Options" },
        offered.map((option, index) =>
          h(
            "button",
            {
              id: `${id}-option-${index}`,
              type: "button",
              role: "option",
              tabindex: -1,
              class: index === at ? "at" : null,
              "aria-selected": String(index === at),
              onmousedown: (event) => event.preventDefault(),
              onclick: () => pick(option),
            },
            plainText(option.text),
          ),
        ),
      ),
  );
}

/** The keys in a search: arrows mark an option, Enter takes it, Escape closes the list. */
function searched(event, { at, count, pick }) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) change({ at: (at + step + count) % count });
  else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) pick();
  else if (event.key === "Escape") change({ menu: null });
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export function boxes(kind) {
  return (place, block, item) => {
    const key = keyOf(place, block, item);
    const chosen = several(place, block, item);
    const tick = (value, on) => {
      const others = several(place, block, item).filter((each) => each !== value);
      const now = kind === "radio" ? value : on ? [...others, value] : others;
      choose(place, block, item, now);
      if (heard(block)) send(place, block, item, now);
    };
    const { "aria-invalid": invalid, ...names } = named(place, block, item);
    return h(
      "div",
      {
        class: "boxes",
        ...names,
        role: kind === "radio" ? "radiogroup" : "group",
        "aria-invalid": kind === "radio" ? invalid : null,
      },
      item.options.map((option) =>
        h(
          "label",
          {},
          h("input", {
            type: kind,
            name: key,
            "aria-invalid": kind === "radio" ? null : invalid,
            checked: chosen.includes(option.value),
            onchange: (event) => tick(option.value, event.target.checked),
          }),
          h("span", {}, textObject(option.text), option.description && h("small", {}, textObject(option.description))),
        ),
      ),
    );
  };
}

// Drawing: a tree of plain objects, and the least change to the document that makes it look like the tree.
// Inputs keep their focus and caret, because an element that stays is never made anew.

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "indeterminate", "scrollTop"]);

/** An element. Children may be nested arrays, strings, numbers, or nothing at all (null, false). */
export function h(tag, props, ...children) {
  return { tag, props: props || {}, children: flatten(children), key: props?.key, svg: false };
}

/** An element of a drawing. */
export function s(tag, props, ...children) {
  return { ...h(tag, props, ...children), svg: true };
}

/** Make the container show this tree. */
export function render(container, ...tree) {
  const after = flatten(tree);
  patchChildren(container, container._tree || [], after);
  container._tree = after;
}

function flatten(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== "")
    .map((child) => (typeof child === "object" ? child : { tag: null, text: String(child), props: {}, children: [] }));
}

function create(node) {
  if (node.tag === null) {
    node.dom = document.createTextNode(node.text);
    return node.dom;
  }
  node.dom = node.svg ? document.createElementNS(SVG, node.tag) : document.createElement(node.tag);
  patchChildren(node.dom, [], node.children);
  setProps(node.dom, {}, node.props);
  node.props.created?.(node.dom);
  return node.dom;
}

function patch(before, after) {
  after.dom = before.dom;
  if (after.tag === null) {
    if (before.text !== after.text) after.dom.data = after.text;
    return;
  }
  patchChildren(after.dom, before.children, after.children);
  setProps(after.dom, before.props, after.props);
  after.props.drawn?.(after.dom);
}

function patchChildren(dom, before, after) {
  const keyed = new Map();
  const loose = [];
  for (const node of before) node.key === undefined ? loose.push(node) : keyed.set(node.key, node);
  for (const node of after) {
    const old = node.key === undefined ? takeLoose(loose, node) : takeKeyed(keyed, node);
    old ? patch(old, node) : create(node);
  }
  // What goes is taken away first: then what stays is in its place already, and nothing that has the focus is moved.
  for (const node of [...loose, ...keyed.values()]) node.dom.remove();
  let place = dom.firstChild;
  for (const node of after) {
    if (node.dom === place) place = place.nextSibling;
    else dom.insertBefore(node.dom, place);
  }
}

function takeLoose(loose, node) {
  const index = loose.findIndex((old) => old.tag === node.tag);
  return index < 0 ? null : loose.splice(index, 1)[0];
}

function takeKeyed(keyed, node) {
  const old = keyed.get(node.key);
  if (!old || old.tag !== node.tag) return null;
  keyed.delete(node.key);
  return old;
}

function setProps(dom, before, after) {
  for (const name of Object.keys(before)) if (!(name in after)) setProp(dom, name, undefined);
  for (const [name, value] of Object.entries(after)) {
    if (PROPERTIES.has(name) || before[name] !== value) setProp(dom, name, value);
  }
}

function setProp(dom, name, value) {
  if (name === "key" || name === "created" || name === "drawn") return;
  if (name.startsWith("on")) dom[name] = value || null;
  else if (name === "style") for (const [key, item] of Object.entries(value || {})) dom.style.setProperty(key, item);
  else if (PROPERTIES.has(name)) {
    const wanted = value ?? (name === "value" ? "" : false);
    if (dom[name] !== wanted) dom[name] = wanted;
  } else if (value === undefined || value === null || value === false) dom.removeAttribute(name);
  else dom.setAttribute(name, value === true ? "" : value);
}

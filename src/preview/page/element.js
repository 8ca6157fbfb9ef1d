// Elements made in one expression.

/** An element with attributes (those that begin with `on` are listeners) and children. */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) made[key] = value;
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((it) => it !== null && it !== undefined));
  return made;
}

/** Text in which backticks stand round what the author wrote. */
export function inline(text) {
  return text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

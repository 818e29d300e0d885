// Makes elements, for the core and for what follows an answer.

/** Makes an element as the last child of `parent`, with a text if there is one. `markup` is its tag and its attributes,
    each after a `|`. */
export const make = (parent, markup, text) => {
  const [tag, ...attributes] = markup.split("|");
  const space = tag === "svg" || tag === "path" ? "2000/svg" : "1999/xhtml";
  const element = document.createElementNS("http://www.w3.org/" + space, tag);
  for (const attribute of attributes) element.setAttribute(...attribute.split("="));
  element.textContent = text;
  parent.append(element);
  return element;
};

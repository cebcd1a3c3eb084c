// Phrases come from the page, with {names} where values go.
export function say(phrase, values = {}) {
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function grouped(number) {
  return String(number).replace(/(\d{3})(?=\d)/g, "$1 ");
}

// One element, its text, its children; text is only ever text.
export function make(tag, { text, className, attributes = {} } = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Phrases come from the page, with {names} where values go.
export function say(phrase, values = {}) {
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A place that is shown near, not on: the server says so in English.
export function placed(label, words) {
  return label?.startsWith("near ") ? say(words.near, { street: label.slice(5) }) : label;
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

// Elements, and the few places of the page that everybody speaks through.

/** An element with attributes and children. Text children are only ever text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const find = (selector, root = document) => root.querySelector(selector);

let fading;

/** A line that pops up and goes by itself. */
export function toast(words) {
  const place = find("#toast");
  place.textContent = words;
  clearTimeout(fading);
  fading = setTimeout(() => (place.textContent = ""), Math.max(3000, words.length * 80));
}

/** Has a screen reader say something once. */
export function speak(words) {
  find("#spoken").textContent = words;
}

export function showPicture(address, name) {
  const dialog = find("#large");
  Object.assign(find("img", dialog), { src: address, alt: name });
  dialog.showModal();
}

export const seconds = (value) => `${value.toFixed(1)} s`;

export function bytes(size) {
  return size < 1024 * 1024 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

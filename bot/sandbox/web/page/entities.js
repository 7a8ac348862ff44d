// A message's text with its entities, as elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { make } from "./dom.js";
import { t } from "./texts.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = /^(?:https?|mailto|tg):/i;
const LATIN = /[A-Za-zÀ-ž][A-Za-zÀ-ž'’]*(?:[ ,]+[A-Za-zÀ-ž][A-Za-zÀ-ž'’]*)*/g;

/** The language that most of a text is in, as far as its letters tell; `otherwise` where they don't. */
export function languageOf(text, otherwise) {
  return /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/.test(text) ? "ko" : otherwise;
}

/**
 * `open` holds the numbers of the quotes that the reader has opened, and is kept over edits; `command` is called with a
 * command that is pressed.
 */
export function formatted({ text, entities }, { open, command, language }) {
  const sorted = entities
    .map((entity, number) => ({ ...entity, number, end: entity.offset + entity.length }))
    .sort((a, b) => a.offset - b.offset || b.end - a.end);

  function build(parent, start, end, isPlain) {
    let at = start;
    while (sorted.length && sorted[0].offset < end) {
      const entity = sorted.shift();
      const from = Math.max(entity.offset, at);
      const to = Math.min(entity.end, end);
      write(parent, text.slice(at, from), isPlain);
      const [element, inside] = styled(entity, text.slice(from, to), open, command);
      build(inside, from, to, isPlain && entity.type !== "pre" && entity.type !== "code" && !element.href);
      parent.append(element);
      at = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
    }
    write(parent, text.slice(at, end), isPlain);
  }

  // In Korean, what is written in Latin letters is the language that is learnt.
  function write(parent, words, isPlain) {
    if (!isPlain || language !== "ko") return void parent.append(words);
    let at = 0;
    for (const match of words.matchAll(LATIN)) {
      parent.append(words.slice(at, match.index), make("span", { lang: "de" }, match[0]));
      at = match.index + match[0].length;
    }
    parent.append(words.slice(at));
  }

  const result = document.createDocumentFragment();
  build(result, 0, text.length, true);
  return result;
}

/** The element of an entity, and where its text goes. */
function styled(entity, words, open, command) {
  if (entity.type in TAGS) return twice(make(TAGS[entity.type]));
  switch (entity.type) {
    case "pre":
      return pre(entity);
    case "blockquote":
      return twice(make("blockquote"));
    case "expandable_blockquote":
      return expandable(entity, open);
    case "text_link":
      return twice(link(entity.url));
    case "url":
      return twice(link(words));
    case "email":
      return twice(link(`mailto:${words}`));
    case "bot_command":
      return twice(make("button", { type: "button", class: "link", onclick: () => command(words) }));
    default:
      return twice(make("span", { class: entity.type }));
  }
}

const twice = (element) => [element, element];

function link(address) {
  return SAFE.test(address)
    ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address })
    : make("span");
}

function pre(entity) {
  const code = make("code");
  const label = entity.language ? make("span", { class: "language" }, entity.language) : null;
  return [make("pre", { tabindex: 0 }, label, code), code];
}

function expandable(entity, open) {
  const inside = make("div", { class: "inside" });
  const button = make("button", { type: "button", class: "link" });
  const quote = make("blockquote", { class: "expandable" }, inside, button);

  function show() {
    const isOpen = open.has(entity.number);
    quote.classList.toggle("open", isOpen);
    button.setAttribute("aria-expanded", isOpen);
    button.textContent = t(isOpen ? "less" : "more");
  }

  quote.addEventListener("click", (event) => {
    if (event.target.closest("a") || getSelection().toString()) return;
    if (!open.delete(entity.number)) open.add(entity.number);
    show();
  });
  show();
  return [quote, inside];
}

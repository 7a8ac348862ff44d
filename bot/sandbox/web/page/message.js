// One message: a bubble, its keyboard, and what can be done with it.

import { bytes, find, make, showPicture } from "./dom.js";
import { formatted, languageOf } from "./entities.js";
import { clock, language, t } from "./texts.js";

/** A message's list item. `chat` does what is pressed: press, say, jump, openActions. */
export class MessageView {
  constructor(message, chat) {
    this.chat = chat;
    this.open = new Set();
    this.sender = make("p", { class: "unseen" });
    this.reply = make("div");
    this.media = make("div", { class: "media" });
    this.text = make("div", { class: "text" });
    this.foot = make("p", { class: "foot" });
    this.keyboard = make("div", { class: "keyboard" });
    this.actions = make("button", {
      type: "button", class: "icon more", tabindex: -1, "aria-label": t("actions"), onclick: () => chat.openActions(this),
    }, "⋯");
    const bubble = make("article", { class: "bubble" }, this.sender, this.reply, this.media, this.text, this.foot);
    this.element = make("li", { class: message.mine ? "mine" : "theirs", tabindex: -1 },
      make("div", { class: "line" }, bubble, this.actions), this.keyboard);
    this.element.addEventListener("contextmenu", (event) => {
      if (event.target.closest("a") || getSelection().toString()) return;
      event.preventDefault();
      chat.openActions(this);
    });
    this.update(message);
  }

  /** Draws what has changed; what stands is left alone, with its focus and its selection. */
  update(message) {
    const before = this.message ?? {};
    this.message = message;
    const changed = (...names) => names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(message[name]));
    this.element.classList.toggle("growing", message.growing);
    if (changed("name")) this.sender.textContent = message.name;
    if (changed("text", "entities")) this.drawText();
    if (changed("reply", "quote")) this.drawReply();
    if (changed("file")) this.drawFile();
    if (changed("keyboard")) this.drawKeyboard();
    if (changed("edited", "growing")) this.drawFoot();
  }

  /** Draws everything anew, when the page's language has changed. */
  redraw() {
    const { message } = this;
    this.message = null;
    this.update(message);
    this.actions.setAttribute("aria-label", t("actions"));
  }

  drawText() {
    const spoken = languageOf(this.message.text, language());
    this.text.lang = spoken;
    const how = { open: this.open, command: (words) => this.chat.say(words), language: spoken };
    this.text.replaceChildren(formatted(this.message, how));
  }

  drawReply() {
    const { reply, quote } = this.message;
    if (!reply) return;
    const jump = make("button", { type: "button", class: "reply", onclick: () => this.chat.jump(reply.id) },
      make("strong", {}, reply.name), make("span", {}, quote ?? reply.text));
    this.reply.replaceChildren(jump);
  }

  drawFile() {
    const { file } = this.message;
    if (!file) return;
    const address = `files/${file.id}/${encodeURIComponent(file.name)}`;
    if (file.kind === "photo") {
      const picture = make("img", { src: address, alt: this.message.text || t("picture"), loading: "lazy" });
      picture.addEventListener("load", () => this.chat.follow());
      this.media.replaceChildren(make("button", {
        type: "button", class: "picture", onclick: () => showPicture(address, picture.alt),
      }, picture));
    } else {
      this.media.replaceChildren(make("a", { class: "file", href: address, download: file.name },
        make("span", { class: "sheet", "aria-hidden": "true" }, file.name.split(".").pop().slice(0, 4)),
        make("span", {}, make("strong", {}, file.name), make("small", {}, bytes(file.size)))));
    }
  }

  drawKeyboard() {
    const rows = this.message.keyboard.map((row) => make("div", {}, ...row.map((button) => this.key(button))));
    this.keyboard.replaceChildren(...rows);
  }

  key(button) {
    const key = make("button", { type: "button" }, button.text);
    key.addEventListener("click", async () => {
      key.setAttribute("aria-busy", "true");
      await this.chat.press(this.message.id, button.callback_data);
      key.removeAttribute("aria-busy");
    });
    return key;
  }

  drawFoot() {
    const { date, edited, growing, mine } = this.message;
    const time = make("time", { datetime: new Date(date * 1000).toISOString() }, clock(date));
    const state = growing ? make("span", { class: "dots", "aria-label": t("growing"), role: "img" }) : null;
    this.foot.replaceChildren(...[state, edited && mine ? make("span", {}, t("edited")) : null, time].filter(Boolean));
  }

  /** Shows which message was meant. */
  flash() {
    this.element.scrollIntoView({ block: "center" });
    this.element.focus({ preventScroll: true });
    this.element.classList.remove("flash");
    void this.element.offsetWidth; // starts the animation again
    this.element.classList.add("flash");
  }

  get selection() {
    const selection = getSelection();
    const isHere = selection.rangeCount && this.text.contains(selection.getRangeAt(0).commonAncestorContainer);
    return isHere ? selection.toString() : "";
  }
}

// A chat: its messages as they come and grow, and what its person does.

import { Composer } from "./composer.js";
import { ask } from "./connection.js";
import { find, make, speak, toast } from "./dom.js";
import { MessageView } from "./message.js";
import { language, t, translate } from "./texts.js";

const QUIET = 1_500; // ms after which a message that no longer grows is read out
const TYPING = 5_000;
const NEAR = 48; // pixels from the end that still count as the end

export class Chat {
  constructor(pane, { onUnread }) {
    this.pane = pane;
    this.onUnread = onUnread;
    this.views = new Map();
    this.spoken = new Map();
    pane.replaceChildren(find("#chat").content.cloneNode(true));
    this.scroller = find(".messages", pane);
    this.list = find("ol", this.scroller);
    this.state = find(".state", pane);
    this.down = find(".down", pane);
    this.composer = new Composer(pane, this);
    this.isFollowing = true;
    this.scroller.addEventListener("keydown", (event) => this.onKey(event));
    this.watchReader();
    find(".skip", pane).addEventListener("click", (event) => (event.preventDefault(), this.composer.text.focus()));
  }

  /** Whose chat this is; called again when their language changes. */
  setPerson(person, role, chips) {
    this.id = person.id;
    this.role = t(`as_${role}`, person.name);
    this.state.textContent = this.role;
    this.composer.commands = person.commands;
    translate(this.pane);
    find(".welcome span", this.pane).textContent = t(`start_${role}`);
    if (this.language !== language()) this.views.forEach((view) => view.redraw());
    this.language = language();
    const buttons = chips.map(([words, act]) => make("li", {}, make("button", { type: "button", onclick: () => act(this) }, words)));
    find(".chips", this.pane).replaceChildren(...buttons);
  }

  /** The whole chat, at first and after a connection was lost; what has not changed is left alone. */
  reset({ messages, draft }) {
    const known = new Set(messages.map((message) => message.id));
    for (const id of [...this.views.keys()]) if (!known.has(id)) this.remove(id);
    const isNew = !this.views.size;
    for (const message of messages) this.show(message, isNew || this.views.has(message.id));
    this.showDraft(draft);
    this.follow();
  }

  show(message, isOld = false) {
    const view = this.views.get(message.id);
    if (view) {
      view.update(message);
    } else {
      const added = new MessageView(message, this);
      this.views.set(message.id, added);
      this.list.append(added.element);
      if (message.mine) this.isFollowing = true;
      else this.showDraft(null), this.setState("");
      if (!isOld) this.onUnread();
      if (!isOld && message.asks_reply) this.composer.setAbout({ reply: message });
    }
    if (isOld) return; // all of them are laid out at once
    this.follow();
    if (!message.mine) this.readOut(message);
  }

  remove(id) {
    this.views.get(id)?.element.remove();
    this.views.delete(id);
  }

  /** A reply that is being written, which is no message yet. */
  showDraft(draft) {
    this.draft?.element.remove();
    this.draft = null;
    if (!draft) return;
    const message = { ...draft, id: 0, name: "", keyboard: [], growing: true, date: Date.now() / 1000 };
    this.draft = new MessageView(message, this);
    this.list.append(this.draft.element);
    this.follow();
  }

  showPending(element) {
    this.list.append(element);
    this.isFollowing = true;
    this.follow();
  }

  setState(words) {
    clearTimeout(this.typing);
    this.state.textContent = words || this.role;
    this.state.classList.toggle("busy", Boolean(words));
    if (words) this.typing = setTimeout(() => this.setState(""), TYPING);
  }

  hearAction(action) {
    this.setState(t(action.startsWith("upload") ? "uploading" : "typing"));
  }

  /** Says a message of the bot's once, when it is complete. */
  readOut(message) {
    clearTimeout(this.spoken.get(message.id)?.timer);
    if (message.growing) return;
    const timer = setTimeout(() => {
      if (this.spoken.get(message.id)?.text !== message.text) speak(message.text);
      this.spoken.set(message.id, { text: message.text });
    }, QUIET);
    this.spoken.set(message.id, { ...this.spoken.get(message.id), timer });
  }

  // Reading: what comes is followed as long as the reader is at the end, but never past the newest message's beginning.

  watchReader() {
    const stay = () => (this.isFollowing = false);
    this.scroller.addEventListener("wheel", (event) => event.deltaY < 0 && stay(), { passive: true });
    this.scroller.addEventListener("touchmove", stay, { passive: true });
    this.scroller.addEventListener("pointerdown", (event) => event.target === this.scroller && stay()); // its bar
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.down.addEventListener("click", () => {
      this.isFollowing = true;
      this.scroller.scrollTop = this.scroller.scrollHeight;
    });
    const sizes = new ResizeObserver(() => this.follow());
    sizes.observe(this.scroller);
    sizes.observe(this.list);
  }

  follow() {
    if (this.isFollowing && this.list.lastElementChild) {
      this.scroller.scrollTop = Math.min(this.scroller.scrollHeight, this.list.lastElementChild.offsetTop - 8);
    }
    this.onScroll();
  }

  onScroll() {
    const isAtEnd = this.scroller.scrollHeight - this.scroller.clientHeight - this.scroller.scrollTop < NEAR;
    if (isAtEnd) this.isFollowing = true;
    this.down.hidden = isAtEnd;
  }

  /** Arrows go from message to message; Enter opens a message's menu. */
  onKey(event) {
    const item = document.activeElement.closest("li");
    if (document.activeElement !== this.scroller && document.activeElement !== item) return;
    if (["PageUp", "Home"].includes(event.key)) this.isFollowing = false;
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (step) {
      event.preventDefault();
      this.isFollowing = false;
      (item ? item[step] : this.list.lastElementChild)?.focus();
    } else if (event.key === "Enter" && item) {
      event.preventDefault();
      this.openActions([...this.views.values()].find((view) => view.element === item));
    }
  }

  jump(id) {
    this.isFollowing = false;
    this.views.get(id)?.flash();
  }

  latestOwn() {
    return [...this.views.values()].map((view) => view.message).filter((message) => message.mine && message.text).pop();
  }

  // What the person does. Whether it was done is what they give.

  say(text) {
    return this.act("say", { text });
  }

  async press(message, data) {
    return this.act("press", { message, data });
  }

  async act(action, body) {
    try {
      const { answer } = await ask(`chats/${this.id}/${action}`, body);
      if (answer) toast(answer);
      return true;
    } catch (error) {
      toast(error instanceof TypeError ? t("not_sent") : t("refused", error.message));
      return false;
    }
  }

  openActions(view) {
    const { message } = view;
    const quote = view.selection;
    const menu = find("#actions");
    const item = (key, act) => make("button", { type: "button", onclick: () => (menu.hidePopover(), act()) }, t(key));
    menu.replaceChildren(...[
      item("reply", () => this.composer.setAbout({ reply: message })),
      quote ? item("quote", () => this.composer.setAbout({ reply: message, quote })) : null,
      message.text ? item("copy", () => navigator.clipboard.writeText(message.text)) : null,
      message.mine && message.text ? item("edit", () => this.composer.setAbout({ edit: message })) : null,
      item("remove", () => this.act("delete", { message: message.id })),
    ].filter(Boolean));
    menu.showPopover();
    const place = view.actions.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(place.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
    find("button", menu).focus();
  }
}

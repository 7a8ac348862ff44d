// Token by token: every answer as Claude wrote it, beside the chat that shows it as Telegram's limits let it grow.

import { read } from "./connection.js";
import { find, make, seconds } from "./dom.js";
import { languageOf } from "./entities.js";
import { language, t } from "./texts.js";

const SETTLED = 2_500; // ms after Claude has ended in which the chat shows the rest

export class Stream {
  constructor(pane) {
    this.scroller = find(".messages", pane);
    this.list = find("ol", this.scroller);
    this.shown = new Map();
  }

  reset(requests, isStandIn) {
    this.isStandIn = isStandIn;
    requests.forEach((request) => this.show(request));
    this.draw();
  }

  /** What the page itself says here, in its language. */
  draw() {
    for (const item of this.shown.values()) item.foot.textContent = item.took?.() ?? "";
    this.empty?.remove();
    this.empty = this.shown.size ? null : make("li", { class: "empty" }, t(this.isStandIn ? "stream_none" : "stream_real"));
    if (this.empty) this.list.append(this.empty);
  }

  show(request) {
    const item = this.shown.get(request.number) ?? this.add(request);
    const { scrollHeight, clientHeight, scrollTop } = this.scroller;
    const isAtEnd = scrollHeight - clientHeight - scrollTop < 48;
    if (item.said !== request.said) {
      item.said = request.said;
      item.text.lang = languageOf(request.said, language());
      item.text.replaceChildren(...bold(request.said));
    }
    item.element.classList.toggle("growing", request.outcome === "open");
    if (request.seconds && !item.isTimed) this.time(item, request);
    if (isAtEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  add(request) {
    const text = make("div", { class: "text" });
    const foot = make("p", { class: "foot" });
    const element = make("li", { class: "theirs" }, make("div", { class: "line" },
      make("article", { class: "bubble" }, make("p", { class: "unseen" }, "Claude"), text, foot)));
    const question = make("div", { class: "text", lang: languageOf(request.question, language()) }, request.question);
    const asked = make("li", { class: "mine" }, make("div", { class: "line" }, make("article", { class: "bubble" }, question)));
    this.list.append(asked, element);
    this.scroller.scrollTop = this.scroller.scrollHeight;
    const item = { element, text, foot, said: "" };
    this.shown.set(request.number, item);
    this.draw();
    return item;
  }

  time(item, request) {
    item.isTimed = true;
    item.took = () => t("took", seconds(request.seconds));
    item.foot.textContent = item.took();
    setTimeout(async () => {
      const { answers } = await read("measurements");
      const answer = answers.findLast((each) => each.question === request.question);
      if (!answer) return;
      item.took = () => t("took_both", seconds(request.seconds), seconds(answer.complete), answer.edits);
      item.foot.textContent = item.took();
    }, SETTLED);
  }
}

/** Markdown's bold, and nothing else of it: it is what Claude wrote. */
function bold(text) {
  return text.split("**").map((part, number) => (number % 2 ? make("strong", {}, part) : part));
}

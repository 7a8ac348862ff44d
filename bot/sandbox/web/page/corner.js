// The developers' corner: figures, the latest calls, and what was sent to Claude.

import { read } from "./connection.js";
import { find, make, seconds } from "./dom.js";
import { t } from "./texts.js";

const PAUSE = 1_000; // ms between two looks while it is seen

export class Corner {
  constructor(pane) {
    this.pane = pane;
    this.place = find(".figures", pane);
    this.requests = new Map();
    this.cards = make("dl", { class: "cards" });
    this.answers = make("tbody");
    this.asked = make("div");
    this.calls = make("ol", { class: "calls" });
    setInterval(() => this.isSeen() && this.refresh(), PAUSE);
  }

  isSeen() {
    return this.pane.offsetParent !== null && !document.hidden;
  }

  /** Headings and tables, in the page's language. */
  draw() {
    const head = ["question", "first", "complete", "edits"].map((key) => make("th", { scope: "col" }, t(key)));
    this.place.replaceChildren(
      this.cards,
      make("h3", {}, t("answers")), make("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("answers") },
        make("table", {}, make("thead", {}, make("tr", {}, ...head)), this.answers)),
      make("h3", {}, t("requests")), this.asked,
      make("h3", {}, t("calls")), this.calls);
    this.refresh();
  }

  async refresh() {
    const figures = await read("measurements").catch(() => null);
    if (!figures) return;
    const latest = figures.answers.at(-1);
    const cards = [
      ["sent", figures.sent], ["edits", figures.edits], ["too_many", figures.refused],
      ["first", latest ? seconds(latest.first) : "–"],
    ];
    this.cards.replaceChildren(...cards.map(([key, value]) => make("div", {}, make("dt", {}, t(key)), make("dd", {}, String(value)))));
    this.answers.replaceChildren(...figures.answers.toReversed().map((answer) => make("tr", {},
      ...[answer.question, seconds(answer.first), seconds(answer.complete), answer.edits].map((each) => make("td", {}, String(each))))));
    this.calls.replaceChildren(...figures.calls.toReversed().map((call) => make("li", { class: call.status === 200 ? "" : "refused" },
      make("code", {}, call.method), make("span", {}, call.chat ? `#${call.chat}` : ""), make("span", {}, String(call.status)),
      make("span", {}, seconds(figures.now - call.at)))));
  }

  /** A request to Claude; its body is fetched when somebody opens it. */
  show(request) {
    const known = this.requests.get(request.number);
    const summary = `${request.question.slice(0, 60)} · ${request.model} · ${request.outcome}`;
    if (known) return void (find("summary", known).textContent = summary);
    const body = make("pre", { tabindex: 0 }, t("load"));
    const details = make("details", {}, make("summary", {}, summary), body);
    details.addEventListener("toggle", async () => {
      if (details.open) body.textContent = JSON.stringify(await read(`requests/${request.number}`), null, 2);
    });
    this.requests.set(request.number, details);
    this.asked.prepend(details);
  }
}

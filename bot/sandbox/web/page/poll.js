// Polls and quizzes: their options until one has voted, then the votes.

import { make } from "./dom.js";
import { t } from "./texts.js";

export function drawPoll(poll, chat, message) {
  const kind = t(poll.type === "quiz" ? "quiz" : "poll");
  const hasVoted = poll.mine.length > 0 || poll.is_closed;
  const body = hasVoted ? results(poll) : poll.allows_multiple_answers ? many(poll, vote) : one(poll, vote);

  function vote(options) {
    chat.act("vote", { message, options });
  }

  return make("div", { class: "poll" },
    make("strong", {}, poll.question),
    make("small", {}, `${kind} · ${t("votes", poll.total_voter_count)}`),
    body,
    hasVoted && poll.explanation ? make("p", { class: "explanation" }, `💡 ${poll.explanation}`) : null);
}

function one(poll, vote) {
  return make("ul", {}, ...poll.options.map((option, number) =>
    make("li", {}, make("button", { type: "button", onclick: () => vote([number]) }, option.text))));
}

function many(poll, vote) {
  const boxes = poll.options.map(() => make("input", { type: "checkbox" }));
  const chosen = () => boxes.flatMap((box, number) => (box.checked ? [number] : []));
  return make("div", {},
    make("ul", {}, ...poll.options.map((option, number) => make("li", {}, make("label", {}, boxes[number], option.text)))),
    make("button", { type: "button", class: "link", onclick: () => chosen().length && vote(chosen()) }, t("vote")));
}

function results(poll) {
  return make("ul", { class: "results" }, ...poll.options.map((option, number) => {
    const isMine = poll.mine.includes(number);
    const isRight = poll.correct_option_ids?.includes(number);
    const mark = poll.type !== "quiz" ? (isMine ? "✓" : "") : isRight ? "✅" : isMine ? "❌" : "";
    const share = poll.total_voter_count ? option.voter_count / poll.total_voter_count : 0;
    return make("li", {},
      make("span", { class: "mark" }, mark), make("span", {}, option.text), make("small", {}, `${Math.round(share * 100)} %`),
      make("meter", { value: share, max: 1, "aria-hidden": "true" }));
  }));
}

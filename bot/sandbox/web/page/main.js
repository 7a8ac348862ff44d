// The page: two chats and what is beside them, fed by the server.

import { Chat } from "./chat.js";
import { ask, listen } from "./connection.js";
import { Corner } from "./corner.js";
import { find, toast } from "./dom.js";
import { Stream } from "./stream.js";
import { choose, language, t, TEXTS } from "./texts.js";

const ROLES = ["learner", "admin"];
const tabs = [...document.querySelectorAll("[data-view]")];

const chats = Object.fromEntries(ROLES.map((role) => [role, new Chat(find(`#${role}`), { onUnread: () => mark(role) })]));
const stream = new Stream(find("#stream"));
const corner = new Corner(find("#corner"));
let people = [];

const CHIPS = {
  learner: () => [...t("questions"), "/unit", "/language"].map((words) => [words, (chat) => chat.say(words)]),
  admin: () => [
    [t("sample"), (chat) => chat.act("sample")],
    [t("own"), (chat) => chat.composer.picker.click()],
    [t("books"), (chat) => chat.say(t("books"))],
  ],
};

function hear(sign) {
  const chat = Object.values(chats).find((each) => each.id === sign.chat);
  switch (sign.kind) {
    case "state":
      return begin(sign);
    case "people":
      return meet(sign.people);
    case "message":
      return chat.show(sign.message);
    case "deleted":
      return chat.remove(sign.id);
    case "draft":
      return chat.showDraft(sign.draft);
    case "action":
      return chat.hearAction(sign.text);
    case "claude":
      stream.show(sign.request);
      return corner.show(sign.request);
  }
}

function begin(state) {
  meet(state.people);
  ROLES.forEach((role, number) => chats[role].reset(state.chats[number]));
  stream.reset(state.requests, state.claude);
  sayWhatIsReal();
  state.requests.forEach((request) => corner.show(request));
  const own = navigator.languages.map((code) => code.slice(0, 2)).find((code) => code in TEXTS);
  if (!state.language_chosen && own) ask("language", { language: own });
  document.body.dataset.ready = "";
}

/** The learner comes first, then the admin. Their clients speak the page's language. */
function meet(present) {
  people = present;
  if (people[0].language !== language()) speakTheirs(people[0].language);
  ROLES.forEach((role, number) => chats[role].setPerson(people[number], role, CHIPS[role]()));
}

function speakTheirs(code) {
  choose(code);
  find("#language").value = language();
  stream.draw();
  corner.draw();
  sayWhatIsReal();
}

function sayWhatIsReal() {
  find(".note").textContent = t(stream.isStandIn ? "note" : "note_real");
  find("#real .what").textContent = t(stream.isStandIn ? "about_what" : "about_what_real");
}

function show(view) {
  document.body.dataset.shown = view;
  for (const tab of tabs) {
    tab.setAttribute("aria-pressed", tab.dataset.view === view);
    if (tab.dataset.view === view) tab.classList.remove("unread");
  }
  if (view in chats) chats[view].follow();
  if (view === "corner") corner.refresh();
}

function mark(role) {
  if (chats[role].pane.offsetParent === null) tabs.find((tab) => tab.dataset.view === role).classList.add("unread");
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
}

tabs.forEach((tab) => tab.addEventListener("click", () => show(tab.dataset.view)));
find("#language").addEventListener("change", (event) =>
  ask("language", { language: event.target.value }).catch(() => toast(t("not_sent"))));
find("#theme").addEventListener("click", () =>
  setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
for (const opener of document.querySelectorAll("[data-opens]")) {
  opener.addEventListener("click", () => find(`#${opener.dataset.opens}`).showModal());
}
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("button")) dialog.close();
  });
}

setTheme(localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
choose("en");
corner.draw();
show(matchMedia("(max-width: 860px)").matches ? "learner" : "admin");
listen(hear, (isThere) => (find("#lost").hidden = isThere));

// Where one writes: text, a reply, a change of one's own message, a file with its caption, a command.

import { upload } from "./connection.js";
import { bytes, find, make, toast } from "./dom.js";
import { t } from "./texts.js";

export class Composer {
  constructor(pane, chat) {
    this.chat = chat;
    this.form = find(".composer", pane);
    this.text = find("textarea", this.form);
    this.bar = find(".about-what", this.form);
    this.list = find(".commands", this.form);
    this.menu = find(".menu", this.form);
    this.picker = find("input[type=file]", this.form);
    this.commands = [];
    this.about = {};
    this.text.addEventListener("input", () => this.onInput());
    this.text.addEventListener("keydown", (event) => this.onKey(event));
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.submit()));
    find("button", this.bar).addEventListener("click", () => this.setAbout({}));
    this.menu.addEventListener("click", () => this.showCommands(this.list.hidden ? this.commands : []));
    find(".attach", this.form).addEventListener("click", () => this.picker.click());
    this.picker.addEventListener("change", () => {
      if (this.picker.files[0]) this.setAbout({ file: this.picker.files[0] });
      this.picker.value = "";
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.list.hidden ? this.setAbout({}) : this.showCommands([]);
    });
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.showCommands([]);
    });
    this.acceptDrops(pane);
  }

  /** What is being written is a reply ({reply, quote}), a change ({edit}) or a caption ({file}). */
  setAbout(about) {
    const wasEdit = this.about.edit;
    this.about = about;
    const [title, words] = about.reply
      ? [`${t("reply")} · ${about.reply.name}`, about.quote || about.reply.text || about.reply.file?.name]
      : about.edit
        ? [t("editing"), about.edit.text]
        : about.file
          ? [about.file.name, bytes(about.file.size)]
          : ["", ""];
    this.bar.hidden = !title;
    find("strong", this.bar).textContent = title;
    find("span", this.bar).textContent = words ?? "";
    this.text.placeholder = t(about.file ? "caption" : "write");
    if (about.edit) this.text.value = about.edit.text;
    else if (wasEdit) this.text.value = "";
    this.onInput();
    // Who writes in the other chat is not interrupted.
    if (document.activeElement === document.body || !document.activeElement.closest("textarea")) this.text.focus();
  }

  async submit() {
    const text = this.text.value.trim();
    const { reply, quote, edit, file } = this.about;
    if (!text && !file) return;
    this.text.value = "";
    this.setAbout({});
    const wasDone = await (file
      ? this.send(file, text)
      : edit
        ? this.chat.act("edit", { message: edit.id, text })
        : this.chat.act("say", { text, reply_to: reply?.id, quote }));
    if (!wasDone && !this.text.value) {
      this.text.value = text;
      this.setAbout({ reply, quote, edit, file });
      if (edit) this.text.value = text;
    }
  }

  /** Sends a file with a bar that shows how far it is. */
  async send(file, caption) {
    const bar = make("progress", { max: 1, value: 0, "aria-label": file.name });
    const { done, cancel } = upload(this.chat.id, file, caption, (part) => (bar.value = part));
    const pending = make("li", { class: "mine pending" }, make("div", { class: "bubble" },
      make("strong", {}, file.name), bar, make("button", { type: "button", class: "link", onclick: cancel }, t("cancel"))));
    this.chat.showPending(pending);
    try {
      await done;
      return true;
    } catch {
      toast(t("not_sent"));
      return false;
    } finally {
      pending.remove();
    }
  }

  onInput() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
    const typed = this.text.value;
    const isCommand = /^\/\w*$/.test(typed) && !this.about.file;
    this.showCommands(isCommand ? this.commands.filter(({ command }) => `/${command}`.startsWith(typed)) : []);
  }

  onKey(event) {
    if (event.isComposing) return; // Enter ends a syllable
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !this.text.value) {
      const latest = this.chat.latestOwn();
      if (latest) event.preventDefault(), this.setAbout({ edit: latest });
    } else if (event.key === "ArrowDown" && !this.list.hidden) {
      event.preventDefault();
      find("button", this.list)?.focus();
    }
  }

  showCommands(commands) {
    this.list.hidden = !commands.length;
    this.menu.setAttribute("aria-expanded", !this.list.hidden);
    this.list.replaceChildren(...commands.map(({ command, description }) => {
      const button = make("button", { type: "button" }, make("strong", {}, `/${command}`), make("span", {}, description));
      button.addEventListener("click", () => this.choose(command));
      button.addEventListener("keydown", (event) => {
        const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
        if (step) event.preventDefault(), (find("button", button.parentElement[step] ?? make("i")) ?? this.text).focus();
      });
      return make("li", {}, button);
    }));
  }

  choose(command) {
    this.text.value = "";
    this.onInput();
    this.text.focus();
    this.chat.say(`/${command}`);
  }

  acceptDrops(pane) {
    let depth = 0; // of the elements inside that it was dragged over
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    pane.addEventListener("dragenter", (event) => {
      if (hasFiles(event)) event.preventDefault(), pane.classList.toggle("dropping", ++depth > 0);
    });
    pane.addEventListener("dragleave", (event) => {
      if (hasFiles(event)) pane.classList.toggle("dropping", --depth > 0);
    });
    pane.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
    pane.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      pane.classList.remove("dropping");
      if (event.dataTransfer.files[0]) this.setAbout({ file: event.dataTransfer.files[0] });
    });
    this.text.addEventListener("paste", (event) => {
      const [file] = event.clipboardData.files;
      if (file) event.preventDefault(), this.setAbout({ file });
    });
  }
}

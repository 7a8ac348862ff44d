// The way to the server: what it tells, and what it is asked to do.

const SILENCE = 25_000; // ms without a sign of life after which a connection is given up
const PAUSE = 1_000;

/** Calls `hear` with every sign from the server, and `isThere` with whether it can be reached. Connects for ever. */
export function listen(hear, isThere) {
  let source, silence;

  function connect() {
    source?.close();
    source = new EventSource("events");
    source.onmessage = (event) => {
      stayAwake();
      isThere(true);
      hear(JSON.parse(event.data));
    };
    source.onerror = () => {
      isThere(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, PAUSE);
    };
    stayAwake();
  }

  function stayAwake() {
    clearTimeout(silence);
    silence = setTimeout(() => (isThere(false), connect()), SILENCE);
  }

  connect();
}

/** Asks for something to be done; gives the server's answer. Throws with the reason. */
export async function ask(path, body = {}) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export async function read(path) {
  return (await fetch(path)).json();
}

/** Sends a file; `progress` is called with parts of one. Gives {done: a promise, cancel}. */
export function upload(chat, file, caption, progress) {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ name: file.name, caption });
  request.open("POST", `chats/${chat}/files?${query}`);
  request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
  request.upload.onprogress = (event) => progress(event.loaded / event.total);
  const done = new Promise((resolve, reject) => {
    request.onload = () => (request.status === 200 ? resolve() : reject(new Error(request.statusText)));
    request.onerror = () => reject(new Error("connection"));
    request.onabort = () => resolve();
  });
  request.send(file);
  return { done, cancel: () => request.abort() };
}

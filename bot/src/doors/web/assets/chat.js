// The chat page: shows what the stream brings, sends what is typed, tapped or pressed.
//
// The server is the memory: it replays the conversation on every connect, and everything here is
// known by its id, so nothing is shown twice and a message sent again is the same message.
"use strict";

(() => {
  const at = (id) => document.getElementById(id);
  const [scroller, record, log, welcome, typing, status, newer, ended, form, field, send] =
    ["scroller", "record", "log", "welcome", "typing", "status", "newer", "ended", "form", "text", "send"].map(at);
  const words = at("page").dataset;
  const lang = document.documentElement.lang || "en";
  // in the zone of who is signed in, as on every other page
  const timeZone = words.zone;
  const clock = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const calendar = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeZone });
  const date = new Intl.DateTimeFormat("en-CA", { timeZone }); // 2026-11-21
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });

  const shown = new Map(); // id → list item
  const unsaid = new Map(); // id → what the server has not confirmed yet
  let last = ""; // id of the newest message from the stream
  let over = false; // the session has ended

  // Messages

  function show({ id, from, text, html, at: time }, options = {}) {
    const known = shown.get(id);
    if (known) {
      confirm(id, time);
      return;
    }
    // the answer to what was just asked is shown, wherever the scrolling has come to
    const awaited = from === "bot" && !typing.hidden;
    const stay = options.isNew && !awaited && !isAtEnd();
    const when = new Date(time);
    separateDays(when);
    const item = element("li", `message ${from === "me" ? "me" : "bot"}`);
    if (options.isNew) item.classList.add("arriving");
    item.append(element("span", "unseen", from === "me" ? words.you : words.bot));
    const bubble = element("div", "bubble");
    if (html) {
      // Written by our own renderer, which escapes every value; the content security policy stands behind it.
      bubble.innerHTML = html;
      settle(bubble);
    } else {
      bubble.dir = "auto";
      bubble.textContent = text ?? "";
    }
    const meta = element("div", "meta");
    const stamp = element("time", "", clock.format(when));
    stamp.dateTime = when.toISOString();
    meta.append(stamp, element("span", "state"));
    item.append(bubble, meta);
    log.append(item);
    shown.set(id, item);
    welcome.hidden = true;
    if (!options.isNew) jump();
    else if (stay && from !== "me") newer.hidden = false;
    else follow(from === "me" ? null : item, true);
    return item;
  }

  function separateDays(when) {
    const day = date.format(when);
    if (log.dataset.day === day) return;
    log.dataset.day = day;
    const ago = Math.round((Date.parse(day) - Date.parse(date.format(new Date()))) / 86_400_000);
    const name = ago === 0 || ago === -1 ? relative.format(ago, "day") : calendar.format(when);
    log.append(element("li", "day", name));
  }

  function confirm(id, time) {
    const item = shown.get(id);
    unsaid.delete(id);
    item.classList.remove("pending", "failed");
    item.querySelector(".state").textContent = "";
    item.querySelector(".retry")?.remove();
    const stamp = item.querySelector("time");
    if (time) {
      stamp.dateTime = time;
      stamp.textContent = clock.format(new Date(time));
    }
  }

  /** What nobody can answer any more cannot be pressed. */
  function close(tokens) {
    for (const button of log.querySelectorAll("button[data-token]")) {
      if (tokens.includes(button.dataset.token)) button.disabled = true;
    }
  }

  /** A box that does not scroll needs no stop for the tab key; a row once pressed stays pressed. */
  function settle(bubble) {
    for (const button of bubble.querySelectorAll("button[data-token]")) {
      if (remembered().includes(button.dataset.token)) lock(button);
    }
    requestAnimationFrame(() => {
      for (const box of bubble.querySelectorAll(".table")) {
        if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
      }
    });
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  // Scrolling

  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;

  /** To the end; but the beginning of a long answer stays in sight. */
  function follow(item, gently) {
    const end = scroller.scrollHeight - scroller.clientHeight;
    const top = item && gently ? Math.min(end, item.offsetTop - 12) : end;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scroller.scrollTo({ top, behavior: gently && !calm ? "smooth" : "auto" });
    newer.hidden = true;
  }

  let jumping = 0;

  /** To the end without ado, once for all that a replay brings in one go. */
  function jump() {
    jumping ||= requestAnimationFrame(() => {
      jumping = 0;
      follow(null, false);
    });
  }

  newer.addEventListener("click", () => follow(null, true));
  scroller.addEventListener("scroll", () => isAtEnd() && (newer.hidden = true), { passive: true });

  // Receiving

  let stream = null;
  let replaying = null; // timer: the replay ends where the stream falls silent
  let patience = 1000;
  let trouble = null; // timer: a short gap is not worth a word
  let again = null; // timer: the next attempt

  function connect() {
    if (over) return;
    stream?.close();
    stream = new EventSource(`/chat/stream?after=${encodeURIComponent(last)}`);
    stream.onopen = () => {
      patience = 1000;
      clearTimeout(trouble);
      trouble = null;
      status.hidden = true;
      replayed();
    };
    stream.onmessage = (event) => {
      let message;
      try {
        message = JSON.parse(event.data);
      } catch {
        return; // Not for us.
      }
      if (message.over) return close(message.over);
      const isNew = record.getAttribute("aria-live") === "polite";
      const isKnown = shown.has(message.id);
      show(message, { isNew });
      last = message.id;
      if (message.from === "bot" && !isKnown) wait(false);
      if (!isNew) replayed();
    };
    stream.onerror = () => {
      // Connect anew ourselves: the browser would ask for everything after the first `after` again.
      stream.close();
      trouble ??= setTimeout(() => (status.hidden = false), 1500);
      again = setTimeout(reconnect, patience);
      patience = Math.min(patience * 2, 30_000);
    };
  }

  /** An EventSource does not tell why it failed; a request does. */
  async function reconnect() {
    const probe = new AbortController();
    try {
      const answer = await fetch(`/chat/stream?after=${encodeURIComponent(last)}`, {
        headers: { accept: "text/event-stream" },
        cache: "no-store",
        redirect: "manual",
        signal: probe.signal,
      });
      probe.abort();
      if (answer.status === 401 || answer.type === "opaqueredirect") return finish();
    } catch {
      // Still away: the stream will say so again.
    }
    connect();
  }

  /** Only what comes after the replay is news that a screen reader should speak. */
  function replayed() {
    clearTimeout(replaying);
    replaying = setTimeout(() => {
      record.setAttribute("aria-live", "polite");
      if (shown.size === 0) welcome.hidden = false;
    }, 300);
  }

  for (const back of ["online", "pageshow", "visibilitychange"]) {
    window.addEventListener(back, () => {
      if (over || document.hidden || stream?.readyState !== EventSource.CLOSED) return;
      clearTimeout(again);
      reconnect();
    });
  }

  function finish() {
    over = true;
    stream?.close();
    clearTimeout(trouble);
    status.hidden = true;
    wait(false);
    if (isAtEnd()) jump();
    ended.hidden = false;
  }

  // Sending

  /** What the server says: null when it took it, else why not. */
  async function post(body) {
    try {
      const answer = await fetch("/chat/messages", {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": words.csrf },
        body: JSON.stringify(body),
        redirect: "manual",
        signal: AbortSignal.timeout(20_000),
      });
      if (answer.ok) return null;
      if (answer.status === 401 || answer.type === "opaqueredirect") {
        finish();
        return words.failed;
      }
      const told = await answer.json().catch(() => ({}));
      return told.message || words.refused;
    } catch {
      return words.failed;
    }
  }

  async function say(text, id = newId()) {
    const item = shown.get(id) ?? show({ id, from: "me", text, at: new Date().toISOString() }, { isNew: true });
    unsaid.set(id, text);
    item.classList.remove("failed");
    item.classList.add("pending");
    item.querySelector(".retry")?.remove();
    item.querySelector(".state").textContent = words.sending;
    wait(true);
    const refused = await post({ id, text });
    if (!unsaid.has(id)) return; // The stream was quicker.
    if (refused === null) return confirm(id);
    wait(false);
    item.classList.remove("pending");
    item.classList.add("failed");
    const retry = element("button", "retry", words.retry);
    retry.type = "button";
    retry.addEventListener("click", () => say(text, id));
    const state = item.querySelector(".state");
    state.textContent = refused;
    if (!over) state.after(retry);
  }

  async function press(button) {
    const row = button.closest(".buttons");
    const hadFocus = document.activeElement === button;
    row.parentElement.querySelector(":scope > .notice")?.remove();
    lock(button);
    if (hadFocus && matchMedia("(hover: hover)").matches) field.focus();
    wait(true);
    const refused = await post({ id: newId(), pressed: button.dataset.token });
    if (refused === null) return remember(button.dataset.token);
    wait(false);
    unlock(row);
    const notice = element("p", "notice", refused);
    notice.setAttribute("role", "alert");
    row.after(notice);
  }

  function lock(button) {
    for (const other of button.closest(".buttons").querySelectorAll("button")) other.disabled = true;
    button.classList.add("pressed");
    button.setAttribute("aria-pressed", "true");
  }

  function unlock(row) {
    for (const button of row.querySelectorAll("button")) {
      button.disabled = false;
      button.classList.remove("pressed");
      button.removeAttribute("aria-pressed");
    }
  }

  /** Tokens pressed on this page, so that a reload does not offer them again. */
  function remembered() {
    try {
      return JSON.parse(sessionStorage.getItem("pressed") ?? "[]");
    } catch {
      return [];
    }
  }

  function remember(token) {
    try {
      sessionStorage.setItem("pressed", JSON.stringify([...remembered().slice(-99), token]));
    } catch {
      // A browser without storage: the server refuses a second press anyway.
    }
  }

  let waiting = null;

  /** Shows that an answer is expected, for as long as one may believe in it. */
  function wait(on) {
    clearTimeout(waiting);
    if (on && typing.hidden) {
      const stay = !isAtEnd();
      typing.hidden = false;
      if (!stay) follow(null, true);
    }
    if (on) waiting = setTimeout(() => wait(false), 60_000);
    else typing.hidden = true;
  }

  /** A version 4 UUID; `crypto.randomUUID` exists on https and localhost only. */
  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  // The field

  function grow() {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    send.setAttribute("aria-disabled", String(field.value.trim() === ""));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === "" || over) return;
    field.value = "";
    grow();
    say(text);
  });

  field.addEventListener("keydown", (event) => {
    // Enter ends a conversion while a Japanese input method is composing; 229 is how Safari says so.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    form.requestSubmit();
  });

  field.addEventListener("input", grow);

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("button[data-suggestion]");
    if (chip && !over) {
      say(chip.dataset.suggestion);
      if (matchMedia("(hover: hover)").matches) field.focus();
    }
    const button = event.target.closest(".reply button[data-token]");
    if (button && !over) press(button);
  });

  grow();
  if (matchMedia("(hover: hover)").matches) field.focus();
  connect();
})();

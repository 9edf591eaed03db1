// Half a form survives a session's end: its words wait in this tab under the writer's own key until they are saved.
// Only this tab, never the disk: a shared computer must not remember a family. Signing out empties it.
import { growRows } from "./rows.js";

const DRAFT_EVERY = 10_000;
const LONGEST_WAIT = 3_000;
const reader = () => document.documentElement.dataset.reader ?? "";
const keyOf = (form) => `keep:${reader()}:${form.dataset.keep || location.pathname + location.search}`;
const states = new Map(); // of the forms the server keeps a draft of: is there more to tell, was it sent
const keepable = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);

function collect(form) {
  const told = {};
  for (const field of [...form.elements].filter(keepable)) {
    told[field.name] ??= [];
    if (!["checkbox", "radio"].includes(field.type) || field.checked) told[field.name].push(field.value);
  }
  return told;
}

/** Is there more in it than what stands in every new form? */
function isTold(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked && !field.defaultChecked;
  if (field instanceof HTMLSelectElement) return ![field.options[0], ...field.querySelectorAll("option[selected]")].includes(field.selectedOptions[0]);
  return field.value !== "" && field.value !== field.defaultValue;
}

/** Written by hand before this file had come over a slow line; newer than what was kept. */
const isNewer = (field) => "defaultValue" in field && field.value !== field.defaultValue;

function restore(form, told) {
  growRows(form, Object.keys(told).filter((name) => told[name].some((value) => value.trim())));
  for (const field of [...form.elements].filter(keepable)) {
    const values = told[field.name];
    if (!values) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length && !isNewer(field)) field.value = values[0];
    if (isTold(field)) field.closest("details")?.setAttribute("open", "");
  }
}

function say(form, time) {
  let line = form.querySelector(".kept");
  if (!line) {
    line = Object.assign(document.createElement("output"), { className: "kept" });
    (form.querySelector(".submit") ?? form).append(line);
  }
  line.textContent = (document.body.dataset.draftSaved ?? "{time}").replace("{time}", time);
}

/** The hour by the organisation's clock, as the server tells it; by the browser's own where it does not know that zone. */
function clock() {
  const now = new Date();
  try {
    return now.toLocaleTimeString("en-GB", { timeZone: document.documentElement.dataset.zone, hour: "2-digit", minute: "2-digit" });
  } catch {
    return now.toTimeString().slice(0, 5);
  }
}

async function sendDraft(form, state, keepalive) {
  state.way = new AbortController();
  const answer = await fetch(form.dataset.draftUrl, {
    method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error", keepalive,
    signal: state.way.signal,
  });
  const { saved } = answer.ok ? await answer.json() : {};
  if (saved) say(form, saved);
}

/** What was typed since the last time; `leaving`: the request outlives the page. Nothing of a form on its way. */
function tell(form, leaving = false) {
  const state = states.get(form);
  if (!state?.changed || state.sent) return state?.told;
  state.changed = false;
  // No network, or signed out: the tab still holds it.
  state.told = sendDraft(form, state, leaving).catch(() => (state.changed = true));
  return state.told;
}

/** A form that was sent or thrown away is no draft any more, and what is on its way of it is called back. */
function letGo(form) {
  const state = states.get(form);
  if (!state) return;
  state.sent = true;
  state.way?.abort();
}

function keepServerDrafts() {
  const all = (leaving) => states.forEach((_state, form) => tell(form, leaving));
  setInterval(() => all(false), DRAFT_EVERY);
  addEventListener("pagehide", () => all(true));
  addEventListener("pageshow", () => states.forEach((state) => (state.sent = false)));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && all(true));
}

function keep(form) {
  const key = keyOf(form);
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  const state = { changed: false, sent: false };
  if (form.dataset.draftUrl) states.set(form, state);
  if (kept && !form.querySelector(".errors")) {
    restore(form, kept.told);
    say(form, kept.time);
  }
  const note = (sent) => sessionStorage.setItem(key, JSON.stringify({ told: collect(form), time: clock(), sent }));
  form.addEventListener("input", () => {
    note(false);
    Object.assign(state, { changed: true, sent: false });
    if (!form.dataset.draftUrl) say(form, clock());
  });
  form.addEventListener("submit", () => {
    note(true);
    letGo(form);
  });
  if (kept?.sent) {
    note(false); // the same form again: it was refused, or the session had ended
    state.changed = true;
  }
}

/** What was sent and led to another page has arrived. A start page that says nothing of it may come after trouble. */
function forgetWhatArrived(forms) {
  if (document.querySelector(".places [aria-current]") && !document.querySelector(".notes .success, [data-saved]")) return;
  const here = new Set(forms.map(keyOf));
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(`keep:${reader()}:`) || here.has(key)) continue;
    if (JSON.parse(sessionStorage.getItem(key)).sent) sessionStorage.removeItem(key);
  }
}

/** The words arrive before the session ends; a server that does not answer keeps nobody signed in. */
async function signOut(form) {
  const words = [...states.keys()].map((one) => tell(one, true));
  await Promise.race([Promise.all(words), new Promise((done) => setTimeout(done, LONGEST_WAIT))]);
  states.clear();
  sessionStorage.clear();
  form.submit();
}

export function startKeeping() {
  const forms = [...document.querySelectorAll("form[data-keep]")];
  if (reader()) {
    forgetWhatArrived(forms);
    forms.forEach(keep);
  }
  keepServerDrafts();
  document.querySelectorAll("form[data-sign-out]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signOut(form);
    });
  });
  document.querySelectorAll("form[data-discard]").forEach((form) => {
    form.addEventListener("submit", () => {
      for (const one of forms) if (one.dataset.keep === form.dataset.discard) letGo(one);
      sessionStorage.removeItem(`keep:${reader()}:${form.dataset.discard}`);
    });
  });
}

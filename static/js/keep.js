// Half a form survives a session's end: its words wait in this tab under the writer's own key until they are saved.
// Only this tab, never the disk: a shared computer must not remember a family. Signing out empties it.
import { growRows } from "./rows.js";

const DRAFT_EVERY = 10_000;
const reader = () => document.documentElement.dataset.reader ?? "";
const keyOf = (form) => `keep:${reader()}:${form.dataset.keep || location.pathname + location.search}`;
const keepable = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);

function collect(form) {
  const told = {};
  for (const field of [...form.elements].filter(keepable)) {
    told[field.name] ??= [];
    if (!["checkbox", "radio"].includes(field.type) || field.checked) told[field.name].push(field.value);
  }
  return told;
}

function restore(form, told) {
  growRows(form, Object.keys(told).filter((name) => told[name].some((value) => value.trim())));
  for (const field of [...form.elements].filter(keepable)) {
    const values = told[field.name];
    if (!values) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
    if (field.checked || (field.value && field.type !== "checkbox")) field.closest("details")?.setAttribute("open", "");
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

const clock = () => new Date().toTimeString().slice(0, 5);

async function sendDraft(form) {
  const answer = await fetch(form.dataset.draftUrl, {
    method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error",
  });
  if (answer.ok) say(form, (await answer.json()).saved);
}

function keepServerDraft(form, changed) {
  if (!form.dataset.draftUrl) return;
  setInterval(() => {
    if (!changed.now || form.dataset.sent) return;
    changed.now = false;
    sendDraft(form).catch(() => (changed.now = true)); // no network, or signed out: the tab still holds it
  }, DRAFT_EVERY);
}

function keep(form) {
  const key = keyOf(form);
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  const changed = { now: false };
  if (kept && !form.querySelector(".errors")) {
    restore(form, kept.told);
    say(form, kept.time);
  }
  const note = (sent) => sessionStorage.setItem(key, JSON.stringify({ told: collect(form), time: clock(), sent }));
  form.addEventListener("input", () => {
    note(false);
    changed.now = true;
    if (!form.dataset.draftUrl) say(form, clock());
  });
  form.addEventListener("submit", () => note(true));
  if (kept?.sent) note(false); // the same form again: it was refused, or the session had ended
  keepServerDraft(form, changed);
}

/** What was sent and led to another page has arrived. A start page that says nothing of it may come after trouble. */
function forgetWhatArrived(forms) {
  if (document.querySelector(".places [aria-current]") && !document.querySelector(".notes .success")) return;
  const here = new Set(forms.map(keyOf));
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(`keep:${reader()}:`) || here.has(key)) continue;
    if (JSON.parse(sessionStorage.getItem(key)).sent) sessionStorage.removeItem(key);
  }
}

export function startKeeping() {
  const forms = [...document.querySelectorAll("form[data-keep]")];
  if (reader()) {
    forgetWhatArrived(forms);
    forms.forEach(keep);
  }
  document.querySelectorAll("form[data-sign-out]").forEach((form) => {
    form.addEventListener("submit", () => sessionStorage.clear());
  });
  document.querySelectorAll("form[data-discard]").forEach((form) => {
    form.addEventListener("submit", () => sessionStorage.removeItem(`keep:${reader()}:${form.dataset.discard}`));
  });
}

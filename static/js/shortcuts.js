// / or Ctrl+K search, j k walk the list, n the page's first deed, g and a letter a place, ? this list of keys.
// Single keys can be switched off (data-shortcuts="off"), and nothing hangs on them alone.
import { belongsToIme } from "./ime.js";

const ROWS = "[data-rows] a, tbody th[scope=row] > a:first-child, .today li > a:first-child";
let goingTo = false;

function find(event) {
  const box = document.querySelector("input[type=search]");
  if (!box) return;
  event.preventDefault();
  if (!box.checkVisibility?.()) box.form.classList.add("here");
  box.focus();
  box.select();
}

function walk(step) {
  const rows = [...document.querySelectorAll(ROWS)];
  const here = rows.indexOf(document.activeElement);
  rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1)]?.focus();
}

function go(letter) {
  const place = [...document.querySelectorAll(".places a")].find((one) => one.pathname[1] === letter);
  place?.click();
}

function openDialog(name) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = false));
  document.getElementById(name)?.showModal();
}

const KEYS = {
  "/": find,
  j: () => walk(1),
  k: () => walk(-1),
  n: () => document.querySelector("[data-key=n], .heading .actions > .btn-primary")?.click(),
  g: () => {
    goingTo = true;
    setTimeout(() => (goingTo = false), 1500);
  },
  "?": () => openDialog("keys"),
};

function press(event) {
  if (belongsToIme(event) || event.defaultPrevented || event.altKey) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return find(event);
  const busy = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
  if (event.ctrlKey || event.metaKey || busy || document.documentElement.dataset.shortcuts === "off") return;
  if (goingTo) {
    goingTo = false;
    return go(event.key);
  }
  if (Object.hasOwn(KEYS, event.key)) KEYS[event.key](event);
}

export function startShortcuts() {
  addEventListener("keydown", press);
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.addEventListener("click", () => openDialog(button.dataset.opens));
  }
}

// A slip is laid on a day with the mouse, or picked up and laid down with the keyboard. Either fills the form that stands
// behind every slip and sends it, so that the answer, with its sentence when it cannot be, is the same.
import { belongsToIme } from "./ime.js";

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
let board, lifted, aimed;

const rows = () => [...board.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("[data-day]")]);
const place = (slip) => slip.querySelector("a").pathname; // of its form
const who = (slip) => slip.querySelector("a").textContent;
const worker = (cell) => cell.closest("tr").dataset.worker;
const beside = new Intl.ListFormat(document.documentElement.lang, { type: "unit" }); // each language has its own comma
const name = (cell) => beside.format([cell.closest("tr").dataset.name, cell.dataset.label]);
const say = (words) => (board.querySelector("[data-says]").textContent = words);

function send(path, told) {
  const form = board.querySelector("[data-drop]");
  form.action = `${path}?view=${board.dataset.view}`;
  for (const [name, value] of Object.entries(told)) form.elements[name].value = value;
  form.requestSubmit();
}

function lay(slip, cell) {
  const { worker: first, second, method, hour, minutes, seen } = slip.dataset;
  const goes = worker(cell);
  const other = goes === second ? first : second; // of a pair the other one
  leave();
  send(place(slip), { on: cell.dataset.day, worker: goes, second: other, method, hour, minutes, seen });
}

function aim(cell) {
  aimed?.classList.remove("aim");
  aimed = cell;
  aimed?.classList.add("aim");
}

function leave() {
  lifted?.classList.remove("lifted");
  board.classList.remove("lifting");
  aim(null);
  lifted = null;
}

function lift(slip) {
  leave();
  lifted = slip;
  slip.classList.add("lifted");
  board.classList.add("lifting");
}

function pick(slip) {
  if (lifted === slip) return leave(), say(board.dataset.left);
  lift(slip);
  const own = slip.closest("[data-day]");
  const open = [...board.querySelectorAll(`tr[data-worker="${slip.dataset.worker}"] [data-day]:not([data-closed])`)];
  aim(own ?? open.find((cell) => cell.matches(".open")) ?? open[0] ?? rows()[0]?.[0]); // at best a day of work
  aimed?.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(board.dataset.picked.replace("{who}", who(slip)));
}

function step([down, across]) {
  const grid = rows();
  const row = grid.findIndex((cells) => cells.includes(aimed));
  const column = grid[row]?.indexOf(aimed) ?? 0;
  const next = grid[Math.min(Math.max(row + down, 0), grid.length - 1)]?.[Math.min(Math.max(column + across, 0), 6)];
  if (!next) return;
  aim(next);
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
  say("closed" in next.dataset ? `${name(next)} – ${board.dataset.shut}` : name(next));
}

function laidOn(cell) {
  if ("closed" in cell.dataset) return say(board.dataset.shut);
  if (cell.contains(lifted)) return leave(), say(board.dataset.left);
  lay(lifted, cell);
}

function press(event) {
  if (!lifted || belongsToIme(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const known = { ...STEPS, Enter: 1, " ": 1, Escape: 1 };
  if (!Object.hasOwn(known, event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key in STEPS) return step(STEPS[event.key]);
  if (event.key !== "Escape" && aimed) return laidOn(aimed);
  leave();
  say(board.dataset.left);
}

function tap(event) {
  const button = event.target.closest(".pick");
  if (button) return pick(button.closest("[data-slip]"));
  const cell = event.target.closest("[data-day]");
  if (lifted && cell && !event.target.closest("a")) laidOn(cell);
}

function over(event) {
  const place = event.target.closest("[data-day]:not([data-closed]), .lane");
  if (!lifted || !place || place.contains(lifted)) return aim(null);
  event.preventDefault();
  aim(place);
}

function drop(event) {
  const slip = lifted;
  if (!slip || !aimed) return;
  event.preventDefault();
  if (aimed.matches(".lane")) return leave(), send(`${place(slip)}lane/`, { seen: slip.dataset.seen });
  laidOn(aimed);
}

export function startWeek() {
  board = document.querySelector("[data-week]");
  if (!board) return;
  for (const slip of board.querySelectorAll("[data-slip]")) {
    slip.draggable = true;
    slip.querySelector("a").draggable = false;
  }
  board.addEventListener("dragstart", (event) => {
    const slip = event.target.closest("[data-slip]");
    if (!slip) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // some browsers drag nothing without it, and a name is no one's
    lift(slip);
  });
  board.addEventListener("dragover", over);
  board.addEventListener("drop", drop);
  board.addEventListener("dragend", leave);
  board.addEventListener("click", tap);
  addEventListener("keydown", press, true); // before the single keys of the house
}

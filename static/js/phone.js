// The record page: another method swaps the chips, a chip shows the next step and its three phrases, the clock goes on.
// Everything it needs came with the page; between the chip and the button nothing is asked of the server.

const MINUTE = 60_000;

const laidAside = new Map(); // the chips of a method one has left, should one come back to it

function sheetOf(form, method) {
  return laidAside.get(method) ?? form.querySelector(`[data-sheet-of="${method}"]`).content.firstElementChild;
}

function choose(form, link) {
  const place = form.querySelector("[data-sheet]");
  if (place.dataset.sheet === link.dataset.method) return;
  const kept = form.elements.response?.value;
  const next = sheetOf(form, link.dataset.method);
  laidAside.set(place.dataset.sheet, place.firstElementChild);
  place.dataset.sheet = form.elements.method.value = link.dataset.method;
  place.replaceChildren(next);
  for (const chip of next.querySelectorAll("input")) chip.checked = chip.value === kept;
  for (const one of form.querySelectorAll("[data-method]")) one.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  history.replaceState(history.state, "", link.href);
  foresee(form);
}

/** A concern goes before everything else, except where nothing took place: such a chip brings its own words. */
function foreseen(form, chip) {
  const worried = form.elements.concern.value && form.elements.concern.value !== "none";
  if (!worried) return [chip.dataset.next, chip.dataset.why];
  const { care, careWhy } = "care" in chip.dataset ? chip.dataset : chip.closest("fieldset").dataset;
  return [care, careWhy];
}

function foresee(form) {
  const chip = form.querySelector("[data-sheet] input:checked");
  const card = form.querySelector(".foreseen");
  const short = form.querySelector("[data-next-short]");
  card.hidden = short.hidden = !chip;
  offerPhrases(form, chip);
  if (!chip) return;
  const [next, why] = foreseen(form, chip);
  card.querySelector("[data-next]").textContent = short.querySelector("b").textContent = next;
  card.querySelector("[data-why]").textContent = why;
}

function offerPhrases(form, chip) {
  const place = form.querySelector("[data-phrases]:not(input)");
  place.hidden = !chip;
  place.replaceChildren(...(chip?.dataset.phrases ?? "").split("\n").filter(Boolean).map((phrase) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-primary btn-sm" });
    button.textContent = phrase;
    return button;
  }));
}

function take(form, phrase) {
  const note = form.elements.note;
  note.value = [note.value.trimEnd(), phrase].filter(Boolean).join("\n");
  note.dispatchEvent(new Event("input", { bubbles: true }));
  note.focus();
}

function watchTheClock(form) {
  const since = document.querySelector("[data-since]");
  if (!since) return;
  const hint = form.querySelector("[data-long-silence]");
  const tell = () => {
    const minutes = Math.max(0, Math.floor((Date.now() - new Date(since.dataset.since)) / MINUTE));
    since.querySelector("span").textContent = since.dataset.minutes.replace("{n}", minutes);
    const silent = !form.querySelector("[data-sheet] input:checked:not(.quiet-chip input)");
    hint.hidden = !(silent && form.elements.method.value === "visit" && minutes >= Number(hint.dataset.longSilence));
  };
  tell();
  setInterval(tell, MINUTE / 4);
}

function start(form) {
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-method]");
    if (link) {
      event.preventDefault();
      choose(form, link);
    }
    if (event.target.closest(".phrases button")) take(form, event.target.textContent);
  });
  form.addEventListener("change", () => foresee(form));
  foresee(form);
  watchTheClock(form);
}

export function startPhone() {
  document.querySelectorAll("form.record").forEach(start);
}

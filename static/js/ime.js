// Enter while a Japanese word is being composed chooses the word; it never submits and moves nothing.
let composing = false;

/** Is this key a part of a composition? Safari ends it before the key arrives and leaves only 229. */
export const belongsToIme = (event) => event.isComposing || event.keyCode === 229;
export const isComposing = () => composing;

function holdKey(event) {
  if (!belongsToIme(event)) return;
  event.stopImmediatePropagation();
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}

function holdForm(event) {
  if (!composing) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function startIme() {
  addEventListener("compositionstart", () => (composing = true), true);
  addEventListener("compositionend", () => (composing = false), true);
  addEventListener("focusout", () => (composing = false), true);
  for (const kind of ["keydown", "keypress", "keyup"]) addEventListener(kind, holdKey, true);
  addEventListener("submit", holdForm, true);
}

// A form is sent once, however often it is tapped; coming back, or waiting long, opens it again.
const WAIT = 10_000;

function open(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
}

function guard(event) {
  const form = event.target;
  // Not form.method: in a form that asks for the method of a contact, that is its field.
  if (event.defaultPrevented || form.getAttribute("method") !== "post" || "many" in form.dataset) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  setTimeout(() => open(form), WAIT);
}

export function startOnce() {
  addEventListener("submit", guard);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(open));
}

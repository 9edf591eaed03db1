// Polish only: every page works without this file.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});
// Enter while a Japanese word is being composed chooses the word; it never submits.
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.isComposing) event.stopPropagation();
  if (event.isComposing) return;
  const typing = event.target.closest?.("input, textarea, select");
  const find = document.querySelector("input[type=search]");
  if (find && ((event.key === "/" && !typing) || (event.key === "k" && event.ctrlKey))) {
    event.preventDefault();
    find.focus();
  }
});
// Half a form survives the end of a session: its words wait in this browser until it is saved.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `keep:${location.pathname}`;
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  for (const field of form.querySelectorAll("textarea, input[type=text]")) {
    if (!field.value && kept[field.name]) field.value = kept[field.name];
    field.addEventListener("input", () => {
      kept[field.name] = field.value;
      sessionStorage.setItem(key, JSON.stringify(kept));
    });
  }
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}

// The answers follow the method at once; without this file a button asks the server for them.
function follow(form) {
  const groups = [...form.querySelectorAll("fieldset[data-method]")];
  const open = (method) => {
    for (const group of groups) group.hidden = group.disabled = group.dataset.method !== method;
  };
  form.addEventListener("change", (event) => event.target.name === "method" && open(event.target.value));
  const chosen = form.querySelector("input[name=method]:checked");
  if (!chosen) return;
  open(chosen.value); // the browser or the kept draft may know another choice than the server did
  const kept = form.querySelector("input[name=response]:checked");
  const same = kept && form.querySelector(`fieldset:not([disabled]) > label > input[name=response][value="${CSS.escape(kept.value)}"]`);
  if (same) same.checked = true;
}

export function startContact() {
  document.querySelectorAll("form[data-contact]").forEach(follow);
}

// The answers follow the method at once; without this file a button asks the server for them.
function follow(form) {
  const groups = [...form.querySelectorAll("fieldset[data-method]")];
  const open = (method) => {
    for (const group of groups) group.hidden = group.disabled = group.dataset.method !== method;
  };
  const method = () => form.querySelector("input[name=method]:checked");
  const answer = () => form.querySelector("fieldset:not([disabled]) > label > input[name=response]:checked");
  let usual = answer()?.dataset.met ?? method()?.dataset.met;
  // With whom follows the method and the answer as long as nobody chose otherwise: a meeting with the family is with the family.
  const meet = (met) => {
    const now = form.querySelector("input[name=with_whom]:checked");
    const next = form.querySelector(`input[name=with_whom][value="${CSS.escape(met)}"]`);
    if (next && (!now || now.value === usual)) next.checked = true;
    usual = met;
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "method") open(event.target.value);
    else if (event.target.name !== "response") return;
    meet(answer()?.dataset.met ?? method()?.dataset.met);
  });
  const chosen = method();
  if (!chosen) return;
  open(chosen.value); // the browser or the kept draft may know another choice than the server did
  const kept = form.querySelector("input[name=response]:checked");
  const same = kept && form.querySelector(`fieldset:not([disabled]) > label > input[name=response][value="${CSS.escape(kept.value)}"]`);
  if (same) same.checked = true;
}

export function startContact() {
  document.querySelectorAll("form[data-contact]").forEach(follow);
}

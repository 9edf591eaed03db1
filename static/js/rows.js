// One more row in a form of many: what a click on the server's button would bring, without leaving the page.
function add(group) {
  const total = group.querySelector(`input[name="${group.dataset.rowsOf}-TOTAL_FORMS"]`);
  const number = Number(total.value);
  const page = document.createElement("template");
  page.innerHTML = group.querySelector("template").innerHTML.replaceAll("__prefix__", String(number));
  const row = page.content.firstElementChild;
  const id = row.querySelector("input[name$='-id']");
  if (id) id.value = crypto.randomUUID?.() ?? "";
  group.querySelector("[data-more]").before(row);
  total.value = String(number + 1);
  return row;
}

const first = (row) => row.querySelector("input:not([type=hidden])");

/** Rows for every one of these names, so that what was kept of them finds its place. */
export function growRows(form, names) {
  for (const group of form.querySelectorAll("[data-rows-of]")) {
    const numbers = names.map((name) => name.split("-")).filter(([prefix]) => prefix === group.dataset.rowsOf);
    const most = Math.max(0, ...numbers.map(([, number]) => Number(number) + 1 || 0));
    while (group.querySelectorAll("[data-row]").length < most) add(group);
  }
}

export function startRows() {
  for (const group of document.querySelectorAll("[data-rows-of]")) {
    group.querySelector("[data-more]").addEventListener("click", (event) => {
      event.preventDefault();
      first(add(group)).focus();
    });
  }
  document.querySelectorAll("[data-fresh]").forEach((row) => first(row).focus());
}

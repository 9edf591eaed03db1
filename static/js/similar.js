// While a name is being typed, people already known appear beside the form; a word still being composed is not asked for.
import { isComposing } from "./ime.js";

const PAUSE = 350;

function watch(region) {
  const names = (region.dataset.similarFields ?? "family_name given_name family_kana given_kana phone_told").split(" ");
  const form = document.querySelector(region.dataset.similarForm ?? "form[data-keep]");
  if (!form) return;
  let timer;
  let last = "";
  async function look() {
    if (isComposing()) return;
    const asked = new URLSearchParams(names.map((name) => [name, form.elements[name]?.value.trim() ?? ""])).toString();
    if (asked === last) return;
    last = asked;
    const answer = await fetch(`${region.dataset.similarUrl}?${asked}`, { redirect: "error" }).catch(() => null);
    if (!answer?.ok || asked !== last) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    region.replaceChildren(...page.body.childNodes);
  }
  const later = (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("compositionend", later);
}

export function startSimilar() {
  document.querySelectorAll("[data-similar-url]").forEach(watch);
}

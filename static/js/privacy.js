// With names covered, a name shows itself while it is pointed at, focused or tapped; the keyboard reaches it too.
export function startPrivacy() {
  if (document.documentElement.dataset.privacy !== "on") return;
  for (const name of document.querySelectorAll(".hush")) name.tabIndex = 0;
}

// The list keeps its place: the way back from a case leads to the list as it was, and to where one stood in it.
const KEY = "place:desk";
const here = () => location.pathname + location.search;
const keep = (place) => sessionStorage.setItem(KEY, JSON.stringify(place));

export function startPlace() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (location.pathname === "/desk/") {
    if (kept?.back && kept.href === here()) scrollTo(0, kept.top);
    addEventListener("pagehide", () => keep({ href: here(), top: scrollY }));
  } else if (kept) {
    for (const link of document.querySelectorAll('.crumbs a[href="/desk/"]')) {
      link.href = kept.href;
      link.addEventListener("click", () => keep({ ...kept, back: true }));
    }
  }
}

// The pages of records opened last, for the empty search box. Paths only: what may be seen of them the server decides.
const KEPT = 8;
const KEY = "opened-last";

function opened(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((path) => typeof path === "string") : [];
  } catch {
    return [];
  }
}

function note(): void {
  // a deal may be open beside the list
  const beside = new URLSearchParams(location.search).get("deal");
  const path = beside ? `/deals/${beside}` : location.pathname;
  if (!/^(\/\w+)+\/\d+$/.test(path)) return;
  localStorage.setItem(KEY, JSON.stringify([path, ...opened().filter((other) => other !== path)].slice(0, KEPT)));
}

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = (event as CustomEvent).detail;
  if (elt.id === "search-text") parameters.recent = opened().join(",");
});
document.addEventListener("htmx:pushedIntoHistory", note);
note();

// Keys that work everywhere: search, help, places of the rail, rows of a list. Never while one writes.
import { openDialog } from "./shell";

const WRITING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
let waitsForPlace = false;

function rows(): HTMLElement[] {
  const box = document.querySelector("dialog[open] [data-choices]");
  // a page may have several lists: j goes on from one to the next
  return [...(box ?? document).querySelectorAll<HTMLElement>(box ? "[data-row]" : "[data-rows] [data-row]")];
}

function step(by: number): void {
  const all = rows();
  const now = all.findIndex((row) => row.classList.contains("is-current"));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  all[now]?.classList.remove("is-current");
  next?.classList.add("is-current");
  next?.scrollIntoView({ block: "nearest" });
  all[now]?.setAttribute("aria-selected", "false");
  if (next?.role === "option") next.setAttribute("aria-selected", "true");
  document.getElementById("search-text")?.setAttribute("aria-activedescendant", next?.id ?? "");
  if (next && !next.closest("dialog")) (next.querySelector<HTMLElement>("[data-row-open]") ?? next).focus();
}

function onCurrent(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-row].is-current ${selector}`);
}

function key(event: KeyboardEvent): boolean {
  if (waitsForPlace) {
    waitsForPlace = false;
    const place = document.querySelector<HTMLElement>(`.rail [data-key="${CSS.escape(event.key)}"]`);
    place?.click();
    return place !== null;
  }
  switch (event.key) {
    case "/":
      openDialog("search");
      return true;
    case "?":
      openDialog("keys");
      return true;
    case "g":
      waitsForPlace = true;
      return true;
    case "j":
      step(1);
      return rows().length > 0;
    case "k":
      step(-1);
      return rows().length > 0;
    case "x":
      onCurrent("[data-row-choose]")?.click();
      return true;
    case "e": {
      const beside = document.querySelector<HTMLElement>("#beside [data-edit]");
      const edit = beside ?? onCurrent("[data-edit]") ?? document.querySelector<HTMLElement>("[data-edit]");
      edit?.click();
      return edit !== null;
    }
    default:
      return false;
  }
}

/** In the search box arrows choose among what was found and Enter goes there. */
function choose(event: KeyboardEvent): boolean {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    step(event.key === "ArrowDown" ? 1 : -1);
    return true;
  }
  const chosen = document.querySelector<HTMLElement>("dialog[open] [data-row].is-current, dialog[open] [data-row]");
  if (event.key !== "Enter" || !chosen) return false;
  chosen.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  const target = event.target as Element;
  const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (command) {
    openDialog("search");
    event.preventDefault();
  } else if (target.matches("#search-text")) {
    if (choose(event)) event.preventDefault();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !target.matches(WRITING)) {
    if (key(event)) event.preventDefault();
  }
});
// the row one works in is the current one, however one came there
document.addEventListener("focusin", (event) => {
  const row = (event.target as Element).closest("[data-row]");
  if (!row || row.closest("dialog")) return;
  rows().forEach((other) => other.classList.toggle("is-current", other === row));
});

// The filter of a list: lines that a person adds, changes and takes away stand in the form as one text of JSON.
import htmx from "htmx.org";

type Part = string[] | { [joined: string]: Part[] };
const ALONE = ["empty", "filled"];

function value(line: HTMLElement): string {
  const input = line.querySelector<HTMLInputElement | HTMLSelectElement>("[data-value]");
  if (input instanceof HTMLSelectElement) return [...input.selectedOptions].map((option) => option.value).join(",");
  return input?.value.trim() ?? "";
}

function condition(line: HTMLElement): Part | null {
  const word = line.querySelector<HTMLSelectElement>("[data-word]")?.value ?? "";
  const column = line.dataset.condition ?? "";
  if (ALONE.includes(word)) return [column, word];
  return value(line) ? [column, word, value(line)] : null;
}

function group(place: HTMLElement): Part | null {
  const parts = [...(place.querySelector(":scope > [data-lines]")?.children ?? [])]
    .map((child) => (child.matches("[data-group]") ? group(child as HTMLElement) : condition(child as HTMLElement)))
    .filter((part): part is Part => part !== null);
  if (!parts.length) return null;
  return { [place.querySelector<HTMLSelectElement>(":scope > [data-joined]")?.value ?? "all"]: parts };
}

function write(filter: HTMLElement): boolean {
  const text = filter.querySelector<HTMLInputElement>("[data-filter-text]");
  const outermost = filter.querySelector<HTMLElement>("[data-group]");
  if (!text || !outermost) return false;
  const whole = group(outermost);
  const now = whole ? JSON.stringify(whole) : "";
  const differs = text.value !== now;
  text.value = now;
  return differs;
}

/** Days are chosen from a calendar, or counted; one of several is chosen from an open list. */
function fit(line: HTMLElement): void {
  const word = line.querySelector<HTMLSelectElement>("[data-word]")?.value ?? "";
  const input = line.querySelector<HTMLInputElement | HTMLSelectElement>("[data-value]");
  if (!input) return;
  input.hidden = ALONE.includes(word);
  if (input instanceof HTMLSelectElement) {
    input.multiple = word === "any";
  } else if (["date", "number"].includes(input.type)) {
    const type = ["last", "next"].includes(word) ? "number" : "date";
    if (input.type !== type) [input.type, input.value] = [type, ""];
  }
}

async function add(select: HTMLSelectElement, filter: HTMLElement): Promise<void> {
  const lines = select.closest("[data-group]")?.querySelector<HTMLElement>(":scope > [data-lines]");
  const address = `${filter.dataset.filter}?column=${encodeURIComponent(select.value)}`;
  select.value = "";
  if (!lines) return;
  await htmx.ajax("get", address, { target: lines, swap: "beforeend" });
  lines.lastElementChild?.querySelector<HTMLElement>("[data-word]")?.focus();
}

function asks(filter: HTMLElement): void {
  if (write(filter)) filter.closest("form")?.requestSubmit();
}

// arrows walk through what can be added, and Enter adds it; the mouse adds at once
let walking: HTMLSelectElement | null = null;
document.addEventListener("pointerdown", () => (walking = null), true);
document.addEventListener("keydown", (event) => {
  const select = event.target as HTMLSelectElement;
  const filter = select.matches("[data-add]") ? select.closest<HTMLElement>("[data-filter]") : null;
  if (!filter || event.key === "Tab") return;
  walking = select;
  if (event.key !== "Enter" || !select.value) return;
  event.preventDefault();
  void add(select, filter);
});

// before the form hears of it, so that it sends what the lines say now
document.addEventListener(
  "change",
  (event) => {
    const target = event.target as HTMLElement;
    const filter = target.closest<HTMLElement>("[data-filter]");
    if (!filter) return;
    if (target instanceof HTMLSelectElement && target.matches("[data-add]")) {
      event.stopPropagation();
      if (target.value && walking !== target) void add(target, filter);
      return;
    }
    const line = target.closest<HTMLElement>("[data-condition]");
    if (line && target.matches("[data-word]")) fit(line);
    // what changes nothing asks nothing
    if (!write(filter)) event.stopPropagation();
  },
  true,
);
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest("[data-remove], [data-add-group]");
  const filter = button?.closest<HTMLElement>("[data-filter]");
  if (!button || !filter) return;
  if (button.matches("[data-remove]")) {
    button.closest("[data-condition], [data-group]")?.remove();
    asks(filter);
    return;
  }
  const made = document.querySelector<HTMLTemplateElement>("#list-filter-group")?.content.cloneNode(true);
  const lines = button.closest("[data-group]")?.querySelector(":scope > [data-lines]");
  if (!made || !lines) return;
  lines.append(made);
  lines.lastElementChild?.querySelector<HTMLElement>("[data-add]")?.focus();
});

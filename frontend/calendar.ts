// The calendar: entries are dragged to another place, or moved by Alt and an arrow; letters change what is shown.
const DAY = 24 * 60;
const STEPS: Record<string, number> = { ArrowLeft: -DAY, ArrowRight: DAY, ArrowUp: -60, ArrowDown: 60 };
let dragged: HTMLElement | null = null;

function send(entry: HTMLElement, moment: string): void {
  const input = entry.querySelector<HTMLInputElement>("input[name=moment]");
  if (!input?.form) return;
  input.value = moment;
  input.form.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
}

/** A moment on the company's clock so many minutes on, whatever the zone of the browser. */
function moved(moment: string, minutes: number): string {
  return new Date(Date.parse(`${moment}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
}

/** Where it is dropped; in a month and in the row of whole days its time of day stays. */
function place(event: Event): HTMLElement | null {
  return dragged && (event.target as Element).closest<HTMLElement>("[data-calendar] [data-moment]");
}

document.addEventListener("dragstart", (event) => {
  dragged = (event.target as Element).closest?.<HTMLElement>("[data-entry]") ?? null;
});
document.addEventListener("dragover", (event) => {
  if (place(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const cell = place(event);
  if (!cell || !dragged) return;
  event.preventDefault();
  send(dragged, cell.dataset.moment ?? "");
  dragged = null;
});
document.addEventListener("keydown", (event) => {
  const target = event.target as Element;
  const calendar = document.querySelector("[data-calendar]");
  if (!calendar || target.matches("input, textarea, select") || event.ctrlKey || event.metaKey) return;
  const entry = target.closest<HTMLElement>("[data-entry]");
  const step = STEPS[event.key];
  if (event.altKey && entry && step) {
    event.preventDefault();
    send(entry, moved(entry.dataset.at ?? "", step));
  } else if (!event.altKey) {
    calendar.querySelector<HTMLElement>(`[data-calendar-key="${CSS.escape(event.key)}"]`)?.click();
  }
});
document.addEventListener("change", (event) => {
  (event.target as HTMLElement).closest<HTMLSelectElement>("select[data-sends]")?.form?.requestSubmit();
});
export {};

// What others change is shown as it happens: an element with hx-trigger="live:sales.deal:7 from:body" fetches itself
// again when deal 7 has changed, one with "live:sales.deal from:body" when any deal has. "live:opened" comes
// when the stream has opened: what happened between the drawing of the page and that moment was told to nobody.
// Whoever is in the middle of something there is not disturbed: the element waits, and is told "live:late" then.
const place = document.querySelector<HTMLMetaElement>('meta[name="live"]');
const EVERYTHING = "*";
const UNDER_WAY = "[data-row-choose]:checked, .sortable-chosen, .dropdown-menu.show, dialog[open], details[open][data-begun] form";
// what changes all the time is shown so often; the last change is never left out
const EVERY_MS = 700;
const NAMES = /live:[\w.:]+/g;

/** All that elements of this page listen for. */
function listened(): string[] {
  const triggers = [...document.querySelectorAll("[hx-trigger]")].map((one) => one.getAttribute("hx-trigger") ?? "");
  return triggers.flatMap((trigger) => trigger.match(NAMES) ?? []).map((name) => name.slice("live:".length));
}

function tell(changed: string[]): void {
  const names = changed.includes(EVERYTHING) ? listened() : changed;
  const kinds = names.map((record) => record.split(":")[0] ?? "");
  for (const name of new Set([...names, ...kinds])) dispatch(name);
}

const next = new Map<string, number>();

function dispatch(name: string): void {
  const now = performance.now();
  const due = next.get(name) ?? 0;
  // one waits already, and will tell of this too
  if (due > now + EVERY_MS) return;
  next.set(name, Math.max(due, now) + EVERY_MS);
  if (due <= now) document.body.dispatchEvent(new CustomEvent(`live:${name}`));
  else setTimeout(() => document.body.dispatchEvent(new CustomEvent(`live:${name}`)), due - now);
}

function shareStream(address: string, script: string): void {
  const { port } = new SharedWorker(script, { name: "live" });
  port.onmessage = ({ data }: MessageEvent<string[]>) => tell(data);
  port.postMessage(address);
  addEventListener("pagehide", () => port.postMessage("bye"));
  // back from the browser's memory: whatever happened meanwhile is not on this page
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function ownStream(address: string): void {
  const stream = new EventSource(address);
  stream.addEventListener("changed", (event) => tell(JSON.parse(event.data)));
  stream.addEventListener("open", () => tell(["opened"]));
}

/** Whether somebody writes in it, has chosen rows, drags a card, has a menu open, or has scrolled down its list. */
function isBusy(element: Element): boolean {
  const at = document.activeElement;
  if (at !== element && element.contains(at) && at?.matches("input, textarea, select, [contenteditable]")) return true;
  if (element.querySelector(UNDER_WAY)) return true;
  return element.matches(".list") && scrollY > innerHeight / 2;
}

// what a page draws open nobody has begun yet; what somebody opens or writes in, he has
for (const begins of ["click", "input"]) {
  document.addEventListener(begins, ({ target }) => {
    const begun = begins === "click" ? (target as Element).closest("summary") : (target as Element);
    begun?.closest("details")?.setAttribute("data-begun", "");
  });
}

const late = new Set<Element>();

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = (event as CustomEvent).detail as { elt: Element; requestConfig: { triggeringEvent?: Event } };
  if (!requestConfig.triggeringEvent?.type.startsWith("live:") || !isBusy(elt)) return;
  event.preventDefault();
  late.add(elt);
});

function catchUp(): void {
  for (const element of late) {
    if (element.isConnected && isBusy(element)) continue;
    late.delete(element);
    if (element.isConnected) element.dispatchEvent(new CustomEvent("live:late"));
  }
}
for (const moment of ["focusout", "change", "pointerup", "scrollend", "hidden.bs.dropdown"]) {
  document.addEventListener(moment, () => setTimeout(catchUp, 300));
}

if (place?.content) {
  // phones have no shared workers, and few tabs
  if ("SharedWorker" in window) shareStream(place.content, place.dataset.worker ?? "");
  else ownStream(place.content);
}

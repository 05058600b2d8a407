// What others change is shown as it happens: an element with hx-trigger="live:sales.deal:7 from:body" fetches itself
// again when deal 7 has changed, one with "live:sales.deal from:body throttle:2s" when any deal has. "live:opened" comes
// when the stream has opened: what happened between the drawing of the page and that moment was told to nobody.
const place = document.querySelector<HTMLMetaElement>('meta[name="live"]');
const EVERYTHING = "*";
const NAMES = /live:[\w.:]+/g;

/** All that elements of this page listen for. */
function listened(): string[] {
  const triggers = [...document.querySelectorAll("[hx-trigger]")].map((one) => one.getAttribute("hx-trigger") ?? "");
  return triggers.flatMap((trigger) => trigger.match(NAMES) ?? []).map((name) => name.slice("live:".length));
}

function tell(changed: string[]): void {
  const names = changed.includes(EVERYTHING) ? listened() : changed;
  const kinds = names.map((record) => record.split(":")[0] ?? "");
  for (const name of new Set([...names, ...kinds])) document.body.dispatchEvent(new CustomEvent(`live:${name}`));
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

if (place?.content) {
  // phones have no shared workers, and few tabs
  if ("SharedWorker" in window) shareStream(place.content, place.dataset.worker ?? "");
  else ownStream(place.content);
}

// What others change is shown as it happens: an element with hx-trigger="live:sales.deal:7 from:body" fetches itself
// again when deal 7 has changed, one with "live:sales.deal from:body throttle:2s" when any deal has.
const place = document.querySelector<HTMLMetaElement>('meta[name="live"]');

function tell(changed: string[]): void {
  const kinds = new Set(changed.map((record) => record.split(":")[0]));
  for (const name of new Set([...changed, ...kinds])) document.body.dispatchEvent(new CustomEvent(`live:${name}`));
}

function shareStream(address: string, script: string): void {
  const { port } = new SharedWorker(script, { name: "live" });
  port.onmessage = ({ data }: MessageEvent<string[]>) => tell(data);
  port.postMessage(address);
  addEventListener("pagehide", () => port.postMessage("bye"));
  // back from the browser's memory: whatever happened meanwhile is not on this page
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

if (place?.content) {
  // phones have no shared workers, and few tabs
  if ("SharedWorker" in window) shareStream(place.content, place.dataset.worker ?? "");
  else new EventSource(place.content).addEventListener("changed", (event) => tell(JSON.parse(event.data)));
}

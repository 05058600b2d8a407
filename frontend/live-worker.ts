// One stream of live events for all tabs of a browser, which would otherwise use up its six connections to a host.
const ports = new Set<MessagePort>();
let stream: EventSource | undefined;
let bearer = "";

function tellAll(told: string[]): void {
  for (const port of ports) port.postMessage(told);
}

/** Open the stream where there is none for this person; whether there was one. */
function open(address: string): boolean {
  // the pass begins with who holds it; a newer pass of the same person is kept for when the stream has ended
  const holder = new URL(address).searchParams.get("token")?.split(":")[0] ?? "";
  if (stream && stream.readyState !== EventSource.CLOSED && holder === bearer) return true;
  stream?.close();
  bearer = holder;
  stream = new EventSource(address);
  stream.addEventListener("changed", (event) => tellAll(JSON.parse(event.data)));
  stream.addEventListener("open", () => tellAll(["opened"]));
  return false;
}

addEventListener("connect", (event) => {
  const port = (event as MessageEvent).ports[0];
  if (!port) return;
  ports.add(port);
  port.onmessage = ({ data }: MessageEvent<string>) => {
    if (data === "bye") ports.delete(port);
    else if (open(data) && stream?.readyState === EventSource.OPEN) port.postMessage(["opened"]);
  };
});

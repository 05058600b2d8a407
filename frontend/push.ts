// Notices on this device: the browser's push service gives an address, which the form sends to the server.
const form = document.querySelector<HTMLFormElement>("form[data-push]");

function octets(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

async function subscribe(key: string, script: string): Promise<PushSubscriptionJSON> {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
  const registration = await navigator.serviceWorker.register(script);
  await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: octets(key) };
  return (await registration.pushManager.subscribe(options)).toJSON();
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { endpoint = "", keys = {} } = await subscribe(form.dataset.push ?? "", form.dataset.pushWorker ?? "");
      for (const [name, value] of Object.entries({ endpoint, p256dh: keys.p256dh ?? "", auth: keys.auth ?? "" })) {
        form.querySelector<HTMLInputElement>(`input[name="${name}"]`)!.value = value;
      }
      form.submit();
    } catch {
      form.querySelector<HTMLElement>("[data-push-refused]")!.hidden = false;
    }
  });
}

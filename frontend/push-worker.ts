// Shows notices while no page is open. One that is repeated bears the tag of the first and takes its place.
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Pushed extends Lasting {
  data?: { json(): { title: string; text: string; url: string; tag: string } };
}
interface Clicked extends Lasting {
  notification: Notification;
}
interface Worker {
  registration: ServiceWorkerRegistration;
  clients: { openWindow(place: string): Promise<unknown> };
}
const { registration, clients } = self as unknown as Worker;

addEventListener("push", (event) => {
  const { data, waitUntil } = event as Pushed;
  if (!data) return;
  const { title, text, url, tag } = data.json();
  waitUntil.call(event, registration.showNotification(title, { body: text, tag, data: url }));
});

addEventListener("notificationclick", (event) => {
  const { notification, waitUntil } = event as Clicked;
  notification.close();
  // the page is opened where this browser knows us, whatever name the notice gives
  waitUntil.call(event, clients.openWindow(new URL(notification.data as string).pathname));
});

// What surrounds every page: dialogs opened by a button or a key, toasts that go by themselves.
const TOAST_SECONDS = 8;

export function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  dialog.showModal();
  const text = dialog.querySelector<HTMLInputElement>("input[type=search]");
  text?.select();
  text?.dispatchEvent(new Event("opened", { bubbles: true }));
}

function dismissLater(toast: HTMLElement): void {
  if (toast.dataset.toast === "seen") return;
  toast.dataset.toast = "seen";
  let timer = 0;
  const start = (): void => {
    timer = window.setTimeout(() => toast.remove(), TOAST_SECONDS * 1000);
  };
  // whoever reads it or aims at its button is given time
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", start);
  toast.addEventListener("focusout", start);
  start();
}

function showTemplate(id: string): void {
  const template = document.getElementById(id);
  const place = document.getElementById("toasts");
  if (template instanceof HTMLTemplateElement && place) place.append(template.content.cloneNode(true));
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>("[data-open-dialog]");
  if (opener) openDialog(opener.dataset.openDialog ?? "");
  if (target instanceof HTMLDialogElement) target.close();
  if (target.closest("[data-toast-close]")) target.closest("[data-toast]")?.remove();
});
// an undone action needs its toast no longer
document.addEventListener("htmx:afterRequest", (event) => {
  const toast = (event.target as Element).closest?.("[data-toast]");
  if (toast && (event as CustomEvent).detail.successful) toast.remove();
});
document.addEventListener("htmx:responseError", (event) => {
  showTemplate((event as CustomEvent).detail.xhr.status === 403 ? "toast-refused" : "toast-failed");
});
document.addEventListener("htmx:sendError", () => showTemplate("toast-failed"));

const toasts = document.getElementById("toasts");
if (toasts) {
  const look = (): void => toasts.querySelectorAll<HTMLElement>("[data-toast]").forEach(dismissLater);
  new MutationObserver(look).observe(toasts, { childList: true });
  look();
}

// What opens beside a list closes without leaving the list; the address says which one is open.
import htmx from "htmx.org";


function close(): void {
  const beside = document.getElementById("beside");
  if (!beside?.firstElementChild) return;
  beside.replaceChildren();
  const address = new URL(location.href);
  for (const name of ["deal", "lead"]) address.searchParams.delete(name);
  history.pushState({ htmx: true }, "", address);
  document.querySelector<HTMLElement>("[data-row].is-current [data-row-open]")?.focus();
}

document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-beside-close]")) close();
});
document.addEventListener("keydown", (event) => {
  const target = event.target as Element;
  if (event.key === "Escape" && !document.querySelector("dialog[open]") && !target.matches("input, select")) close();
});
// a panel that has come takes the focus, so that keyboard and screen reader are where it opened
document.addEventListener("htmx:afterSwap", (event) => {
  const { target } = (event as CustomEvent).detail;
  if (!(target instanceof HTMLElement) || target.id !== "beside") return;
  target.querySelector<HTMLElement>("h2 a")?.focus({ preventScroll: true });
});
// a board whose move is refused opens the record that lacks something
document.addEventListener("open-beside", (event) => {
  const { url } = (event as CustomEvent<{ url: string }>).detail;
  if (document.getElementById("beside")) void htmx.ajax("get", url, { target: "#beside", swap: "innerHTML" });
});

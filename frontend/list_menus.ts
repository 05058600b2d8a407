// Menus of a list close by Esc and by a click beside them; the order of columns is changed by buttons or by dragging.
import Sortable from "sortablejs";

const OPEN = "details.list-menu[open]";

document.addEventListener("click", (event) => {
  document.querySelectorAll<HTMLDetailsElement>(OPEN).forEach((menu) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
  const move = (event.target as Element).closest<HTMLElement>("[data-order-up], [data-order-down]");
  const item = move?.closest("[data-order-item]");
  if (!move || !item) return;
  if (move.matches("[data-order-up]")) item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  move.focus();
});
document.addEventListener("keydown", (event) => {
  const menu = (event.target as Element).closest<HTMLDetailsElement>(OPEN);
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

function sortable(within: ParentNode): void {
  within.querySelectorAll<HTMLElement>("[data-order]").forEach((list) => Sortable.create(list, { animation: 100 }));
}

sortable(document);
document.addEventListener("htmx:afterSettle", (event) => sortable((event as CustomEvent).detail.elt as ParentNode));

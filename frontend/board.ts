// Only on boards: cards are dragged between [data-board-column]s. A drop fills the card's form
// (inputs named column and position) and tells it "moved"; <form hx-trigger="moved"> sends it.
import Sortable from "sortablejs";
import { remember } from "./board_move";

function drop({ item, from, to, oldIndex, newDraggableIndex }: Sortable.SortableEvent): void {
  remember(item, from, from.children[oldIndex ?? 0] ?? null);
  const form = item.querySelector<HTMLFormElement>("form[data-board-form]");
  if (!form) return;
  const values = { column: to.dataset.boardColumn ?? "", position: String(newDraggableIndex ?? 0) };
  for (const [name, value] of Object.entries(values)) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  form.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
}

/** Let the cards of every column of `root` be dragged. */
function enliven(root: ParentNode): void {
  for (const column of root.querySelectorAll<HTMLElement>("[data-board-column]")) {
    if (Sortable.get(column)) continue;
    Sortable.create(column, {
      group: column.dataset.boardGroup ?? "board",
      draggable: "[data-board-card]",
      delay: 150,
      delayOnTouchOnly: true,
      animation: 120,
      onAdd: drop,
    });
  }
}

enliven(document);
document.addEventListener("htmx:load", (event) => enliven((event.target as Element).parentElement ?? document));

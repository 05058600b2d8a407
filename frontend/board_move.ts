// A card moves without a mouse too: its button, or m on the current card, asks for the stage.
// A move that the server refuses puts the card back.
let moving: HTMLElement | null = null;
const origins = new WeakMap<HTMLElement, { column: Element; next: Node | null }>();

/** Remember where a card stood, to put it back when the move is refused. */
export function remember(card: HTMLElement, column: Element, next: Node | null): void {
  origins.set(card, { column, next });
}

function ask(card: HTMLElement): void {
  const dialog = document.getElementById("move");
  if (!(dialog instanceof HTMLDialogElement)) return;
  moving = card;
  const here = card.closest<HTMLElement>("[data-board-column]")?.dataset.boardColumn;
  for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-move-to]")) {
    button.disabled = button.dataset.moveTo === here;
  }
  dialog.showModal();
}

function move(card: HTMLElement, stage: string): void {
  const form = card.querySelector<HTMLFormElement>("form[data-board-form]");
  const target = document.querySelector(`[data-board-column="${CSS.escape(stage)}"]`);
  const input = form?.elements.namedItem("column");
  if (!form || !target || !card.parentElement || !(input instanceof HTMLInputElement)) return;
  remember(card, card.parentElement, card.nextSibling);
  input.value = stage;
  target.prepend(card);
  form.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
  card.querySelector<HTMLElement>("[data-row-open]")?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const opener = target.closest("[data-move-open]");
  if (opener) ask(opener.closest<HTMLElement>("[data-board-card]") as HTMLElement);
  const stage = target.closest<HTMLElement>("[data-move-to]");
  if (!stage || !moving) return;
  stage.closest("dialog")?.close();
  move(moving, stage.dataset.moveTo ?? "");
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
  if ((event.target as Element).matches("input, textarea, select")) return;
  const card = document.querySelector<HTMLElement>("[data-board-card].is-current");
  if (!card) return;
  event.preventDefault();
  ask(card);
});
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    const card = (event.target as Element).closest?.<HTMLElement>("[data-board-card]");
    const origin = card && origins.get(card);
    if (card && origin) origin.column.insertBefore(card, origin.next);
  });
}

// Rows of a list that are chosen together: <div x-data="chosen"> counts its checked [data-row-choose].
import Alpine from "@alpinejs/csp";

interface Chosen {
  count: number;
  $root: HTMLElement;
}

function boxes(root: HTMLElement): HTMLInputElement[] {
  return [...root.querySelectorAll<HTMLInputElement>("[data-row-choose]:not(:disabled)")];
}

Alpine.data("chosen", () => ({
  count: 0,
  recount(this: Chosen) {
    this.count = boxes(this.$root).filter((box) => box.checked).length;
  },
  all(this: Chosen, event: Event) {
    const { checked } = event.target as HTMLInputElement;
    for (const box of boxes(this.$root)) box.checked = checked;
    this.count = checked ? boxes(this.$root).length : 0;
  },
  none(this: Chosen) {
    for (const box of boxes(this.$root)) box.checked = false;
    this.count = 0;
  },
}));

// A value that is edited on its place: <div x-data="inline" data-editing="false">; Enter saves, Esc leaves.
import Alpine from "@alpinejs/csp";

interface Inline {
  editing: boolean;
  $root: HTMLElement;
  $nextTick(then: () => void): void;
}

Alpine.data("inline", () => ({
  editing: false,
  init(this: Inline) {
    this.editing = this.$root.dataset.editing === "true";
  },
  edit(this: Inline) {
    this.editing = true;
    this.$nextTick(() => this.$root.querySelector<HTMLInputElement>("input:not([type=hidden])")?.select());
  },
  leave(this: Inline) {
    this.editing = false;
    this.$nextTick(() => this.$root.querySelector<HTMLElement>("[data-edit]")?.focus());
  },
}));

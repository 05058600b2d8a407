// Files dropped on a page or chosen: their names, and how much of them the server has.
const KILO = 1024;

function sizeOf(bytes: number): string {
  const unit = bytes < KILO * KILO ? "kilobyte" : "megabyte";
  const value = bytes / (unit === "kilobyte" ? KILO : KILO * KILO);
  const form = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 });
  return form.format(value);
}

function inputOf(element: Element): HTMLInputElement | null {
  return element.closest("[data-upload]")?.querySelector<HTMLInputElement>("input[type=file]") ?? null;
}

/** The place of a page that takes what is dropped beside it. */
function usual(): HTMLInputElement | undefined {
  const inputs = [...document.querySelectorAll<HTMLInputElement>("[data-upload] input[type=file]")];
  return inputs.find((input) => !input.closest("details:not([open])"));
}

function list(input: HTMLInputElement): void {
  const place = input.closest("[data-upload]")?.querySelector("[data-drop-list]");
  const lines = [...(input.files ?? [])].map((file) => {
    const line = document.createElement("li");
    const size = document.createElement("small");
    size.textContent = sizeOf(file.size);
    line.append(`${file.name} `, size);
    return line;
  });
  place?.replaceChildren(...lines);
}

document.addEventListener("change", (event) => {
  const input = event.target as HTMLInputElement;
  if (input.matches("[data-upload] input[type=file]")) list(input);
});
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const input = inputOf(event.target as Element) ?? usual();
    if (!input) return;
    // a file that misses its place must not take the page's
    event.preventDefault();
    const over = kind === "dragenter" || kind === "dragover";
    input.closest("[data-drop]")?.classList.toggle("is-over", over);
    const files = (event as DragEvent).dataTransfer?.files;
    if (kind !== "drop" || !files?.length) return;
    input.files = files;
    list(input);
  });
}
document.addEventListener("htmx:xhr:progress", (event) => {
  const form = (event.target as Element).closest("[data-upload]");
  const place = form?.querySelector<HTMLElement>("[data-upload-progress]");
  const detail = (event as CustomEvent).detail;
  const bar = place?.querySelector("progress");
  const text = place?.querySelector<HTMLElement>("[data-upload-text]");
  if (!place || !bar || !text || !detail.lengthComputable) return;
  place.hidden = false;
  bar.max = detail.total;
  bar.value = detail.loaded;
  if (detail.loaded < detail.total) {
    text.textContent = `${sizeOf(detail.loaded)} / ${sizeOf(detail.total)}`;
  } else {
    // the rest is the server's: it reads every row once
    bar.removeAttribute("value");
    text.textContent = text.dataset.sent ?? "";
  }
});

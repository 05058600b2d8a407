// Loaded in the head, before the first paint: light or dark as chosen, else as the system has it.
const system = matchMedia("(prefers-color-scheme: dark)");

// what a signed-in person has chosen holds on every device
const own = document.documentElement.dataset.theme;
if (own === "auto") localStorage.removeItem("theme");
else if (own) localStorage.setItem("theme", own);

function paint(): void {
  const chosen = localStorage.getItem("theme");
  document.documentElement.dataset.bsTheme = chosen ?? (system.matches ? "dark" : "light");
}

paint();
system.addEventListener("change", paint);
// a page in another tab has chosen
addEventListener("storage", paint);
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-set-theme]");
  if (!button) return;
  const theme = button.dataset.setTheme;
  if (theme === "light" || theme === "dark") localStorage.setItem("theme", theme);
  else localStorage.removeItem("theme");
  paint();
});

// The form of a new field asks only what belongs to the chosen type: <div data-for-type="choice choices">.
document.querySelectorAll<HTMLFormElement>("form[data-field-form]").forEach((form) => {
  const chosen = form.querySelector<HTMLSelectElement>("select[name=type]");
  if (!chosen) return;
  const show = () => {
    form.querySelectorAll<HTMLElement>("[data-for-type]").forEach((part) => {
      part.hidden = !part.dataset.forType?.split(" ").includes(chosen.value);
    });
  };
  chosen.addEventListener("change", show);
  show();
});

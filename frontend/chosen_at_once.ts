// <select data-submit-on-change>: choosing is asking, where the form has nothing else to fill.
document.addEventListener("change", (event) => {
  const select = event.target as HTMLSelectElement;
  if (select.matches("select[data-submit-on-change]")) select.form?.requestSubmit();
});

export {};

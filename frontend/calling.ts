// The server has recorded a call: now the telephone dials, and the box has done its work.
document.addEventListener("call", (event) => {
  const number = String((event as CustomEvent).detail.number).replace(/[^+\d]/g, "");
  document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
  if (number) location.href = `tel:${number}`;
});

export {};

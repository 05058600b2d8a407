// On every page: htmx for the server's answers, Alpine where a page has state, the menus of Tabler.
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org";
import "@tabler/core/js/src/bootstrap/dropdown";
import "./shell";
import "./keyboard";
import "./recent";
import "./live";
import "./beside";
import "./chosen";
import "./inline";
import "./list_filter";
import "./list_menus";
import "./chosen_at_once";
import "./upload";
import "./field_form";
import "./calling";

// the content security policy allows neither inline scripts nor inline styles
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.attributesToSettle = ["class"];
htmx.config.selfRequestsOnly = true;
// an answer is shown as it came: a refused form comes back with 422 and its errors
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token;
});

Alpine.start();

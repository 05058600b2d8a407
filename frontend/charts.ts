// Only on pages with charts: <div data-chart="ID"> draws the options in <script type="application/json" id="ID">.
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { type ECharts, type EChartsCoreOption, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, CustomChart, LineChart]);
use([AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent]);
use([TooltipComponent, CanvasRenderer]);

const drawn = new Map<HTMLElement, ECharts>();
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target as HTMLElement)?.resize();
});

function options(element: HTMLElement): EChartsCoreOption {
  const given = document.getElementById(element.dataset.chart ?? "")?.textContent ?? "{}";
  const style = getComputedStyle(element);
  return {
    animation: false,
    textStyle: { fontFamily: style.fontFamily, color: style.color },
    aria: { enabled: true },
    ...JSON.parse(given),
  };
}

/** Draw every chart of `root` that is not drawn yet, and let go of those that left the page. */
export function draw(root: ParentNode = document): void {
  for (const [element, chart] of drawn) {
    if (element.isConnected) continue;
    chart.dispose();
    resized.unobserve(element);
    drawn.delete(element);
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-chart]")) {
    if (drawn.has(element)) continue;
    const chart = init(element);
    const { tooltip, ...rest } = options(element);
    // a tooltip in HTML would need inline styles, which the content security policy forbids
    chart.setOption(tooltip ? { ...rest, tooltip: { ...tooltip, renderMode: "richText" } } : rest);
    drawn.set(element, chart);
    resized.observe(element);
  }
}

draw();
document.addEventListener("htmx:load", (event) => draw((event.target as Element).parentElement ?? document));
new MutationObserver(() => {
  for (const [element, chart] of drawn) chart.setOption(options(element));
}).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });

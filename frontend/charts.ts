// Only on pages with charts: <div data-chart="ID"> draws the options in <script type="application/json" id="ID">.
import { BarChart, CustomChart, GraphChart, LineChart } from "echarts/charts";
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

use([BarChart, CustomChart, GraphChart, LineChart]);
use([AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent]);
use([TooltipComponent, CanvasRenderer]);

const drawn = new Map<HTMLElement, ECharts>();
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target as HTMLElement)?.resize();
});

function options(element: HTMLElement): EChartsCoreOption {
  const { xAxis, yAxis, legend, tooltip, ...given } = JSON.parse(
    document.getElementById(element.dataset.chart ?? "")?.textContent ?? "{}",
  );
  const style = getComputedStyle(element);
  // charts know neither the theme of the page nor how its reader writes numbers
  const color = style.getPropertyValue("--tblr-secondary");
  const written = (value: unknown): string =>
    typeof value === "number" ? new Intl.NumberFormat(document.documentElement.lang).format(value) : "–";
  if (given.series?.[0]?.type === "graph") {
    const [graph] = given.series;
    const label = { ...graph.label, color: style.color };
    const itemStyle = { color: style.getPropertyValue("--tblr-primary") };
    return {
      animation: false,
      textStyle: { fontFamily: style.fontFamily, color: style.color },
      ...given,
      series: [{ ...graph, label, itemStyle, lineStyle: { color } }],
    };
  }
  const axis = { nameTextStyle: { color }, axisLine: { lineStyle: { color } } };
  return {
    animation: false,
    textStyle: { fontFamily: style.fontFamily, color: style.color },
    aria: { enabled: true },
    ...given,
    xAxis: { ...axis, ...xAxis, axisLabel: { color } },
    // the lines of the grid stay behind the figures, by day and by night
    yAxis: { ...axis, splitLine: { lineStyle: { color, opacity: 0.25 } }, ...yAxis, axisLabel: { color, formatter: written } },
    legend: { ...legend, textStyle: { color: style.color } },
    tooltip: { ...tooltip, valueFormatter: written },
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
    // what stands in a chart is a record too: a correction's mark leads to its page
    chart.on("click", ({ data }) => {
      const url = (data as { url?: string } | undefined)?.url;
      if (url) location.assign(url);
    });
    drawn.set(element, chart);
    resized.observe(element);
  }
}

draw();
document.addEventListener("htmx:load", (event) => draw((event.target as Element).parentElement ?? document));
new MutationObserver(() => {
  for (const [element, chart] of drawn) chart.setOption(options(element));
}).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });

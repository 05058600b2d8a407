// Builds what the browser loads into the package: `node frontend/build.mjs [--watch]`.
// Names are plain: the static storage puts the content's hash into them.
import { readFile, writeFile, mkdir, rm } from "node:fs/promises";
import { context } from "esbuild";
import { PurgeCSS } from "purgecss";

const here = new URL("./", import.meta.url).pathname;
const out = new URL("../src/setpoint/ui/static/build/", import.meta.url).pathname;
const outline = new URL("../node_modules/@tabler/icons/icons/outline/", import.meta.url).pathname;

/** One file of symbols: <svg class="icon"><use href=".../icons.svg#user"/></svg>. */
async function icons() {
  const names = (await readFile(`${here}icons.txt`, "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(`${outline}${name}.svg`, "utf8");
      const drawing = svg.replace(/<!--[\s\S]*?-->|<\/?svg[^>]*>/g, "").replace(/\s*\n\s*/g, "");
      return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
    }),
  );
  const pen = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  await writeFile(`${out}icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg" ${pen}>${symbols.join("")}</svg>\n`);
}

// elements that come with letters, notes and help, and so are named in no template
const written = "a b blockquote code del dd dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre s small strong sub sup u ul".split(" ");

/** Tabler's rules without those that no page of ours can meet: what our code does not name as a whole word leaves. */
const purged = {
  name: "purged",
  setup(build) {
    build.onLoad({ filter: /tabler\.css$/ }, async ({ path }) => {
      const content = [`${here}../src/**/*.{html,py}`, `${here}*.ts`, `${here}../node_modules/@tabler/core/js/src/bootstrap/dropdown.js`];
      const [{ css }] = await new PurgeCSS().purge({ content, css: [path], safelist: written });
      return { contents: css, loader: "css" };
    });
  },
};

const watch = process.argv.includes("--watch");
const build = await context({
  entryPoints: ["app.ts", "app.css", "theme.ts", "charts.ts", "board.ts", "calendar.ts", "live-worker.ts", "passkeys.ts", "push.ts", "push-worker.ts"].map((name) => here + name),
  outdir: out,
  bundle: true,
  minify: !watch,
  format: "iife",
  target: ["es2022", "chrome120", "firefox120", "safari17"],
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  legalComments: "linked",
  logLevel: watch ? "info" : "warning",
  // the editor's tsconfig points at declarations; the bundle needs the sources
  tsconfigRaw: {},
  // while one writes, a class that is new must work at once
  plugins: watch ? [] : [purged],
});

if (!watch) await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await icons();
if (watch) {
  await build.watch();
} else {
  await build.rebuild();
  await build.dispose();
}

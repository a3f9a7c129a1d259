// Opens dashboards of audits in Chromium and prints, as one JSON object, what a reader would meet there.
// Usage: node dashboard.mjs BROWSER FOLDER NAME... — the folder holds NAME.html
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [browserPath, folder, ...names] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });

async function open(name, { width = 1280, scheme = "light", script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: script,
  });
  const page = await context.newPage();
  const seen = { requests: [], messages: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("console", (message) => seen.messages.push(message.text()));
  page.on("pageerror", (error) => seen.messages.push(String(error)));
  await page.goto(`file://${folder}/${name}.html`);
  return { context, page, seen };
}

const visits = [];
for (const name of names) {
  // All widths for the first page, both ends for the others.
  const sizes = [[1280, "light"], [1280, "dark"], [390, "light"], [320, "dark"]];
  for (const [width, scheme] of name === names[0] ? sizes : [sizes[0], sizes.at(-1)]) {
    const { context, page, seen } = await open(name, { width, scheme });
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    visits.push({
      name, width, scheme,
      violations: result.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ").slice(0, 300)}`),
      passes: result.passes.length,
      overflow: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ...seen,
    });
    await context.close();
  }
}

const paper = [];
for (const name of names) {
  const { context, page } = await open(name, { script: false });
  const file = `${folder}/${name}.pdf`;
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  const rows = await page.evaluate(() => document.querySelectorAll("tbody tr").length);
  paper.push({ name, file, rows });
  await context.close();
}
await browser.close();
console.log(JSON.stringify({ visits, paper }));

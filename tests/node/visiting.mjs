// What every visit of a page in Chromium needs: a browser, pages that note what they ask for and say, and axe-core.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const launch = (executablePath) => chromium.launch({ executablePath, args: ["--no-sandbox"] });

export async function open(browser, address, { width = 1280, scheme = "light", script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: script,
  });
  const page = await context.newPage();
  const seen = { requests: [], messages: [], dialogs: [] };
  page.on("request", (request) => { if (!request.url().startsWith("data:")) seen.requests.push(request.url()); });
  page.on("console", (message) => seen.messages.push(message.text()));
  page.on("pageerror", (error) => seen.messages.push(String(error)));
  page.on("dialog", async (dialog) => { seen.dialogs.push(dialog.message()); await dialog.dismiss(); });
  await page.goto(address);
  return { context, page, seen };
}

export async function accessibility(page, part = "html") {
  await page.evaluate(axe);
  const result = await page.evaluate((where) => globalThis.axe.run(where, { resultTypes: ["violations"] }), part);
  return {
    violations: result.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ").slice(0, 300)}`),
    passes: result.passes.length,
    overflow: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  };
}

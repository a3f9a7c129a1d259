// Opens dashboards of audits in Chromium and prints, as one JSON object, what a reader would meet there.
// Usage: node dashboard.mjs BROWSER FOLDER NAME... — the folder holds NAME.html
import * as visiting from "./visiting.mjs";

const [browserPath, folder, ...names] = process.argv.slice(2);
const browser = await visiting.launch(browserPath);
const open = (name, options) => visiting.open(browser, `file://${folder}/${name}.html`, options);

const visits = [];
for (const name of names) {
  // All widths for the first page, both ends for the others.
  const sizes = [[1280, "light"], [1280, "dark"], [390, "light"], [320, "dark"]];
  for (const [width, scheme] of name === names[0] ? sizes : [sizes[0], sizes.at(-1)]) {
    const { context, page, seen } = await open(name, { width, scheme });
    visits.push({ name, width, scheme, ...await visiting.accessibility(page), ...seen });
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

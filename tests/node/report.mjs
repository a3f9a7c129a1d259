// Opens HTML reports in Chromium and prints, as one JSON object, what a reader would meet there.
// Usage: node report.mjs BROWSER FOLDER — the folder holds sample, english, spotless, empty and large (.html).
import * as visiting from "./visiting.mjs";

const [browserPath, folder] = process.argv.slice(2);
const browser = await visiting.launch(browserPath);
const open = (name, options) => visiting.open(browser, `file://${folder}/${name}.html`, options);

async function accessibility() {
  const found = [];
  for (const name of ["sample", "english", "spotless", "empty"]) {
    for (const width of [1280, 390, 320]) {
      for (const scheme of ["light", "dark"]) {
        // The pages without findings hold little: one visit each at both ends.
        if (["spotless", "empty"].includes(name) && `${width}${scheme}` !== "1280light" && `${width}${scheme}` !== "320dark") continue;
        const { context, page, seen } = await open(name, { width, scheme });
        found.push({ name, width, scheme, ...await visiting.accessibility(page), ...seen });
        await context.close();
      }
    }
  }
  return found;
}

// Every stop of the Tab key: does it show the ring, is it in view, and is it what lies on top there?
async function tabbing(width) {
  const { context, page } = await open("sample", { width });
  const stops = [];
  for (let count = 0; count < 300; count += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const shown = at.closest(".tile") || at;
      const style = getComputedStyle(shown);
      const box = shown.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 10)];
      const top = document.elementFromPoint(x, y);
      return {
        what: `${at.tagName} ${at.className || at.id || at.name || ""} ${at.textContent.slice(0, 20)}`,
        ring: style.outlineStyle === "solid" && style.outlineWidth === "3px" && style.outlineColor === "rgb(255, 221, 0)",
        visible: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        onTop: Boolean(top) && (shown.contains(top) || top.contains(shown)),
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  await context.close();
  return stops;
}

async function filtering() {
  const { context, page, seen } = await open("sample");
  const count = () => page.textContent("#count");
  const cards = () => page.$$eval("#items>article:not([hidden])", (all) => all.length);
  const steps = [{ what: "start", count: await count(), cards: await cards() }];
  const note = async (what) => steps.push({ what, count: await count(), cards: await cards() });
  await page.focus(".tile.sensitive input");
  await page.keyboard.press("Space");
  await note("sensitive");
  await page.check('#filter input[name=level][value=warning]');
  await note("sensitive warnings");
  const none = await page.textContent("#none");
  await page.click("#none button");
  await note("dropped");
  await page.click("#chips button:last-child");
  await note("cleared");
  await page.fill("#search", "农民丰收节");
  await page.waitForFunction(() => document.querySelectorAll("#items>article:not([hidden])").length === 1);
  await note("searched");
  await page.fill("#search", "");
  await page.waitForFunction(() => document.querySelectorAll("#items>article:not([hidden])").length > 1);
  await page.click("[data-sort=department]");
  const order = await page.$$eval("#items>article h3", (all) => all.map((each) => each.textContent));
  await page.click("#list-title");
  await page.keyboard.press("n");
  const focused = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.press("?");
  const dialog = await page.evaluate(() => document.querySelector("#keys").open);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  const searching = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.type("n");
  const typed = await page.inputValue("#search");
  await context.close();
  return { steps, none, order, focused, dialog, searching, typed, ...seen };
}

async function phone() {
  const { context, page } = await open("sample", { width: 390 });
  await page.click("#open-filter");
  const open_ = await page.evaluate(() => document.querySelector("#filter").getAttribute("role"));
  const behind = await page.evaluate(() => document.querySelector("#list").inert);
  const { violations } = await visiting.accessibility(page);
  await page.keyboard.press("Escape");
  const back = await page.evaluate(() => document.activeElement.id);
  await context.close();
  return { role: open_, behind, back, violations };
}

async function withoutScript() {
  const { context, page, seen } = await open("sample", { script: false });
  const text = await page.locator("body").innerText();
  const closed = await page.locator("details:not([open]):not(#filter *)").count();
  const controls = await page.locator("#filter:visible, .tools:visible, .sorting:visible").count();
  const injected = await page.locator("img[onerror], img:not([src^='data:'])").count();
  await context.close();
  return { text, closed, controls, injected, ...seen };
}

async function large() {
  const { context, page, seen } = await open("large");
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  const filter = await page.evaluate(() => {
    const times = [];
    for (const box of document.querySelectorAll(".tile.wording input, .tile.stale input, #filter input[name=department]")) {
      const start = performance.now();
      box.click();
      document.body.getBoundingClientRect();
      times.push(performance.now() - start);
    }
    return Math.max(...times);
  });
  await page.click("#chips button:last-child");
  const first = await page.textContent("#items>article:not([hidden]) h3");
  const shown = await page.$$eval("#items>article:not([hidden])", (all) => all.length);
  await page.click("#pages button:last-child");
  const second = await page.textContent("#items>article:not([hidden]) h3");
  await page.click("#by-rule a[data-rule]");
  const byRule = await page.textContent("#chips");
  const { violations, overflow } = await visiting.accessibility(page, "main");
  await context.close();
  return { paint, filter, shown, first, second, byRule, overflow, violations, ...seen };
}

async function paper() {
  const { context, page } = await open("sample");
  await page.emulateMedia({ media: "print" });
  const data = await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true });
  await context.close();
  return { pdf: data.toString("base64") };
}

const parts = { accessibility, filtering, phone, withoutScript, large, paper };
const observed = { wide: await tabbing(1280), narrow: await tabbing(390) };
for (const [name, part] of Object.entries(parts)) observed[name] = await part();
await browser.close();
process.stdout.write(JSON.stringify(observed));

// A round at the desks of three reviewers in Chromium; prints, as one JSON object, what they met.
// Usage: node desk.mjs BROWSER FOLDER PASSPHRASE ITEM OTHER ADDRESS... — one address a level; the site is FOLDER.
import { appendFileSync } from "node:fs";
import * as visiting from "./visiting.mjs";

const [browserPath, folder, passphrase, item, other, ...addresses] = process.argv.slice(2);
const browser = await visiting.launch(browserPath);
const path = (name) => `/item/${name.split("/").map(encodeURIComponent).join("/")}`;
const observed = { visits: [], signed: [], messages: [] };

// The token works once: each desk keeps its context, and pages are visited in it at every size.
const desks = [];
for (const address of addresses) {
  const { context, page, seen } = await visiting.open(browser, address);
  const base = new URL(address).origin;
  desks.push({ context, page, seen, go: (where) => page.goto(base + where) });
}

async function visit(desk, name, where, prepare = async () => {}) {
  for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [320, "dark"]]) {
    await desk.page.setViewportSize({ width, height: 860 });
    await desk.page.emulateMedia({ colorScheme: scheme });
    if (where) await desk.go(where);
    await prepare(desk.page);
    observed.visits.push({ name, width, scheme, ...await visiting.accessibility(desk.page) });
  }
  await desk.page.setViewportSize({ width: 1280, height: 860 });
  await desk.page.emulateMedia({ colorScheme: "light" });
}

const [first] = desks;
await visit(first, "queue", "/");
for (const view of ["text", "findings", "photos", "attachments", "changes"]) {
  await visit(first, view, `${path(item)}?view=${view}`);
}
await visit(first, "approve", path(item), (page) => page.keyboard.press("a"));
await visit(first, "return", path(item), (page) => page.keyboard.press("r"));
await visit(first, "clerk", "/clerk");

// Without JavaScript the article, its findings and the forms are there.
const cookies = await first.context.cookies();
const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 860 } });
await plain.addCookies(cookies);
const bare = await plain.newPage();
await bare.goto(new URL(addresses[0]).origin + `${path(item)}?ask=approve`);
observed.plain = { text: await bare.locator("body").innerText(), dialog: await bare.locator("dialog#approve[open] input[name=passphrase]").count() };
await plain.close();

// The first level approves by keyboard alone, the others by mouse.
for (const [number, desk] of desks.entries()) {
  await desk.go("/?again=1");
  await desk.go(path(item));
  if (number === 0) {
    await desk.page.keyboard.press("a");
    await desk.page.keyboard.press("Space");
    await desk.page.keyboard.press("Tab");
    await desk.page.keyboard.type(passphrase);
    await Promise.all([desk.page.waitForNavigation(), desk.page.keyboard.press("Enter")]);
  } else {
    await desk.page.click("[data-open=approve]");
    await desk.page.check("#approve input[name=read]");
    await desk.page.fill("#passphrase", passphrase);
    await Promise.all([desk.page.waitForNavigation(), desk.page.click("#approve button.green")]);
  }
  await desk.go(path(item));
  observed.signed.push(await desk.page.locator(".steps .approved").count());
}

// Somebody edits the file while the first level reads it.
await first.go(path(other));
appendFileSync(`${folder}/${other}`, "\n又补充了一段说明。\n");
await first.page.keyboard.press("r");
await first.page.keyboard.type("数字请核对来源");
await first.page.fill("#return-passphrase", passphrase);
const [answer] = await Promise.all([first.page.waitForNavigation(), first.page.click("button.red")]);
observed.conflict = { status: answer.status(), text: await first.page.locator("main .conflict, .decision").allInnerTexts(), buttons: await first.page.locator(".decision form").count() };
observed.visits.push({ name: "conflict", width: 1280, scheme: "light", ...await visiting.accessibility(first.page) });
await first.page.click(".conflict a.primary");
observed.kept = await first.page.inputValue("#comment");

await first.go(path(other));
// Every stop of the Tab key shows where it is.
observed.stops = [];
for (let count = 0; count < 200; count += 1) {
  await first.page.keyboard.press("Tab");
  const stop = await first.page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const box = at.getBoundingClientRect(), style = getComputedStyle(at);
    return { what: `${at.tagName} ${at.textContent.slice(0, 20)}`, ring: style.outlineStyle === "solid" && style.outlineWidth === "3px", seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight };
  });
  if (!stop) break;
  observed.stops.push(stop);
}
for (const desk of desks) observed.messages.push(...desk.seen.messages, ...desk.seen.dialogs);
await browser.close();
process.stdout.write(JSON.stringify(observed));

"use strict";
(() => {
  const words = @WORDS@;
  const say = (key, a = "", b = "") => words[key].replace("{a}", a).replace("{b}", b);
  const $ = (id) => document.getElementById(id);
  const large = document.body.classList.contains("large");
  const PAGE = large ? 200 : Infinity;
  const OPEN = 10;
  const figure = (number) => number.toLocaleString("en-US");

  const list = $("items");
  const form = $("filter");
  const cards = list ? [...list.children].map(read) : [];
  let rule = null;
  let page = 0;
  let matching = cards;
  let shown = [];

  function read(element, order) {
    const data = element.dataset;
    const pairs = data.k.split(" ").map((pair) => {
      const [, family, level, count] = /^(.*)\.(\w+):(\d+)$/.exec(pair);
      return { family, level, count: Number(count) };
    });
    return { element, order, pairs, rules: data.r.split(" "), department: data.d, column: data.c, text: null };
  }

  function textOf(card) {
    card.text ??= card.element.textContent.toLowerCase();
    return card.text;
  }

  // What is picked: a list of {name, value, word, box}; the search and a rule count as conditions too.
  function conditions() {
    const boxes = document.querySelectorAll("input[name]:checked");
    const picked = [...boxes].map((box) => ({ name: box.name, value: box.value, word: box.dataset.word, box }));
    const search = $("search").value.trim();
    if (rule) picked.push({ name: "rule", value: rule.number, word: say("rule", rule.word) });
    if (search) picked.push({ name: "search", value: search.toLowerCase(), word: say("search", search) });
    return picked;
  }

  function findings(card, picked) {
    const of = (name) => picked.filter((each) => each.name === name).map((each) => each.value);
    const fits = (name, value) => of(name).length === 0 || of(name).includes(value);
    if (!fits("department", card.department) || !fits("column", card.column)) return 0;
    if (of("rule").some((each) => !card.rules.includes(each))) return 0;
    if (of("search").some((each) => !textOf(card).includes(each))) return 0;
    return card.pairs
      .filter((pair) => fits("family", pair.family) && fits("level", pair.level))
      .reduce((sum, pair) => sum + pair.count, 0);
  }

  function update() {
    const picked = conditions();
    let total = 0;
    matching = cards.filter((card) => {
      const count = findings(card, picked);
      total += count;
      return count > 0;
    });
    page = 0;
    paint();
    $("count").textContent = say("items-and-findings", figure(matching.length), figure(total));
    chips(picked);
    none(picked);
    const boxes = picked.length;
    $("open-filter").textContent = say("filter-count", boxes);
    $("apply").textContent = say("show-count", figure(matching.length));
  }

  function paint() {
    const next = matching.slice(page * PAGE, (page + 1) * PAGE);
    const keep = new Set(next);
    if (!list.classList.contains("paged")) {
      for (const card of cards) card.element.hidden = !keep.has(card);
      list.classList.add("paged");
    } else {
      for (const card of shown) if (!keep.has(card)) card.element.hidden = true;
      for (const card of next) card.element.hidden = false;
    }
    shown = next;
    pages();
  }

  function pages() {
    const last = Math.ceil(matching.length / PAGE) || 1;
    const bar = $("pages");
    bar.hidden = last <= 1;
    if (bar.hidden) return;
    const go = (step) => () => { page += step; paint(); $("list").focus(); $("list").scrollIntoView(); };
    const before = button(say("previous"), go(-1));
    const after = button(say("next"), go(1));
    before.disabled = page === 0;
    after.disabled = page === last - 1;
    const where = document.createElement("span");
    where.textContent = say("page", page + 1, last);
    bar.replaceChildren(before, where, after);
  }

  function button(word, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = word;
    made.addEventListener("click", act);
    return made;
  }

  function drop(each) {
    if (each.box) each.box.checked = false;
    if (each.name === "rule") rule = null;
    if (each.name === "search") $("search").value = "";
    update();
    $("list").focus();
  }

  function dropAll() {
    for (const each of conditions()) if (each.box) each.box.checked = false;
    rule = null;
    $("search").value = "";
    update();
  }

  function chips(picked) {
    const bar = $("chips");
    bar.hidden = picked.length === 0;
    const made = picked.map((each) => {
      const chip = button(`${each.word} ×`, () => drop(each));
      chip.className = "chip";
      chip.setAttribute("aria-label", say("remove", each.word));
      return chip;
    });
    const label = document.createElement("span");
    label.textContent = say("picked");
    bar.replaceChildren(label, ...made, button(say("clear-all"), dropAll));
  }

  // Nothing fits: name the conditions and offer the one whose loss brings most back.
  function none(picked) {
    const box = $("none");
    box.hidden = matching.length > 0;
    if (box.hidden) return;
    const without = picked.map((each) => {
      const rest = picked.filter((other) => other !== each);
      return { each, count: cards.filter((card) => findings(card, rest) > 0).length };
    });
    const best = without.sort((a, b) => b.count - a.count)[0];
    const title = document.createElement("h3");
    title.textContent = say("none-fit", picked.length);
    const named = document.createElement("p");
    named.textContent = picked.map((each) => each.word).join(" · ");
    const acts = document.createElement("p");
    if (best && best.count) acts.append(button(say("drop", best.each.word, figure(best.count)), () => drop(best.each)));
    acts.append(button(say("clear-all"), dropAll));
    box.replaceChildren(title, named, acts);
  }

  function sortBy(name) {
    const key = (card) => (card[name] === "" ? Infinity : Number(card[name]));
    cards.sort((a, b) => (name === "weight" ? 0 : key(a) - key(b)) || a.order - b.order);
    list.append(...cards.map((card) => card.element));
    for (const each of document.querySelectorAll("[data-sort]")) {
      each.setAttribute("aria-pressed", String(each.dataset.sort === name));
    }
    update();
  }

  function expand() {
    const details = cards.map((card) => card.element.querySelector("details")).filter(Boolean);
    const open = details.some((each) => !each.open);
    for (const each of details) each.open = open;
    $("expand").textContent = say(open ? "collapse" : "expand");
  }

  // Only what must not be published stays open, ten cards at most; links open the card that they lead into.
  function fold() {
    let left = OPEN;
    for (const { element } of cards) {
      const details = element.querySelector("details");
      if (!details) continue;
      const blocked = element.classList.contains("blocked") || element.classList.contains("unread");
      details.open = cards.length <= OPEN || (blocked && left > 0);
      if (details.open) left -= 1;
    }
  }

  function foldAsides() {
    for (const each of document.querySelectorAll(".facts details,.clear-items>details,main>.panel>details")) each.open = false;
  }

  function reveal() {
    const target = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details && !details.open) {
      details.open = true;
      target.scrollIntoView();
    }
  }

  function step(direction) {
    const all = [...document.querySelectorAll(large ? ".brief:not([hidden])" : ".card:not([hidden]) .findings>li")];
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (direction > 0 ? 0 : all.length - 1) : (at + direction + all.length) % all.length];
    const details = next.closest("details");
    if (details) details.open = true;
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  const sheet = () => form.classList.contains("open");
  const behind = () => [...document.querySelectorAll("header,#verdict,#tiles,#list,footer,.clear-items,main>.panel")];

  function openSheet(open) {
    form.classList.toggle("open", open);
    for (const each of behind()) each.inert = open;
    if (open) {
      form.setAttribute("role", "dialog");
      form.setAttribute("aria-modal", "true");
      $("search").focus();
    } else {
      form.removeAttribute("role");
      form.removeAttribute("aria-modal");
      $("open-filter").focus();
    }
  }

  function keysOn() {
    try { return localStorage.getItem("qishan-lint-keys") !== "off"; } catch { return $("keys-on").checked; }
  }

  function onKey(event) {
    if (event.key === "Escape" && form && sheet()) return openSheet(false);
    const typing = event.target.closest("input:not([type=checkbox]),textarea,select,dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return undefined;
    const acts = {
      n: () => step(1),
      p: () => step(-1),
      "/": () => { if (form && form.offsetParent) $("search").focus(); else if (form) openSheet(true); },
      "?": () => $("keys").showModal(),
    };
    const act = acts[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
    return undefined;
  }

  document.addEventListener("keydown", onKey);
  $("print").addEventListener("click", () => print());
  $("show-keys").addEventListener("click", () => $("keys").showModal());
  $("keys-on").checked = keysOn();
  $("keys-on").addEventListener("change", (event) => {
    try { localStorage.setItem("qishan-lint-keys", event.target.checked ? "on" : "off"); } catch { /* kept for this page */ }
  });
  addEventListener("hashchange", reveal);
  foldAsides();
  if (!list) return;
  document.addEventListener("change", (event) => { if (event.target.matches("input[name]")) update(); });
  let waiting = 0;
  $("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(update, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); update(); });
  $("clear").addEventListener("click", dropAll);
  $("apply").addEventListener("click", () => openSheet(false));
  $("open-filter").addEventListener("click", () => openSheet(true));
  $("expand").addEventListener("click", expand);
  for (const each of document.querySelectorAll("[data-sort]")) each.addEventListener("click", () => sortBy(each.dataset.sort));
  for (const each of document.querySelectorAll("[data-rule]")) {
    each.addEventListener("click", () => { rule = { number: each.dataset.rule, word: each.textContent }; update(); });
  }
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of opened) each.open = false; });
  if (large) $("expand").hidden = true;
  fold();
  update();
  reveal();
})();

// What plain pages cannot do: open the dialog without a new page, keys, and dropping files.
"use strict";
(() => {
  const $ = (selector) => document.querySelector(selector);
  const approve = $("#approve"), form = $("#return-form"), buttons = $(".buttons.main"), keys = $("#keys");

  const open = {
    approve() {
      if (!approve) return;
      approve.removeAttribute("open");
      approve.showModal();
      approve.querySelector("input[type=checkbox]").focus();
    },
    return() {
      if (!form) return;
      form.hidden = false;
      buttons.hidden = true;
      $("#comment").focus();
    },
  };
  const close = () => {
    if (form && !form.hidden) {
      form.hidden = true;
      buttons.hidden = false;
      $("[data-open=return]").focus();
    }
    if (approve && approve.open) approve.close();
  };

  for (const link of document.querySelectorAll("[data-open]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); open[link.dataset.open](); });
  }
  for (const link of document.querySelectorAll("[data-close]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); close(); });
  }
  if (approve && approve.hasAttribute("open")) open.approve();

  const show = (name) => {
    document.body.className = document.body.className.replace(/show-\w+/, `show-${name}`).replace("home ", "");
    for (const link of document.querySelectorAll("[data-view]")) {
      if (link.dataset.view === name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  for (const link of document.querySelectorAll("[data-view]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); show(link.dataset.view); });
  }

  const neighbour = (step) => {
    const links = [...document.querySelectorAll(".queue li a")];
    const at = links.findIndex((link) => link.hasAttribute("aria-current"));
    const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
    if (next && at !== -1) next.click();
  };
  const finding = (step) => {
    const all = [...document.querySelectorAll(".findings>li")];
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    all[(at + step + all.length) % all.length].focus();
  };
  const actions = {
    j: () => neighbour(1), k: () => neighbour(-1), n: () => finding(1), p: () => finding(-1),
    1: () => show("text"), 2: () => show("photos"), 3: () => show("attachments"), 4: () => show("changes"), d: () => show("changes"),
    a: open.approve, r: open.return, "?": () => keys.showModal(),
  };
  const off = $("#keys-off");
  off.checked = localStorage.getItem("keys-off") === "1";
  off.addEventListener("change", () => localStorage.setItem("keys-off", off.checked ? "1" : "0"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    const typing = event.target.closest("input, textarea, select, dialog");
    if (typing || off.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key.toLowerCase()];
    if (action) { event.preventDefault(); action(); }
  });
  const help = $("#open-keys");
  help.hidden = false;
  help.addEventListener("click", () => keys.showModal());

  const files = $("#files");
  if (files) {
    const area = files.closest("form");
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => { event.preventDefault(); files.files = event.dataTransfer.files; });
  }
})();

// Pages that are read work without this. It adds j and k, which step through a list, and / for the field.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    const field = document.querySelector("input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
    return;
  }
  const way = { j: 1, k: -1 }[event.key];
  if (!way) return;
  const stops = [...document.querySelectorAll("[data-step] h2 a, [data-step] li .code a, .choices a, .bubbles .stamp")];
  const at = stops.indexOf(document.activeElement);
  const next = stops[at === -1 ? (way > 0 ? 0 : stops.length - 1) : at + way];
  next?.focus();
});

// A box that does not scroll needs no stop for the tab key.
for (const box of document.querySelectorAll(".table[tabindex], pre[tabindex]")) {
  if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
}

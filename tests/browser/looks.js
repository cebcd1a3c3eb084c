// What a look at a page finds: words cut off, targets too small, words left in English. Each answers a list of faults.
function cutOff() {
  const cut = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) cut.push(`the page is ${wide} px too wide`);
  for (const element of document.querySelectorAll("body *")) {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!words || !element.checkVisibility() || element.closest("svg, .map, option, .visually-hidden, .skip")) continue;
    if (/^(INPUT|SELECT|TEXTAREA|SCRIPT)$/.test(element.tagName)) continue;
    const style = getComputedStyle(element);
    const said = element.textContent.trim().slice(0, 60);
    if (style.display !== "inline") {
      const broad = element.scrollWidth > element.clientWidth + 1;
      const high = style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
      if (!/auto|scroll/.test(style.overflowX + style.overflowY) && (broad || high)) cut.push(`${element.tagName}: ${said}`);
    }
    const box = element.getBoundingClientRect();
    if (!scrollsAcross(element) && (box.right > innerWidth + 1 || box.left < -1)) cut.push(`outside: ${said}`);
  }
  return cut;
}

function scrollsAcross(element) {
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
  }
  return false;
}

function smallTargets(least) {
  const small = [];
  const targets = "button, .button, input, select, textarea, summary, .bar a, .choice, .chip, .row__link, .leaflet-bar a";
  for (const element of document.querySelectorAll(targets)) {
    const ticked = /checkbox|radio/.test(element.type);
    const shown = (ticked && element.closest("label")) || element;
    const box = shown.getBoundingClientRect();
    if (element.type === "hidden" || !box.width || shown.closest(".visually-hidden")) continue;
    if (Math.min(box.height, box.width) >= least - 0.5) continue;
    small.push(`${element.tagName} ${element.textContent.trim()} ${box.width}x${box.height}`);
  }
  return small;
}

// Names of offices, streets and people have none of these words; what people wrote themselves stands in `.words`.
function leftInEnglish() {
  const english = new RegExp(
    "\\b(the|this|that|your|you|please|which|with|from|has|have|not|answer|answered|requests?|report|open|closed|near|past" +
      "|ago|sign|see|sent|send|page|must|cannot|is|are|was|by|until|key|program|history|received|assigned)\\b",
    "i",
  );
  const left = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const holder = node.parentElement;
    if (holder.closest("script, style, [lang=en], .map, .owner__address, code, .words, .people th, .bar__who")) continue;
    if (english.test(node.textContent)) left.push(node.textContent.trim());
  }
  for (const name of ["aria-label", "title", "placeholder"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const said = element.getAttribute(name);
      if (!element.closest("[lang=en]") && english.test(said)) left.push(`${name}: ${said}`);
    }
  }
  return left;
}

"use strict";
(() => {
  const overview = document.getElementById("overview");
  const host = document.getElementById("views");
  const numbers = [...document.querySelectorAll("template")].map((one) => Number(one.id.slice(9)));
  const MOST_PRINTED = 30; // pages; more would take the browser minutes
  const MOST_ANCHORS = 500;
  const BREAKS = new Set(["split", "joined"]);
  let view = null; // what the open page needs

  // The table

  const table = document.getElementById("pages");
  for (const header of table.tHead.rows[0].cells) {
    header.firstElementChild.addEventListener("click", () => {
      const falls = header.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const key = (row) => Number(row.cells[header.cellIndex].dataset.sort);
      const rows = [...table.tBodies[0].rows].sort((a, b) => (falls ? key(b) - key(a) : key(a) - key(b)));
      table.tBodies[0].append(...rows);
    });
  }
  table.tBodies[0].addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-page]");
    if (row && !event.target.closest("a") && !getSelection().toString()) location.hash = row.querySelector("a").hash;
  });

  // A page

  const build = (number) => document.getElementById(`template-${number}`).content.firstElementChild.cloneNode(true);

  function firsts(pane) {
    const found = new Map();
    for (const element of pane.querySelectorAll("[data-d], [data-m]")) {
      for (const index of [element.dataset.d, element.dataset.m])
        if (index !== undefined && !found.has(Number(index))) found.set(Number(index), element);
    }
    return found;
  }

  function open(number) {
    const section = build(number);
    host.replaceChildren(section);
    const golden = section.querySelector(".golden"), output = section.querySelector(".output");
    view = { number, section, golden, output, scan: section.querySelector(".scan"), marks: [firsts(golden), firsts(output)], at: -1, anchors: null, ours: new Map() };
    view.kinds = new Map();
    for (const [index, element] of [...view.marks[0], ...view.marks[1]]) if (!view.kinds.has(index)) view.kinds.set(index, kind(element, index));
    view.order = [...view.kinds.keys()].sort((a, b) => a - b);
    section.addEventListener("click", clicked);
    section.addEventListener("mouseover", pointed);
    golden.addEventListener("scroll", () => follow(golden, output), { passive: true });
    output.addEventListener("scroll", () => follow(output, golden), { passive: true });
    markScan();
    tell();
    golden.focus({ preventScroll: true });
  }

  function kind(element, index) {
    if (element.dataset.d !== String(index)) return "moved";
    return { MARK: "replaced", DEL: "missing", INS: "extra" }[element.tagName] || element.className;
  }

  const shown = () => view.order.filter((index) => !view.section.classList.contains(`hide-${view.kinds.get(index)}`));

  function tell() {
    const all = shown();
    const place = all.indexOf(view.at);
    view.section.querySelector("output").textContent = all.length ? `${place < 0 ? "–" : (place + 1).toLocaleString("en")} of ${all.length.toLocaleString("en")}` : "no difference";
  }

  function step(by) {
    const all = shown();
    if (!all.length) return;
    let place = all.indexOf(view.at);
    if (place < 0) place = by > 0 ? all.findIndex((index) => index > view.at) - 1 : all.length;
    go(all[(place + by + all.length) % all.length]);
  }

  function go(index) {
    view.at = index;
    for (const old of view.section.querySelectorAll(".current")) old.classList.remove("current");
    const moved = view.kinds.get(index) === "moved";
    [view.golden, view.output].forEach((pane, side) => {
      const element = view.marks[side].get(index);
      if (!element) return;
      for (const one of pane.querySelectorAll(moved ? `[data-m="${index}"]` : `[data-d="${index}"]`)) one.classList.add("current");
      center(pane, element);
      if (view.scan && pane.classList.contains(view.scan.querySelector("svg").dataset.side)) light(element.dataset.l, true);
    });
    tell();
  }

  function center(pane, element) {
    const box = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    scroll(pane, pane.scrollTop + box.top - frame.top - pane.clientHeight / 3);
  }

  // What we scroll ourselves must not make the other text follow.
  function scroll(pane, top) {
    pane.scrollTop = top;
    view.ours.set(pane, pane.scrollTop);
  }

  // Both texts scroll together: between two places known on both sides, in proportion

  function anchors() {
    if (view.anchors) return view.anchors;
    const top = (pane, element) => element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    const known = view.order.filter((index) => view.kinds.get(index) !== "moved" && view.marks[0].has(index) && view.marks[1].has(index)
      && view.marks[0].get(index).dataset.m === undefined && view.marks[1].get(index).dataset.m === undefined);
    const every = Math.ceil(known.length / MOST_ANCHORS) || 1;
    const pairs = [[0, 0]];
    for (let place = 0; place < known.length; place += every) {
      const pair = [top(view.golden, view.marks[0].get(known[place])), top(view.output, view.marks[1].get(known[place]))];
      const last = pairs[pairs.length - 1];
      if (pair[0] > last[0] && pair[1] > last[1]) pairs.push(pair);
    }
    const end = [view.golden.scrollHeight, view.output.scrollHeight], last = pairs[pairs.length - 1];
    pairs.push([Math.max(end[0], last[0] + 1), Math.max(end[1], last[1] + 1)]);
    return (view.anchors = pairs);
  }

  function follow(from, to) {
    if (Math.abs(from.scrollTop - view.ours.get(from)) < 2) return;
    view.ours.delete(from);
    const [one, other] = from === view.golden ? [0, 1] : [1, 0];
    const pairs = anchors(), lead = from.clientHeight / 3;
    const place = from.scrollTop + lead;
    let after = pairs.findIndex((pair) => pair[one] > place);
    if (after < 1) after = pairs.length - 1;
    const [a, b] = [pairs[after - 1], pairs[after]];
    const share = (place - a[one]) / (b[one] - a[one]);
    scroll(to, a[other] + share * (b[other] - a[other]) - Math.min(lead, from.scrollTop));
  }

  // The scan

  function markScan() {
    if (!view.scan) return;
    const side = view.section.querySelector(`.pane.${view.scan.querySelector("svg").dataset.side}`);
    const wrong = new Set(), shifted = new Set();
    for (const element of side.querySelectorAll("[data-l]")) {
      if (BREAKS.has(element.className)) continue;
      if (element.dataset.d !== undefined) wrong.add(element.dataset.l);
      else if (element.dataset.m !== undefined) shifted.add(element.dataset.l);
    }
    for (const outline of view.scan.querySelectorAll("polygon")) {
      outline.classList.toggle("wrong", wrong.has(outline.dataset.l));
      outline.classList.toggle("shifted", shifted.has(outline.dataset.l) && !wrong.has(outline.dataset.l));
    }
  }

  function light(line, scroll) {
    for (const old of view.section.querySelectorAll(".under")) old.classList.remove("under");
    if (line === undefined || !view.scan) return;
    const svg = view.scan.querySelector("svg");
    const outline = svg.querySelector(`polygon[data-l="${line}"]`);
    for (const element of view.section.querySelectorAll(`.pane.${svg.dataset.side} [data-l="${line}"]`)) element.classList.add("under");
    if (!outline) return;
    outline.classList.add("under");
    if (!scroll) return;
    const box = outline.getBoundingClientRect(), frame = view.scan.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) view.scan.scrollTop += box.top - frame.top - frame.height / 2;
  }

  function pointed(event) {
    const element = event.target.closest("[data-l]");
    if (!view.scan || !element) return;
    const pane = element.closest(".pane");
    if (!pane || pane.classList.contains(view.scan.querySelector("svg").dataset.side)) light(element.dataset.l, Boolean(pane));
  }

  function clicked(event) {
    const target = event.target;
    const button = target.closest("button");
    if (button?.dataset.step) return step(Number(button.dataset.step));
    if (button?.dataset.go) return go(Number(button.dataset.go));
    if (button?.dataset.kind) {
      const hides = button.getAttribute("aria-pressed") === "true";
      button.setAttribute("aria-pressed", String(!hides));
      view.section.classList.toggle(`hide-${button.dataset.kind}`, hides);
      view.anchors = null;
      return tell();
    }
    const mark = target.closest("[data-d], [data-m]");
    if (mark) return go(Number(mark.dataset.d ?? mark.dataset.m));
    if (target.tagName === "polygon") {
      const pane = view.section.querySelector(`.pane.${view.scan.querySelector("svg").dataset.side}`);
      const element = pane.querySelector(`[data-l="${target.dataset.l}"]`);
      if (element) center(pane, element);
    }
  }

  // The address says what is open

  function route() {
    const number = Number(/^#page-(\d+)$/.exec(location.hash)?.[1]);
    const isPage = numbers.includes(number);
    overview.hidden = isPage;
    if (isPage) return open(number);
    const last = view && table.querySelector(`a[href="#page-${view.number}"]`);
    host.replaceChildren();
    view = null;
    last?.focus();
  }

  addEventListener("hashchange", route);
  addEventListener("resize", () => { if (view) view.anchors = null; });
  addEventListener("keydown", (event) => {
    if (!view || event.ctrlKey || event.metaKey || event.altKey) return;
    const near = numbers[numbers.indexOf(view.number) + (event.key === "]" ? 1 : -1)];
    if (event.key === "n" || event.key === "j") step(1);
    else if (event.key === "p" || event.key === "k") step(-1);
    else if (event.key === "Escape") location.hash = "";
    else if ("[]".includes(event.key) && near) location.hash = `#page-${near}`;
    else return;
    event.preventDefault();
  });
  addEventListener("beforeprint", () => {
    const printed = view || numbers.length > MOST_PRINTED ? [] : numbers;
    if (printed.length) host.replaceChildren(...printed.map(build));
    for (const details of host.querySelectorAll("details")) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of host.querySelectorAll("details")) details.open = false;
    if (!view) host.replaceChildren();
  });
  if (numbers.length === 1 && table.tBodies[0].rows.length === 1 && !location.hash) history.replaceState(null, "", `#page-${numbers[0]}`);
  route();
})();

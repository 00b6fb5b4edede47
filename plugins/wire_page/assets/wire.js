// The grid of sources × capture days. Everything that a wire wrote goes through textContent, never through HTML.
import { element, ask, tell, failed, openInAirflow } from "./parts.js";
import { hideDetail, showDetail } from "./detail.js";

const STATES = {
  success: "success",
  some_rejected: "some rejected",
  skipped: "skipped",
  unreadable: "unreadable record",
  none: "no run",
};
const wish = new URLSearchParams(location.search); // source, start, end, page
const grid = document.getElementById("grid");
const form = document.getElementById("range");
const tip = document.getElementById("tip");

let asked = 0;

async function load() {
  const mine = ++asked;
  const shown = await ask(`runs?${wish}`);
  if (!shown || mine !== asked) return; // refused, or overtaken by a later wish
  hideDetail();
  for (const name of ["start", "end"]) form.elements[name].value = wish.get(name) ?? "";
  document.getElementById("scroll").hidden = !shown.days.length || !shown.sources.length;
  if (!shown.days.length) {
    const whose = wish.get("source") ? ` of ${wish.get("source")}` : "";
    tell(`No run${whose} stands in the lake ${shown.lake} yet. Trigger the Dag of a source, or check WIRELAKE_LAKE.`);
  } else if (!shown.sources.length) {
    tell("No source to show: none has a run in these days, or you may not read its Dag.");
  } else {
    tell("");
    draw(shown);
  }
  drawPages(shown);
}

function draw({ days, sources, cells }) {
  const found = new Map(cells.map((cell) => [`${cell.source}/${cell.day}`, cell]));
  grid.tHead.replaceChildren(months(days), dates(days));
  grid.tBodies[0].replaceChildren(
    ...sources.map((source) => {
      const link = element("a", { href: `../dags/${source}/runs`, onclick: openInAirflow }, source);
      const empty = { source, state: "none", articles: 0, others: 0, rejected: 0, summary: "", runs: 0 };
      const row = days.map((day) => drawCell(found.get(`${source}/${day}`) ?? { ...empty, day }));
      row.forEach((cell, at) => cell.classList.toggle("gap", isGap(days, at)));
      return element("tr", {}, element("th", { scope: "row" }, link), ...row);
    }),
  );
  const first = grid.querySelector(".cell:not(.none)") ?? grid.querySelector(".cell");
  first.tabIndex = 0; // one stop for the Tab key; the arrows move inside
  const scroll = document.getElementById("scroll");
  scroll.scrollLeft = scroll.scrollWidth; // the latest days first
}

function drawCell(cell) {
  const state = cell.state === "failed" ? failed(cell.failure) : STATES[cell.state] ?? cell.state;
  const said = [`${cell.source}, ${cell.day}: ${state}`, cell.summary].filter(Boolean);
  // A day of pictures or packages alone is no empty day: +6.
  const count = cell.articles || !cell.others ? short(cell.articles) : `+${short(cell.others)}`;
  const text = { none: "", skipped: "–", failed: "✕", unreadable: "?" }[cell.state] ?? count;
  const button = element(
    "button",
    { className: `cell ${cell.state}`, type: "button", tabIndex: -1, ariaLabel: said.join(". "), ariaExpanded: "false" },
    text,
    cell.rejected ? element("small", {}, `−${short(cell.rejected)}`) : "",
  );
  button.onclick = () => showDetail(cell.source, cell.day, button);
  button.onpointerenter = button.onfocus = () => showTip(button, said);
  button.onpointerleave = button.onblur = () => (tip.hidden = true);
  return element("td", {}, button);
}

function months(days) {
  const runs = [];
  for (const day of days) {
    if (runs.at(-1)?.name === day.slice(0, 7)) runs.at(-1).span += 1;
    else runs.push({ name: day.slice(0, 7), span: 1 });
  }
  const name = (month) =>
    new Date(`${month}-01T00:00Z`).toLocaleDateString("en", { month: "short", year: "numeric", timeZone: "UTC" });
  const heads = runs.map((run) =>
    element("th", { className: "month", colSpan: run.span, scope: "colgroup", title: run.name },
      run.span > 1 ? name(run.name) : name(run.name).slice(0, 3)),
  );
  return element("tr", {}, element("th", { className: "corner" }), ...heads);
}

function dates(days) {
  const heads = days.map((day, at) => {
    const weekend = [0, 6].includes(new Date(`${day}T00:00Z`).getUTCDay());
    const gap = isGap(days, at);
    const about = gap ? `${day}: the days before it have no run` : day;
    return element("th", { className: `day${weekend ? " weekend" : ""}${gap ? " gap" : ""}`, scope: "col", title: about }, day.slice(8));
  });
  return element("tr", {}, element("th", { className: "corner" }), ...heads);
}

function isGap(days, at) {
  return at > 0 && Date.parse(days[at]) - Date.parse(days[at - 1]) > 86_400_000;
}

function short(number) {
  return number < 10_000 ? String(number) : `${Math.round(number / 1000)}k`;
}

function showTip(button, said) {
  const place = button.getBoundingClientRect();
  tip.textContent = said.join("\n");
  tip.hidden = false;
  tip.style.left = `${Math.max(8, Math.min(place.left, innerWidth - tip.offsetWidth - 8))}px`;
  const below = place.bottom + 7;
  tip.style.top = `${below + tip.offsetHeight < innerHeight ? below : place.top - tip.offsetHeight - 7}px`;
}

function drawPages({ page, pages }) {
  const go = (to) => () => {
    wish.set("page", to);
    load();
  };
  document.getElementById("pages").hidden = pages < 2;
  document.getElementById("pages").replaceChildren(
    element("button", { type: "button", disabled: page <= 1, onclick: go(page - 1) }, "Previous sources"),
    `${page} of ${pages}`,
    element("button", { type: "button", disabled: page >= pages, onclick: go(page + 1) }, "Next sources"),
  );
}

function move(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999] }[event.key];
  const from = event.target.closest("td");
  if (!step || !from) return;
  event.preventDefault();
  const rows = [...grid.tBodies[0].rows];
  const clamp = (at, length) => Math.max(0, Math.min(length - 1, at));
  const row = rows[clamp(rows.indexOf(from.parentElement) + step[0], rows.length)];
  const to = row.querySelectorAll("td")[clamp(from.cellIndex - 1 + step[1], row.cells.length - 1)].firstChild;
  event.target.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
}

form.onsubmit = (event) => {
  event.preventDefault();
  for (const name of ["start", "end"]) {
    if (form.elements[name].value) wish.set(name, form.elements[name].value);
    else wish.delete(name);
  }
  wish.delete("page");
  load();
};
document.getElementById("latest").onclick = () => {
  for (const name of ["start", "end", "page"]) wish.delete(name);
  load();
};
grid.onkeydown = move;
addEventListener("keydown", (event) => event.key === "Escape" && hideDetail());
load();

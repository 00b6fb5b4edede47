// The little that needs a script: leaving Airflow's frame, and an address bar that can be copied from.
const framed = window.parent !== window;
document.documentElement.classList.toggle("framed", framed);

// The address that Airflow's page shows leads back to this page, when it is loaded again or sent to somebody.
const mount = location.pathname.indexOf("/wire/");
const frame = `${location.pathname.slice(0, mount)}/plugin/wire`;
if (framed && `${window.parent.location.pathname}/`.startsWith(`${frame}/`)) {
  const here = frame + location.pathname.slice(mount) + location.search;
  window.parent.history.replaceState(window.parent.history.state, "", here);
}

// Airflow's frame may not navigate its parent, but the parent may: a link of its own is clicked for us.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-airflow]");
  if (!framed || !link) return;
  event.preventDefault();
  const outer = window.parent.document.createElement("a");
  outer.href = link.href;
  if (event.ctrlKey || event.metaKey) outer.target = "_blank";
  outer.click();
});

// A grid has one stop for the Tab key; the arrows, Home and End move inside it. It opens on its latest day.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999] };

function move(event) {
  const step = STEPS[event.key];
  const from = event.target.closest("td");
  if (!step || !from || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const rows = [...event.currentTarget.tBodies[0].rows];
  const clamp = (at, length) => Math.max(0, Math.min(length - 1, at));
  const row = rows[clamp(rows.indexOf(from.parentElement) + step[0], rows.length)];
  const cells = row.querySelectorAll("td > a");
  const to = cells[clamp(from.cellIndex - 1 + step[1], cells.length)];
  event.target.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
}

for (const grid of document.querySelectorAll("[role=grid]")) {
  grid.addEventListener("keydown", move);
  grid.addEventListener("pointerover", ({ target }) => target.ariaLabel && (target.title = target.ariaLabel));
  grid.parentElement.scrollLeft = grid.parentElement.scrollWidth;
}

// The little that needs a script: leaving Airflow's frame, and an address bar that can be copied from.
const framed = window.parent !== window;
document.documentElement.classList.toggle("framed", framed);

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

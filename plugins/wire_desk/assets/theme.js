// Follow Airflow's light or dark mode: the class on its root, or the system's wish where the page stands alone.
// Loaded before the body, so that a dark page never flashes white.
const dark = matchMedia("(prefers-color-scheme: dark)");
const outer = window.parent === window ? null : window.parent.document.documentElement;

function follow() {
  const isDark = outer ? outer.classList.contains("dark") : dark.matches;
  document.documentElement.classList.toggle("dark", isDark);
}

follow();
dark.addEventListener("change", follow);
if (outer) new MutationObserver(follow).observe(outer, { attributes: true, attributeFilter: ["class"] });

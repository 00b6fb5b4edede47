// What both halves of the page need: making elements, asking the server, telling the user, leaving the frame.

const message = document.getElementById("message");

// What of a failed run failed, in words; runs of older versions do not say it.
const FAILURES = {
  source: "failed: its YAML",
  network: "failed: network",
  access: "failed: access refused",
  robots: "failed: robots.txt",
  rights: "failed: rights reserved",
  format: "failed: format",
  gate: "gate closed",
  lake: "failed: the lake",
  unexpected: "failed: unexpected",
};

export function failed(kind) {
  return FAILURES[kind] ?? "failed";
}

// An element with these properties and children; a child that is a string becomes text, whatever it holds.
export function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== ""));
  return made;
}

export function tell(text, isTrouble = false) {
  message.textContent = text;
  message.hidden = !text;
  message.classList.toggle("trouble", isTrouble);
}

// The server's JSON, or null after telling the user what is wrong.
export async function ask(path) {
  try {
    const answer = await fetch(path, { headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (answer.ok) return said;
    tell(answer.status === 401 ? "Your session has ended: sign in to Airflow again." : complaint(said), true);
  } catch {
    tell("Airflow's API server does not answer: try again.", true);
  }
  return null;
}

function complaint({ detail }) {
  if (detail === "Forbidden") return "You may not read this Dag.";
  return typeof detail === "string" ? detail : detail.map((one) => `${one.loc.at(-1)}: ${one.msg}`).join("; ");
}

// Airflow's frame may not navigate its parent, but the parent may: a link of its own is clicked for us.
export function openInAirflow(event) {
  if (window.parent === window) return;
  event.preventDefault();
  const link = window.parent.document.createElement("a");
  link.href = event.currentTarget.href;
  if (event.ctrlKey || event.metaKey) link.target = "_blank";
  link.click();
}

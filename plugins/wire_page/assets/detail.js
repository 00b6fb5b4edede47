// One cell opened: the run's counts and summary, and its rejections by page and by reason.
import { ask, element, failed, openInAirflow, tell } from "./parts.js";

const panel = document.getElementById("detail");
const MOST_LISTED = 20;
let opener = null;

export async function showDetail(source, day, button, reason = "", offset = 0) {
  const wish = new URLSearchParams({ offset });
  if (reason) wish.set("reason", reason);
  const shown = await ask(`runs/${source}/${day}?${wish}`);
  if (!shown) return;
  tell("");
  opener?.setAttribute("aria-expanded", "false");
  opener = button;
  button.setAttribute("aria-expanded", "true");
  const again = (wanted, from) => showDetail(source, day, button, wanted, from);
  panel.replaceChildren(...head(shown), ...counts(shown.run), ...lists(shown.run), ...reasons(shown, reason, again), ...rejections(shown, reason, again));
  panel.hidden = false;
  panel.focus({ preventScroll: true });
  // The grid stays in sight: scroll only as far as the panel's head needs.
  const hidden = panel.getBoundingClientRect().top - innerHeight * 0.55;
  if (hidden > 0) scrollBy({ top: hidden });
}

export function hideDetail() {
  if (panel.hidden) return;
  panel.hidden = true;
  opener?.setAttribute("aria-expanded", "false");
  opener?.focus();
  opener = null;
}

function head({ source, day, state, run, runs }) {
  const label = { success: "success", some_rejected: "some rejected", failed: failed(run?.failure), skipped: "skipped", none: "no run" };
  const key = new URLSearchParams({ partition_key_pattern: day });
  // A poll's runs have no partition key: they stand under the poll's own Dag.
  const runsOf = run?.mode === "poll" ? `${source}_poll/runs` : `${source}/runs?${key}`;
  const link = element("a", { href: `../dags/${runsOf}`, onclick: openInAirflow }, "Its runs in Airflow");
  const close = element("button", { type: "button", className: "quiet", onclick: hideDetail, title: "Esc" }, "Close");
  const bar = element("div", { className: "detail-head" },
    element("h2", {}, `${source} · ${day}`),
    element("span", { className: `badge ${state}` }, label[state] ?? state),
    link,
    close,
  );
  const summary = run ? run.summary : "No run of this day stands in the lake. Trigger or backfill the Dag for it.";
  const earlier = runs > 1 ? ` This is the latest of ${runs} runs.` : "";
  return [bar, element("p", { className: "summary" }, summary + earlier)];
}

function counts(run) {
  if (!run) return [];
  const seconds = Object.entries(run.seconds ?? {}).map(([stage, took]) => `${stage} ${took.toFixed(1)} s`);
  const facts = {
    "listed / match / of this day": run.listed === null ? "" : `${run.listed} / ${run.matched} / ${run.of_day}`,
    "known / asked / received": run.asked === null ? "" : `${run.known} / ${run.asked} / ${run.received}`,
    captured: run.captured,
    articles: run.articles,
    media: run.media || "",
    packages: run.packages || "",
    rejected: run.rejected,
    duplicates: run.duplicates,
    "added / changed / removed": `${run.added} / ${run.changed} / ${run.removed}`,
    mode: run.mode,
    ended: `${run.ended_at.slice(0, 19).replace("T", " ")} UTC`,
    "passed over": counted(tally(run.passed_over ?? [])),
    "time by stage": seconds.join(", "),
    warnings: counted(run.warnings_by_flag),
    "failed exchanges": counted(run.failures_by_class),
  };
  const shown = Object.entries(facts).filter(([, value]) => value !== "");
  return [element("dl", {}, ...shown.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, String(value)))))];
}

function tally(files) {
  const found = {};
  for (const { reason } of files) found[reason] = (found[reason] ?? 0) + 1;
  return found;
}

function counted(numbers) {
  return Object.entries(numbers ?? {}).map(([name, count]) => `${count} ${name}`).join(", ");
}

function lists(run) {
  return [...listed("What may be missing", run?.gaps ?? []), ...listed("Kills that name no known article", run?.review ?? [])];
}

function listed(title, found) {
  if (!found.length) return [];
  const shown = found.slice(0, MOST_LISTED).map((one) => element("li", {}, one));
  if (found.length > MOST_LISTED) shown.push(element("li", {}, `and ${found.length - MOST_LISTED} more, in runs/`));
  return [element("h3", {}, title), element("ul", { className: "listed" }, ...shown)];
}

function reasons({ run }, chosen, again) {
  const found = Object.entries(run?.rejected_by_reason ?? {}).sort((one, other) => other[1] - one[1]);
  if (found.length < 2) return [];
  const all = ["", found.reduce((sum, [, count]) => sum + count, 0)];
  const buttons = [all, ...found].map(([reason, count]) =>
    element("li", {}, element("button",
      { type: "button", ariaPressed: String(reason === chosen), onclick: () => again(reason, 0) },
      `${reason || "all"} ${count}`)));
  return [element("ul", { className: "reasons", ariaLabel: "Reasons" }, ...buttons)];
}

function rejections({ rejections: rows, total, offset, limit }, reason, again) {
  if (!total) return [element("p", { className: "lead" }, "Nothing was rejected.")];
  const heading = element("tr", {}, ...["Reason", "Article and evidence"].map((name) => element("th", { scope: "col" }, name)));
  const table = element("table", { className: "rejections" }, element("thead", {}, heading), element("tbody", {}, ...rows.map(rejection)));
  if (total <= limit) return [table];
  const turn = (name, to) => element("button",
    { type: "button", disabled: to < 0 || to >= total, onclick: () => again(reason, to) }, name);
  return [table, element("div", { className: "pager" },
    turn("Previous", offset - limit), `${offset + 1} to ${offset + rows.length} of ${total}`, turn("Next", offset + limit))];
}

// No links to the wire: from inside Airflow an address of a stranger's is shown, not followed.
function rejection(row) {
  const more = row.reasons.filter((reason) => reason !== row.reason);
  return element("tr", {},
    element("td", {},
      element("code", {}, row.reason),
      more.length ? element("p", { className: "faint" }, `also ${more.join(", ")}`) : "",
      element("p", { className: "faint" }, `in ${row.stage}`)),
    element("td", {},
      row.headline ? element("p", {}, element("strong", {}, row.headline)) : "",
      element("p", {}, row.detail),
      row.url ? element("p", { className: "faint" }, element("code", {}, row.url)) : "",
      element("p", { className: "faint" }, element("code", {}, row.raw_ref))),
  );
}

/// <reference lib="dom" />
import { showDuration } from "../../../terminal/duration.ts";
import { significant } from "../../../claims/numbers.ts";
import type { SiteData, SiteRun } from "../data.ts";
import { type Child, html, listOf } from "./dom.ts";
import { settingsOf } from "./settings.ts";
import { explained } from "./term.ts";
import { recordFile } from "./text.ts";
import { counted } from "../../../terminal/counted.ts";

/** The records of runs, to be read one at a time; each is drawn when it is asked for. */
export function recordsOf(runs: readonly SiteRun[], data: SiteData): HTMLElement {
  const several = new Set(runs.map(({ experiment }) => experiment)).size > 1;
  const names = runs.map(({ experiment, seed }) => `${several ? `${experiment}, ` : ""}seed ${seed}`);
  const choice = html(
    "select",
    {},
    ...names.map((name, i) => html("option", { value: i }, name)),
  );
  const shown = html("div");
  const show = () => shown.replaceChildren(...recordOf(runs[Number(choice.value)], data));
  choice.addEventListener("change", show);
  const all = html(
    "details",
    { class: "records" },
    html("summary", {}, "Record by record: settings, measurements, machine"),
    html("label", { class: "choice" }, "Run ", choice),
    shown,
  );
  all.addEventListener("toggle", () => {
    if (all.open && shown.childElementCount === 0) show();
  });
  return all;
}

/** One record as a page. */
function recordOf(run: SiteRun, data: SiteData): Child[] {
  const { engine, cpu, threads, memory, os, versions } = data.machines[run.machine];
  return [
    html("h4", {}, "Run"),
    listOf([
      ["experiment", run.experiment],
      ["profile", run.profile],
      ["seed", String(run.seed)],
      ["outcome", run.outcome],
      ["took", showDuration(run.seconds)],
      ["started", run.started.replace("T", " ").replace(/\.\d+Z$/, " UTC")],
      ["commit", run.commit],
      ["file", html("a", { href: recordFile(run) }, `${run.digest}-s${run.seed}.json`)],
    ]),
    html("h4", {}, "Measurements"),
    table(
      "Measurements",
      ["what, where and how", "value"],
      run.measurements.map(([name, value]) => [
        html("td", {}, ...explained(data.measured[name], "no stops")),
        html("td", {}, String(significant(value, 5)).replace(/^-/, "−")),
      ]),
    ),
    html("h4", {}, "Settings"),
    listOf(settingsOf(JSON.parse(data.configs[run.config]))),
    html("h4", {}, "Data"),
    html("ul", {}, ...data.data[run.data].split("\n").map((line) => html("li", {}, line))),
    html("h4", {}, "Machine and engine"),
    listOf([
      ["engine", engine],
      ["processor", `${cpu}, ${counted(threads, "thread")}`],
      ["memory", `${Math.round(memory / 2 ** 30)} GiB`],
      ["system", os],
      ["versions", Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ")],
    ]),
  ];
}

/** A table that can be scrolled sideways where there is no room. */
export function table(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly HTMLTableCellElement[])[],
): HTMLElement {
  return html(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": name },
    html(
      "table",
      {},
      html("thead", {}, html("tr", {}, ...columns.map((column) => html("th", { scope: "col" }, column)))),
      html("tbody", {}, ...rows.map((cells) => html("tr", {}, ...cells))),
    ),
  );
}

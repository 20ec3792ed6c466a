/// <reference lib="dom" />
import { showDuration } from "../../../terminal/duration.ts";
import type { SiteClaim, SiteData, SiteRun } from "../data.ts";
import { copied } from "./copy.ts";
import { html, section } from "./dom.ts";
import { commandsFor, dataCommand } from "./text.ts";

/** What to type to make the runs again, step by step. */
export function stepsFor(claim: SiteClaim, runs: readonly SiteRun[], data: SiteData): HTMLElement[] {
  if (runs.length === 0) return [];
  const { deno } = data.machines[runs[0].machine].versions;
  const fetch = dataCommand(claim.dataset, data.again);
  const commands = commandsFor(runs, data.again);
  return [section(
    "Make it again",
    html(
      "ol",
      {},
      html(
        "li",
        {},
        "Clone the repository that this page comes from, and open a terminal in its folder. You need Node (or Deno) and Python's pip. ",
        ...deno === undefined ? [] : [
          "Without Deno, write ",
          html("code", {}, `npx --yes deno@${deno}`),
          " in place of ",
          html("code", {}, "deno"),
          ".",
        ],
      ),
      ...fetch === "" ? [] : [html(
        "li",
        {},
        "Fetch and check the data. If they cannot be downloaded, this says where to get them.",
        copied(fetch, "the command that fetches the data"),
      )],
      html(
        "li",
        {},
        `Run ${commands.length === 1 ? "it" : "them"}. This took us ${
          showDuration(runs.reduce((sum, { seconds }) => sum + seconds, 0))
        } in all.`,
        ...commands.map((command, i) =>
          copied(
            command,
            commands.length === 1 ? "the command that makes the runs again" : `command ${i + 1}`,
          )
        ),
      ),
    ),
  )];
}

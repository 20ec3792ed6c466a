/// <reference lib="dom" />
import type { Outcome } from "../../../judging/causes.ts";
import { MISSES, verdictAt } from "../../../judging/judge.ts";
import type { SiteClaim, SiteData } from "../data.ts";
import { type Child, html, section } from "./dom.ts";

const PAPER = "paper", OURS = "ours without → with it";

/** The mark and the words of what came of testing a cause. */
const OUTCOMES: Record<Outcome, string> = {
  explains: "✓ explains it",
  "explains some": "✓ explains some",
  open: "? open",
  "ruled out": "✗ ruled out",
  "nothing to explain": "– nothing to explain",
  "not tested": "· not tested",
};

/** What may explain a miss, and what came of testing it: what explains it first. */
export function causesOf({ causes, judging, kind }: SiteClaim, data: SiteData): Child[] {
  const misses = kind === "result" && MISSES.includes(verdictAt(judging, 1));
  if (causes.length === 0) {
    return misses ? [section("Why it misses", html("p", {}, "No cause has been tested yet."))] : [];
  }
  const order = Object.keys(OUTCOMES);
  const own = causes.map((index) => data.causes[index])
    .sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  const cell = (...children: Child[]) => html("td", { role: "cell" }, ...children);
  const named = (name: string, ...children: Child[]) =>
    html("td", { role: "cell", "data-name": name }, ...children);
  return [section(
    misses ? "Why it misses" : "What may explain the difference",
    html(
      "p",
      { class: "note" },
      "Candidate causes. A study changes one thing, and its numbers are judged by the same rules: ✓ reproduced, ? inconclusive, ✗ missed. With fewer than four seeds (in brackets) a cause stays open.",
    ),
    html(
      "table",
      { class: "causes", role: "table" },
      html(
        "thead",
        { role: "rowgroup" },
        html(
          "tr",
          { role: "row" },
          ...["candidate cause", "outcome", PAPER, OURS].map((name) =>
            html("th", { role: "columnheader", scope: "col" }, name)
          ),
        ),
      ),
      html(
        "tbody",
        { role: "rowgroup" },
        ...own.map(({ cause, study, metric, printed, without, with: changed, outcome, fates, note }) =>
          html(
            "tr",
            { role: "row" },
            cell(cause, ...note === "" ? [] : [html("small", {}, note)]),
            cell(
              html("span", { class: `outcome ${outcome.replaceAll(" ", "-")}` }, OUTCOMES[outcome]),
              ...fates.map((fate) => html("small", {}, fate)),
            ),
            named(PAPER, printed === "" ? "" : `${metric} ${printed}`),
            named(
              OURS,
              ...study === ""
                ? ["not tested by a study"]
                : [`${without} → ${changed}`, html("small", {}, study)],
            ),
          )
        ),
      ),
    ),
  )];
}

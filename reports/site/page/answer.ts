/// <reference lib="dom" />
import { type Verdict, VERDICTS } from "../../../judging/judge.ts";
import type { Totals } from "../../../judging/tallies.ts";
import { MARKS } from "../../markdown/markup.ts";
import type { SiteData } from "../data.ts";
import { type Child, html, verdictLabel } from "./dom.ts";
import { START, type State, toHash } from "./state.ts";
import { explained } from "./term.ts";
import { verdictClass } from "./text.ts";
import { shortTitle } from "../../../papers/page.ts";

/** What a link of the answer shows in the list of the claims. */
type Shown = Partial<Pick<State, "paper" | "verdicts" | "show" | "factor">>;

/**
 * What held, paper by paper: a strip and the counts, each of which leads to the claims behind it; then the pictures of all
 * papers, and who leads the leagues.
 *
 * @param show Called with what the reader wants to see in the list.
 */
export function answerOf(data: SiteData, show: (change: Shown) => void): Child[] {
  if (data.totals.length === 0) return [];
  const verdicts = VERDICTS.filter((verdict) =>
    data.totals.some(({ headline }) => headline.score.verdicts[verdict] > 0)
  );
  const why = data.totals.at(-1)!.headline.why;
  const repeated = data.totals.at(-1)!.headline.without;
  return [
    // Where the table is too narrow for its head.
    html("p", { class: "answer-key", "aria-hidden": "true" }, ...verdicts.flatMap(verdictMark)),
    html(
      "table",
      { class: "answer", role: "table", "aria-label": "Verdicts on the scores, paper by paper" },
      html(
        "thead",
        { role: "rowgroup" },
        html(
          "tr",
          { role: "row" },
          head("Paper"),
          head("All scores", "strip-cell"),
          head("Scores", "number"),
          ...verdicts.map((verdict) =>
            html("th", { scope: "col", role: "columnheader", class: "number" }, ...verdictMark(verdict))
          ),
        ),
      ),
      html(
        "tbody",
        { role: "rowgroup" },
        ...data.totals.map(({ paper, headline }) => line(data, paper, headline.score, verdicts, show)),
        ...repeated === undefined ? [] : [line(data, REPEATED, repeated, verdicts)],
      ),
    ),
    ...why.map((words) => html("p", { class: "note" }, `Repeated computations: ${words}`)),
    html("div", { class: "side-by-side" }, ...pictures(data), html("div", {}, ...leaders(data))),
  ];
}

/** Stands for the row that leaves repeated computations out. */
const REPEATED = Symbol("all, without repeated computations");

function head(name: string, className = ""): HTMLElement {
  return html("th", { scope: "col", role: "columnheader", class: className }, name);
}

function verdictMark(verdict: Verdict): HTMLElement[] {
  return [html("span", { class: verdictClass(verdict) }, ...verdictLabel(verdict))];
}

function line(
  data: SiteData,
  paper: string | undefined | typeof REPEATED,
  totals: Totals,
  verdicts: readonly Verdict[],
  show?: (change: Shown) => void,
): HTMLElement {
  // The counts are at the tolerances as they are.
  const chosen: Shown = {
    show: "counted",
    paper: typeof paper === "string" ? paper : "",
    factor: START.factor,
  };
  const linkTo = (change: Shown, text: string, label?: string) => {
    if (show === undefined) return text;
    const link = html(
      "a",
      {
        href: `#${toHash({ ...START, ...chosen, ...change })}`,
        "aria-label": label ?? false,
      },
      text,
    );
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show({ ...chosen, verdicts: [], ...change });
    });
    return link;
  };
  const name = typeof paper === "symbol"
    ? paper.description!
    : paper === undefined
    ? "all"
    : shortTitle(data.papers.find(({ id }) => id === paper)?.title ?? paper);
  return html(
    "tr",
    { role: "row", class: typeof paper === "string" ? "" : "sum" },
    html("th", { scope: "row", role: "rowheader" }, linkTo({}, name)),
    html("td", { role: "cell", class: "strip-cell" }, strip(totals)),
    html("td", { role: "cell", class: "number" }, String(totals.numbers)),
    ...verdicts.map((verdict) => {
      const count = totals.verdicts[verdict];
      const cell = html(
        "td",
        { role: "cell", class: `number ${count === 0 ? "zero" : ""}` },
        html("span", { class: `${verdictClass(verdict)} narrow`, "aria-hidden": "true" }, MARKS[verdict]),
        count === 0 ? "0" : linkTo({ verdicts: [verdict] }, String(count), `${count} ${verdict}`),
      );
      if (verdict === "reproduced" && totals.firm > 0) {
        cell.append(html("small", {}, ` (${totals.firm} firm)`));
      }
      return cell;
    }),
  );
}

/** How many of each verdict as a bar; what is firmly reproduced is told from what is so by the mean. */
function strip({ numbers, firm, verdicts }: Totals): HTMLElement {
  const parts = VERDICTS.flatMap((verdict): [Verdict, number, string][] =>
    verdict === "reproduced"
      ? [[verdict, firm, "firm"], [verdict, verdicts.reproduced - firm, "by-mean"]]
      : [[verdict, verdicts[verdict], ""]]
  ).filter(([, count]) => count > 0);
  return html(
    "div",
    { class: "strip", "aria-hidden": "true" },
    ...parts.map(([verdict, count, how]) => {
      const part = html(
        "span",
        {
          class: `part ${verdictClass(verdict)} ${how}`,
          title: `${count} ${verdict}${how && `, ${HOW[how]}`}`,
        },
        // A mark needs room.
        count / numbers < 0.04 ? "" : how === "by-mean" ? `(${MARKS[verdict]})` : MARKS[verdict],
      );
      part.style.flexGrow = String(count);
      return part;
    }),
  );
}

const HOW: Record<string, string> = { firm: "firmly", "by-mean": "by the mean" };

function pictures({ overview }: SiteData): Child[] {
  return overview.map(({ title, description, file }) =>
    html("img", { src: file, alt: `${title}. ${description}`, loading: "lazy", width: 600, height: 480 })
  );
}

/** Who leads each league on each data set. */
function leaders({ leagues }: SiteData): Child[] {
  return leagues.flatMap(({ title, description, picture, standings }) => [
    html("h2", {}, title),
    html(
      "p",
      { class: "note" },
      "The methods that may be first on each data set, with the spread of their seeds.",
    ),
    html(
      "ul",
      {},
      ...standings.map((standing) => {
        const first = standing.lines.filter(({ mayBeFirst }) => mayBeFirst)
          .map(({ method, value }) => `${method} ${value}`);
        return html(
          "li",
          {},
          html("b", {}, standing.title),
          ": ",
          ...first.length === 0
            ? ["no method has a rank yet"]
            : explained(`${first.join("; ")} (${standing.rankedBy})`, "no stops"),
        );
      }),
    ),
    html("img", { src: picture, alt: description, loading: "lazy", width: 600, height: 400 }),
    html("p", {}, html("a", { href: "#view=league" }, "The whole league")),
  ]);
}

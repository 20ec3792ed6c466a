/// <reference lib="dom" />
import type { Verdict } from "../../../judging/judge.ts";
import type { SiteClaim } from "../data.ts";
import { type Child, html, verdictLabel } from "./dom.ts";
import type { Mine } from "./my_runs.ts";
import { offPlot } from "./plots.ts";
import { offOf, type Row } from "./rows.ts";
import { START, toHash } from "./state.ts";
import { explained } from "./term.ts";
import { metricName, mineText, oursText, subjectOf, verdictClass } from "./text.ts";
import { windowed } from "./windowed.ts";

/** The elements of a claim's row that change. */
interface Line {
  readonly row: HTMLTableRowElement;
  readonly verdict: HTMLElement;
  readonly mine: HTMLElement;
  readonly link: HTMLAnchorElement;
}

/** The table of the claims. */
export interface ClaimsTable {
  /** Shows these rows at this factor of the tolerances. */
  show(rows: readonly Row[], factor: number): void;
  /** Shows what the reader's own runs found beside ours, by the claims' ids; nothing takes it away again. */
  beside(mine: ReadonlyMap<string, Mine>): void;
  /** The link that opens a claim; nothing where the claim is not shown. */
  linkOf(claim: SiteClaim): HTMLElement | undefined;
}

/**
 * Fills the table of the claims.
 *
 * @param open Called with the claim that the reader opens.
 */
export function claimsTable(table: HTMLTableElement, open: (claim: SiteClaim) => void): ClaimsTable {
  const lines = new Map<SiteClaim, Line>();
  let verdicts = new Map<SiteClaim, Verdict>();
  let order: readonly SiteClaim[] | undefined;
  let mine: ReadonlyMap<string, Mine> = new Map();

  const lineOf = (claim: SiteClaim) => {
    const known = lines.get(claim) ?? drawnLine(claim, open);
    lines.set(claim, known);
    return known;
  };
  const update = (claim: SiteClaim) => {
    const line = lineOf(claim);
    const verdict = verdicts.get(claim)!;
    if (line.verdict.className !== verdictClass(verdict)) {
      line.verdict.replaceChildren(...verdictLabel(verdict, claim.kind));
      line.verdict.className = verdictClass(verdict);
    }
    const own = mine.get(claim.id);
    line.mine.textContent = own === undefined ? "" : mineText(own, claim);
    return line.row;
  };
  const rows = windowed(table, update);

  return {
    show(shown, factor) {
      verdicts = new Map(shown.map(({ claim, verdict }) => [claim, verdict]));
      const next = shown.map(({ claim }) => claim);
      const isSame = next.length === order?.length && next.every((claim, i) => claim === order![i]);
      if (isSame) { for (const claim of rows.drawn()) update(claim); }
      else rows.show(next);
      order = next;
      table.style.setProperty("--factor", String(factor));
    },
    beside(found) {
      mine = found;
      for (const claim of rows.drawn()) update(claim);
    },
    linkOf: (claim) => rows.reveal(claim) && lineOf(claim).link,
  };
}

function drawnLine(claim: SiteClaim, open: (claim: SiteClaim) => void): Line {
  const link = html("a", { href: `#${toHash({ ...START, claim: claim.id })}` }, subjectOf(claim));
  const verdict = html("span");
  const mine = html("div", { class: "mine" });
  const off = offOf(claim);
  const cell = (name: string, ...children: Child[]) =>
    html("td", { role: "cell", class: `cell-${name}` }, ...children);
  const row = html(
    "tr",
    { role: "row" },
    cell("verdict", verdict),
    cell("paper", claim.paper, " ", html("small", {}, claim.where)),
    cell("dataset", claim.dataset),
    cell("method", link),
    cell("metric", ...explained(metricName(claim), "no stops")),
    cell(
      "printed",
      claim.kind === "ordinal" ? html("div", { class: "words" }, claim.printed) : claim.printed,
      claim.statistic === "single" ? "" : html("small", {}, ` ${claim.statistic}`),
    ),
    cell("ours", oursText(claim), mine),
    cell("off", offPlot(claim), off === null ? "" : html("small", {}, offText(off))),
  );
  row.addEventListener("click", (event) => {
    const { ctrlKey, metaKey, shiftKey, detail, target, pointerType } = event as PointerEvent;
    // A tap on an abbreviation asks what it means.
    if (pointerType === "touch" && (target as Element).closest("[data-term]") !== null) return;
    // A click that ends the selection of text, which the keyboard's has nothing to do with.
    const selects = detail > 0 && getSelection()?.toString();
    if (ctrlKey || metaKey || shiftKey || selects) return;
    event.preventDefault();
    open(claim);
  });
  return { row, verdict, mine, link };
}

function offText(off: number): string {
  if (off === 0) return "0";
  const sign = off < 0 ? "−" : "+";
  return Math.abs(off) > 99 ? `${off < 0 ? "<" : ">"} ${sign}99` : `${sign}${Math.abs(off).toFixed(1)}`;
}

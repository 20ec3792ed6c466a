/// <reference lib="dom" />
import type { StandingTexts } from "../../tables/league_table.ts";
import type { SiteLeague } from "../data.ts";
import { copied } from "./copy.ts";
import { type Child, html } from "./dom.ts";

/** The leagues: how to read them, the picture, and a table for each data set. */
export function leagueView(leagues: readonly SiteLeague[]): Child[] {
  return leagues.flatMap(({ title, description, picture, legend, standings }) => [
    html("h2", {}, title),
    html("p", {}, html("a", { href: "../LEAGUE.md" }, "The league as text")),
    html("img", { src: picture, alt: description, loading: "lazy" }),
    html("ul", {}, ...legend.map((line) => html("li", {}, line))),
    ...standings.flatMap(standing),
  ]);
}

function standing({ title, columns, methodColumn, lines, notes, command }: StandingTexts): Child[] {
  return [
    html("h3", {}, title),
    html(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
      html(
        "table",
        {},
        html("thead", {}, html("tr", {}, ...columns.map((name) => html("th", { scope: "col" }, name)))),
        html(
          "tbody",
          {},
          ...lines.map(({ kind, cells }) =>
            html(
              "tr",
              { class: kind === "control" && "control" },
              ...cells.map((one, i) =>
                i === methodColumn ? html("th", { scope: "row" }, one) : html("td", {}, one)
              ),
            )
          ),
        ),
      ),
    ),
    ...notes.map((note) => html("p", {}, note)),
    copied(command, `the command that makes these runs again: ${title}`),
  ];
}

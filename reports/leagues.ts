import type { LeagueTable } from "../experiments/figures.ts";
import { type League, type LeagueMethod, leagueOf, nameOf } from "../judging/league.ts";
import type { Runs } from "../judging/runs.ts";
import type { Paper } from "../papers/load.ts";
import type { Described, Direction } from "../metrics/metric.ts";
import { descriptionsOf } from "./markdown/directions.ts";
import { slug } from "./figures/look.ts";

/** The file of the report that has the leagues. */
export const LEAGUE_PATH = "LEAGUE.md";

/** A league that a paper declares, with what came of it. */
export interface DrawnLeague {
  /** The paper's id. */
  readonly paper: string;
  readonly declared: LeagueTable;
  readonly league: League;
  /** Which way what methods are ranked by is better. */
  readonly direction: Direction;
  /** The least and the greatest that it can be. */
  readonly range: Described["range"];
  /** Names the picture's file: `figures/<picture>.svg`. */
  readonly picture: string;
}

/**
 * The leagues that papers declare, as far as they have runs.
 *
 * @throws {RangeError} If a run measured what methods are ranked by in several spaces.
 */
export function leaguesOf(
  papers: readonly Pick<Paper, "id" | "figures" | "metrics" | "experiments">[],
  experiments: readonly Runs[],
): DrawnLeague[] {
  return papers.flatMap(({ id: paper, figures, metrics }) =>
    figures.flatMap((declared): DrawnLeague[] => {
      if (declared.kind !== "league") return [];
      const described = descriptionsOf(metrics)(declared.rankedBy.metric);
      const direction = described?.direction ?? "higher";
      const range = described?.range ?? [-Infinity, Infinity];
      const league = leagueOf(paper, declared, experiments, {
        entering: entering(paper, papers),
        direction,
        range,
      });
      if (league === undefined) return [];
      // A paper that is nothing but the league gives it its name.
      const picture = declared.name === paper ? slug(paper) : slug(paper, declared.name);
      return [{ paper, declared, league, direction, range, picture }];
    })
  );
}

/** The methods of all papers that enter a paper's league. */
function entering(league: string, papers: readonly Pick<Paper, "experiments">[]): LeagueMethod[] {
  const methods = papers.flatMap(({ experiments }) =>
    experiments.flatMap(({ paper, method, title, enters }) =>
      enters?.league === league ? [{ paper, method, title, kind: enters.kind }] : []
    )
  );
  return [...new Map(methods.map((method) => [nameOf(method), method])).values()];
}

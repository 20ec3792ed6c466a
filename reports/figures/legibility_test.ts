import { assert, assertEquals } from "@std/assert";
import type { PaperFigure } from "../../experiments/figures.ts";
import { compare } from "../../judging/compare.ts";
import { runsByExperiment } from "../../judging/runs.ts";
import { EXAMPLE_LEAGUE, exampleClaim, exampleRun, leagueRuns, measured } from "../../judging/testing.ts";
import type { FigureData } from "../../records/figure_data.ts";
import { examplePaper } from "../testing.ts";
import { figure } from "./look.ts";
import { drawFigures } from "./mod.ts";
import { CHROMIUM, textFaults } from "./testing.ts";

/** A figure with this in it. */
function made(body: string, title = "Made"): string {
  const words = { name: "made", title, description: "", subtitle: "", source: "" };
  return figure({ ...words, section: "results", body, height: 80 }).svg;
}

const LONG = "Convolutional autoencoder and k-means with 10,000 labelled images of handwritten digits";
const METRICS = ["SIL", "DBI", "CHI", "ACC", "NMI", "OTHER:seconds of the longest epoch, in words"];
const WORDS = { title: LONG, subtitle: LONG, description: LONG };
const CODE = { space: "code", split: "test" };

/** What a run could leave of 47 classes: long names, large numbers, and points that all lie in one place. */
function leavings(): FigureData[] {
  const names = Array.from({ length: 47 }, (_, i) => String(i));
  const classes = names.map(Number);
  const table = { kind: "counts" as const, title: LONG, rowTitle: "class", columnTitle: "cluster" };
  const few = names.slice(0, 10);
  return [
    { ...table, name: "many", rows: names, columns: names, counts: names.map(() => classes) },
    { ...table, name: "large", rows: few, columns: few, counts: few.map(() => few.map(() => 60_000)) },
    { ...table, name: "one-row", rows: ["images"], columns: names, counts: [classes] },
    { ...table, name: "long-names", rows: [LONG, LONG], columns: [LONG, LONG], counts: [[1, 2], [3, 4]] },
    ...[2, 3].map((dimensions): FigureData => ({
      kind: "embedding",
      name: `points-${dimensions}`,
      title: LONG,
      dimensions: dimensions as 2 | 3,
      points: names.flatMap((_, i) => [i % 5, i % 3, i % 2].slice(0, dimensions)),
      classes,
      clusters: classes.toReversed(),
    })),
    {
      kind: "images",
      name: "images",
      title: LONG,
      width: 1,
      height: 1,
      rows: Array.from({ length: 3 }, () => ({ label: LONG, images: Array(10).fill("AA==") })),
    },
  ];
}

/** Figures of each kind, with long words, large numbers and many rows. */
function crowded(): Map<string, string> {
  const epochs = Array.from(
    { length: 9 },
    (_, i) => ({ epoch: 1000 * i, loss: 1e7 * i, ACC: i / 1e4, moved: -i }),
  );
  const architecture = {
    sizes: [1_000_000, 500_000, 500, 2],
    hiddenActivation: "sigmoid",
    codeActivation: "linear",
    outputActivation: "sigmoid",
    batchNorm: {},
    dropout: 0.2125,
  };
  const own = ["short", "longer"].flatMap((method) =>
    [1, 2].map((seed) =>
      exampleRun(0, {
        experiment: `made/${method}/data`,
        method,
        seed,
        history: epochs,
        config: { network: { architecture } },
        measurements: METRICS.map((metric, i) => measured(metric, 0.9 + seed * 10 ** (i - 3), CODE)),
      })
    )
  );
  const claims = ["short", "longer"].flatMap((method) =>
    METRICS.map((metric, i) =>
      exampleClaim({
        id: `made-${method}-${i}`,
        experiment: `made/${method}/data`,
        method: `${method}: ${LONG}`,
        metric,
        measure: "score",
      })
    )
  );
  const methods = ["a", "b", "truth"];
  const records = [...own, ...methods.flatMap((method) => leagueRuns(method, [0.5, 0.6]))];
  const league: PaperFigure = {
    ...EXAMPLE_LEAGUE,
    ...WORDS,
    methods: EXAMPLE_LEAGUE.methods.map((method) => ({ ...method, title: LONG })),
    datasets: ["one", "two"].map((name) => ({ name, title: LONG })),
  };
  const scores = METRICS.map((metric) => ({ metric, ...CODE }));
  const figures: PaperFigure[] = [
    league,
    {
      ...WORDS,
      kind: "history",
      name: "history",
      experiment: "made/short/data",
      panels: [{ title: LONG, curves: ["loss", "moved"] }, { title: LONG, curves: ["ACC"] }],
      legend: [LONG, LONG],
    },
    {
      ...WORDS,
      kind: "scores",
      name: "scores",
      dataset: "data",
      x: "labels",
      scores,
      series: [{ name: LONG, points: [{ x: 1000, method: "short" }, { x: 1_000_000, method: "longer" }] }],
      levels: [{ name: LONG, method: "short" }],
    },
    {
      ...WORDS,
      kind: "bars",
      name: "bars",
      scores,
      datasets: [{ name: "data", title: LONG }],
      bars: ["short", "longer"].map((method) => ({ name: LONG, method, space: "code" })),
    },
    { ...WORDS, kind: "network", name: "network", experiment: "made/longer/data" },
  ];
  const experiments = runsByExperiment(records);
  const drawn = drawFigures({
    papers: [examplePaper({ claims, figures })],
    comparisons: compare(claims, [], records),
    experiments,
    leavings: [{ experiment: experiments[0], run: experiments[0].runs[0], data: leavings() }],
    titles: new Map([["made", LONG]]),
  });
  return new Map(drawn.map(({ name, svg }) => [name, svg]));
}

/** The published figures, by their files' names. */
async function published(): Promise<Map<string, string>> {
  const folder = "reports/published/figures";
  const figures = new Map<string, string>();
  for await (const { name } of Deno.readDir(folder)) {
    figures.set(name, await Deno.readTextFile(`${folder}/${name}`));
  }
  return figures;
}

Deno.test({
  name: "text is legible in figures as a browser shows them" +
    (CHROMIUM === undefined ? " (left out: no Chromium here; the variable CHROMIUM can name one)" : ""),
  ignore: CHROMIUM === undefined,
  async fn(t) {
    const faults = (figures: ReadonlyMap<string, string>) => textFaults(CHROMIUM!, figures);

    await t.step("what is wrong is found", async () => {
      const long = '<text x="400" y="20">reaches beyond the figure</text>';
      const near = '<text x="0" y="20">one</text><text x="10" y="26">two</text>';
      const small = '<text x="0" y="20" style="font-size:11px">small</text>';
      const covered = '<text x="0" y="20">under</text><circle class="mark" cx="10" cy="16" r="4"/>';
      const turned =
        '<text x="100" y="20">across</text><text transform="rotate(90,110,0)" x="110" y="0">down</text>';
      const sound = '<text x="0" y="20">one</text><text x="0" y="36">two</text><text y="60"></text>';
      assertEquals(
        await faults(
          new Map(
            Object.entries({ long, near, small, covered, turned, sound }).map((
              [name, body],
            ) => [name, made(body)]),
          ),
        ),
        [
          'long: "reaches beyond the figure" is cut off',
          'near: "one" and "two" overlap',
          'small: "small" is 8.3 pixels high on a phone',
          'covered: "under" lies on a mark',
          'turned: "across" and "down" overlap',
        ],
      );
    });

    await t.step("nothing is wrong with figures of each kind that hold much", async () => {
      const figures = crowded();
      assert(figures.size > 15, `${[...figures.keys()]}`);
      assertEquals(await faults(figures), []);
    });

    await t.step("nothing is wrong with the published figures", async () => {
      // Some are enough to be told.
      assertEquals((await faults(await published())).slice(0, 20), []);
    });
  },
});

import { assertEquals } from "@std/assert";
import type { Place } from "../datasets/mod.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { onOwnData } from "./own_data.ts";
import { planRuns } from "./plan.ts";
import { exampleRecord } from "./testing.ts";

/** An experiment on letters or faces. */
const made = (dataset: string): Experiment => ({
  id: `made/up/${dataset}`,
  paper: "made",
  method: "up",
  dataset,
  title: "Made up",
  profiles: { paper: { dataset, seconds: 1, config: {} } },
  run: () => Promise.reject(new Error("not to be run")),
});

const [letters, faces] = [made("letters"), made("faces")];
const runs = planRuns([letters, faces], "paper", [42]);

/** A record of an experiment on its own data, or on others that stand in for them. */
const recorded = ({ id }: Experiment, standIn?: string) =>
  exampleRecord({
    experiment: id,
    data: [{
      name: "some",
      sha256: "ab".repeat(32),
      rows: 9,
      source: "",
      ...standIn !== undefined && { standIn },
    }],
  });

Deno.test("onOwnData() leaves out what was run on a stand-in where the data themselves can be had now", () => {
  const records = [letters, faces].flatMap((one) => [recorded(one), recorded(one, "for others")]);
  const places = (letters: Place, faces: Place) => new Map([["letters", letters], ["faces", faces]]);
  assertEquals(onOwnData(records, runs, places("stand-in", "stand-in")), records);
  for (const place of ["download", "cache", "data folder"] as const) {
    assertEquals(onOwnData(records, runs, places(place, "stand-in")), records.toSpliced(1, 1));
    assertEquals(onOwnData(records, runs, places(place, place)), [records[0], records[2]]);
  }
});

Deno.test("onOwnData() leaves the records of other experiments as they are", () => {
  const records = [recorded(made("shapes"), "for others"), recorded(letters)];
  assertEquals(onOwnData(records, runs, new Map([["letters", "cache"], ["faces", "cache"]])), records);
});

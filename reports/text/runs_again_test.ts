import { assertEquals } from "@std/assert";
import { exampleRun } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { runsAgain } from "./runs_again.ts";

const ID = "made/up/data";
const again = (records: readonly RunRecord[], isCounted = (_: RunRecord) => true) =>
  runsAgain(ID, records, { isCounted, out: "..", again: {} });

Deno.test("runsAgain() has a command and links by seed for each profile, of done runs alone", () => {
  const records = [
    exampleRun(0.5, { seed: 10 }),
    exampleRun(0.5, { seed: 9 }),
    exampleRun(0.5, { seed: 1, profile: "quick" }),
    exampleRun(0, { seed: 2, status: "failed" }),
  ];
  const path = "../runs/made/up/data/0123456789ab";
  assertEquals(again(records, ({ seed }) => seed !== 9), [
    {
      profile: "paper",
      command: `deno task reproduce ${ID} --profile paper --seed 9,10`,
      records: `seeds [9](${path}-s9.json) (not counted), [10](${path}-s10.json)`,
    },
    {
      profile: "quick",
      command: `deno task reproduce ${ID} --profile quick --seed 1`,
      records: `seed [1](${path}-s1.json)`,
    },
  ]);
});

Deno.test("runsAgain() leads to the folder of very many records", () => {
  const records = Array.from({ length: 25 }, (_, seed) => exampleRun(0.5, { seed }));
  assertEquals(again(records)[0].records, "[25 records](../runs/made/up/data)");
  assertEquals(again([]), []);
});

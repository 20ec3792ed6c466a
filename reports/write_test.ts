import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { RecordError, writeRecord } from "../benchmarks/runner/record.ts";
import { exampleRecord } from "../benchmarks/runner/record_example.ts";
import { parsePage, writeReport } from "./write.ts";

const files = (out: string) =>
  Promise.all(["REPORT.md", "claims.csv"].map((name) => Deno.readTextFile(`${out}/${name}`)));

Deno.test("writeReport() writes the same bytes again from the same records", () =>
  inFolder(async (out) => {
    const params = [["PARAMS", 1100112], ["OTHER:PARAMS hidden4-output", 402192], ["PURITY", 0.78]] as const;
    await writeRecord(
      out,
      exampleRecord({
        experiment: "chowdhury/ae-kmeans/mnist",
        paper: "chowdhury",
        profile: "paper",
        data: [],
        measurements: params.map(([metric, value]) => ({ metric, value, space: "", split: "" })),
      }),
    );
    const { path, counts, records } = await writeReport(out);
    assertEquals([path, records], [`${out}/REPORT.md`, 1]);
    // The two counts that Table I gets wrong; purity in Tables III and IV.
    assertEquals([counts.contradicted, counts.reproduced, counts.close], [2, 2, 0]);
    const first = await files(out);
    assertStringIncludes(first[0], "≠ contradicted");
    assertEquals(first[1].split("\n").filter((line) => line.includes(",contradicted,")).length, 2);
    await writeReport(out);
    assertEquals(await files(out), first);
  }));

Deno.test("writeReport() draws a report where nothing was run yet", () =>
  inFolder(async (out) => {
    const { counts, records } = await writeReport(`${out}/new`);
    assertEquals(records, 0);
    assert(counts["not run"] > 0);
    assertEquals(counts.reproduced, 0);
    assertStringIncludes((await files(`${out}/new`))[0], "- Records: none");
  }));

Deno.test("writeReport() writes nothing if a record is broken", () =>
  inFolder(async (out) => {
    await Deno.mkdir(`${out}/runs`);
    await Deno.writeTextFile(`${out}/runs/broken.json`, "{");
    await assertRejects(() => writeReport(out), RecordError, "runs/broken.json");
    assertEquals([...Deno.readDirSync(out)].map(({ name }) => name), ["runs"]);
  }));

Deno.test("parsePage() takes the text up to the next heading of its level", () => {
  const page = "# Title\n\n## Deviations and assumptions\n\n1. One\n\n### Data\n\n2. Two\n\n## Commands\n";
  assertEquals(parsePage("made", page).deviations, "1. One\n\n### Data\n\n2. Two");
  assertEquals(parsePage("made", "text"), { id: "made", title: "made", deviations: "" });
});

import { assertEquals } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { encodeLabels, readLabels } from "../records/labels.ts";
import { exampleRecord } from "../runner/testing.ts";
import { writeRun } from "./suite.ts";

Deno.test("writeRun() keeps figures and labels beside the record, and those of its last run alone", () =>
  inFolder(async (out) => {
    const record = exampleRecord();
    const clusterings = [{
      space: "code",
      split: "test",
      clusters: Int32Array.of(0, 1),
      classes: Int32Array.of(1, 1),
    }];
    const labels = await encodeLabels(clusterings, record);
    const figures = [{
      kind: "counts" as const,
      name: "counts",
      title: "Counts",
      rowTitle: "class",
      columnTitle: "cluster",
      rows: ["0"],
      columns: ["0"],
      counts: [[2]],
    }];
    const path = await writeRun(out, { record, figures, labels });
    const name = path.slice(out.length + 1, -".json".length);
    assertEquals(await filesIn(out), [`${name}.figures.json`, `${name}.json`, `${name}.labels.json`]);
    assertEquals(await readLabels(out, record), clusterings);
    await writeRun(out, { record, figures: [] });
    assertEquals(await filesIn(out), [`${name}.json`]);
  }));

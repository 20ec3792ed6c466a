import { assertEquals } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { exampleRecord } from "../runner/testing.ts";
import { besideFaults } from "./beside.ts";
import { classesByClusters, figureDataPath, writeFigureData } from "./figure_data.ts";
import { encodeLabels, labelsPath, writeLabels } from "./labels.ts";

Deno.test("besideFaults() finds what was changed beside a record, and nothing where nothing is there", () =>
  inFolder(async (out) => {
    const record = exampleRecord();
    assertEquals(await besideFaults(out, record), []);
    await writeFigureData(out, record, [classesByClusters({ name: "a", title: "A" }, [0], [1])]);
    const classes = Int32Array.of(0, 1);
    const labels = await encodeLabels([{ space: "code", split: "test", clusters: classes, classes }], record);
    await writeLabels(out, record, labels);
    assertEquals(await besideFaults(out, record), []);
    for (const path of [figureDataPath(record), labelsPath(record)]) {
      const text = await Deno.readTextFile(`${out}/${path}`);
      await Deno.writeTextFile(`${out}/${path}`, text.replace('"seed":42', '"seed":43'));
    }
    const changed = "it was changed since it was written: its checksum is another's";
    assertEquals(await besideFaults(out, record), [
      `Cannot use the figure data ${out}/${figureDataPath(record)}: ${changed}`,
      `Cannot use the labels ${out}/${labelsPath(record)}: ${changed}`,
    ]);
  }));

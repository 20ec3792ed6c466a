import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { acquireLock } from "../disk/lock.ts";
import { filesIn, inFolder } from "../engine/testing.ts";
import { encodeLabels, readLabels } from "../records/labels.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { exampleRecord } from "../runner/testing.ts";
import { writeRecord } from "../records/record_files.ts";
import type { Estimate } from "../runner/estimate.ts";
import type { Crew } from "./crew.ts";
import { lockPath, runSuite, writeRun } from "./suite.ts";
import { type Worker, WorkerDied } from "./worker.ts";

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

Deno.test("runSuite() keeps a done record where the run fails when it is made again, and writes the failure where none is", () =>
  inFolder(async (out) => {
    const record = exampleRecord();
    const failing: Pick<Worker, "digests" | "run"> = {
      digests: () => Promise.resolve({ digest: record.digest, code: "" }),
      run(_, heard) {
        heard?.opened?.(record);
        return Promise.reject(new WorkerDied("its process was killed"));
      },
    };
    const crew: Pick<Crew, "get" | "lose"> = {
      get: () => Promise.resolve(failing as Worker),
      lose: () => {},
    };
    const { experiment: id, profile, seed, config } = record;
    const run = { experiment: { id }, profile, seed, protocol: { dataset: "digits", seconds: 1, config } };
    const again = () =>
      runSuite([{ run, seconds: 1, recorded: false } as unknown as Estimate], {
        out,
        force: true,
        refresh: false,
        quiet: true,
        crews: [crew as Crew],
        interrupts: { asked: () => false, close: () => {} },
        before: new Map([[recordPath(record), record.provenance.started]]),
      });
    const path = await writeRecord(out, record);
    const kept = await Deno.readTextFile(path);
    const { failed } = await again();
    assertEquals(failed.length, 1);
    assertStringIncludes(failed[0], `its process was killed; the record of before stays (${path})`);
    assertEquals(await Deno.readTextFile(path), kept);
    await Deno.remove(path);
    await again();
    assertStringIncludes(await Deno.readTextFile(path), '"status": "failed"');
  }));

Deno.test("runSuite() ends at once where a crew cannot go on, though another waits for a run of another process", () =>
  inFolder(async (out) => {
    const records = [42, 43].map((seed) => exampleRecord({ seed }));
    const [own, others] = records;
    const run = ({ experiment: id, profile, seed, config }: RunRecord) => ({
      run: { experiment: { id }, profile, seed, protocol: { dataset: "digits", seconds: 1, config } },
      seconds: 1,
      recorded: false,
    });
    const begun: number[] = [];
    const worker: Pick<Worker, "digests" | "run"> = {
      digests: ({ seed }) =>
        Promise.resolve({ digest: records.find((one) => one.seed === seed)!.digest, code: "" }),
      async run({ seed }) {
        begun.push(seed);
        await new Promise((resolve) => setTimeout(resolve, 100));
        throw new Error("the disk is full");
      },
    };
    const crew = () => ({
      get: () => Promise.resolve(worker as Worker),
      lose: () => {},
      current: () => undefined,
    });
    const path = `${out}/${lockPath(others)}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    const lock = (await acquireLock(path))!;
    try {
      await assertRejects(
        () =>
          runSuite([run(others), run(own)] as unknown as Estimate[], {
            out,
            force: false,
            refresh: false,
            quiet: true,
            crews: [crew(), crew()] as unknown as Crew[],
            interrupts: { asked: () => false, close: () => {} },
            before: new Map(),
          }),
        Error,
        "the disk is full",
      );
    } finally {
      await lock.release();
    }
    assertEquals(begun, [own.seed]);
  }));

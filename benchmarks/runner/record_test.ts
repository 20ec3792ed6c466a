import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { inFolder } from "../../engine/testing.ts";
import {
  configDigest,
  isExperimentId,
  isMetric,
  parseRecord,
  readRecords,
  RecordError,
  recordPath,
  writeRecord,
} from "./record.ts";
import { exampleRecord as example } from "./record_example.ts";

const parse = (record: unknown) => parseRecord(JSON.stringify(record), "x.json");

Deno.test("parseRecord() gives back what was written", () => {
  assertEquals(parse(example()), example());
  assertEquals(parse(example({ status: "failed", error: "no memory" })).error, "no memory");
  assertEquals(parse(example({ measurements: [], history: [], data: [] })).data, []);
});

Deno.test("parseRecord() keeps fields that it does not know", () => {
  assertEquals(parse({ ...example(), shard: "1/2" }) as unknown, { ...example(), shard: "1/2" });
});

Deno.test("parseRecord() names the file and what is wrong", async (t) => {
  const cases: [string, unknown, string][] = [
    ["another format", { ...example(), format: 2 }, "x.json: format must be 1: current value is 2"],
    ["a list", [], "x.json: it is not an object"],
    ["null", null, "x.json: it is not an object"],
    ["an unknown status", { ...example(), status: "ok" }, 'status is unknown: current value is "ok"'],
    ["an unknown profile", { ...example(), profile: "full" }, 'profile is unknown: current value is "full"'],
    [
      "a number as text",
      { ...example(), seconds: "1" },
      'seconds must be of type number: current value is "1"',
    ],
    [
      "a value that is null",
      { ...example(), measurements: [{ metric: "ACC", value: null, space: "", split: "" }] },
      "measurements[0].value must be of type number: current value is null",
    ],
    [
      "a field lost inside",
      { ...example(), engine: { name: "cpu", device: "" } },
      "engine.version is missing",
    ],
    ["history that is no list", { ...example(), history: {} }, "history must be a list"],
    ["config that is a list", { ...example(), config: [] }, "config must be of type object"],
    [
      "an unknown metric",
      example({ measurements: [{ metric: "SILH", value: 0, space: "", split: "" }] }),
      'metric "SILH" is unknown',
    ],
    [
      "an index without its space",
      example({ measurements: [{ metric: "SIL", value: 0, space: "", split: "test" }] }),
      "measurements[0]: SIL needs its space",
    ],
    [
      "NMI without its average",
      example({ measurements: [{ metric: "NMI", value: 0, space: "code", split: "test" }] }),
      "measurements[0]: NMI needs its average",
    ],
    [
      "a configuration changed by hand",
      { ...example(), config: { epochs: 500, widths: [500, 70] } },
      'its configuration, data or engine were changed: digest must be "',
    ],
    [
      "data changed by hand",
      { ...example(), data: [{ ...example().data[0], sha256: "ac" }] },
      "its configuration, data or engine were changed",
    ],
    ["half a seed", example({ seed: 1.5 }), "seed must be a whole number: current value is 1.5"],
    ["a short digest", example({ digest: "abc" }), 'digest must be 12 hex digits: current value is "abc"'],
    [
      "a way out of the folder",
      example({ experiment: "../x" }),
      'experiment is not an id: current value is "../x"',
    ],
    [
      "a time without a zone",
      example({ provenance: { ...example().provenance, started: "2026-01-02 03:04" } }),
      "provenance.started must be a UTC time",
    ],
    ["a failure without its error", example({ status: "failed" }), "error is missing"],
    ["a skip without its reason", example({ status: "skipped" }), "reason is missing"],
  ];
  for (const [name, record, message] of cases) {
    await t.step(name, () => {
      assertThrows(() => parse(record), RecordError, message);
    });
  }
  await t.step("half a file", () => {
    assertThrows(() => parseRecord('{"format": 1', "x.json"), RecordError, "x.json: it is not JSON");
  });
});

Deno.test("parseRecord() asks for every field but reason and error", () => {
  for (const field of Object.keys(example()).filter((name) => name !== "format")) {
    const record: Record<string, unknown> = { ...example() };
    delete record[field];
    assertThrows(() => parse(record), RecordError, `${field} is missing`);
  }
});

Deno.test("isMetric() knows the names and OTHER:<name>", () => {
  assert(isMetric("ACC") && isMetric("PARAMS") && isMetric("OTHER:MSE first epoch"));
  assert(!isMetric("acc") && !isMetric("OTHER:") && !isMetric("OTHER: x") && !isMetric(""));
});

Deno.test("isExperimentId() takes parts that are safe as file names", () => {
  assert(isExperimentId("chowdhury/pca-kmeans/mnist") && isExperimentId("a/b_1.5"));
  for (const wrong of ["", "one", "a//b", "/a/b", "a/b/", "a/..", "a/.b", "A/b", "a/b c", "a/b\n"]) {
    assert(!isExperimentId(wrong), wrong);
  }
});

Deno.test("configDigest() does not depend on the order of keys or data", () => {
  const parts = {
    experiment: "a/b",
    profile: "quick" as const,
    config: { x: 1, y: { p: [1, 2], q: undefined } },
    data: ["aa", "bb"],
    engine: "cpu",
  };
  const digest = configDigest(parts);
  assertMatch(digest, /^[0-9a-f]{12}$/);
  assertEquals(configDigest({ ...parts, config: { y: { p: [1, 2] }, x: 1 }, data: ["bb", "aa"] }), digest);
  assertNotEquals(configDigest({ ...parts, config: { x: 1, y: { p: [2, 1] } } }), digest);
  assertNotEquals(configDigest({ ...parts, profile: "paper" }), digest);
  assertNotEquals(configDigest({ ...parts, engine: "wasm" }), digest);
  assertNotEquals(configDigest({ ...parts, data: ["aa"] }), digest);
  assertNotEquals(configDigest({ ...parts, experiment: "a/c" }), digest);
});

Deno.test("configDigest() is the start of the SHA-256 of canonical JSON", () => {
  // printf '{"config":{},"data":[],"engine":"cpu","experiment":"a/b","profile":"quick"}' | sha256sum
  assertEquals(
    configDigest({ experiment: "a/b", profile: "quick", config: {}, data: [], engine: "cpu" }),
    "20dc4d753457",
  );
});

Deno.test("configDigest() refuses numbers that JSON cannot hold", () => {
  const parts = { experiment: "a/b", profile: "quick" as const, data: [], engine: "cpu" };
  assertThrows(() => configDigest({ ...parts, config: { lr: NaN } }), RangeError, "current value is NaN");
});

Deno.test("writeRecord() and readRecords() are each other's inverse", () =>
  inFolder(async (out) => {
    const first = example();
    const second = example({ experiment: "agarap/ae/mnist", seed: 73, status: "skipped", reason: "no data" });
    assertEquals(await writeRecord(out, first), `${out}/${recordPath(first)}`);
    await writeRecord(out, second);
    assertEquals(await readRecords(out), [second, first]);
  }));

Deno.test("writeRecord() writes over the older record and leaves no other file", () =>
  inFolder(async (out) => {
    await writeRecord(out, example({ status: "interrupted" }));
    const path = await writeRecord(out, example());
    assertEquals((await readRecords(out)).map(({ status }) => status), ["done"]);
    const names = [...Deno.readDirSync(path.slice(0, path.lastIndexOf("/")))].map(({ name }) => name);
    assertEquals(names, [`${example().digest}-s42.json`]);
  }));

Deno.test("writeRecord() writes nothing that is not finite, and nothing that could not be read", () =>
  inFolder(async (out) => {
    for (const loss of [NaN, Infinity, -Infinity]) {
      await assertRejects(
        () => writeRecord(out, example({ history: [{ epoch: 1, loss }] })),
        RangeError,
        `loss must be finite: current value is ${loss}`,
      );
    }
    await assertRejects(
      () => writeRecord(out, example({ status: "failed" })),
      RecordError,
      "error is missing",
    );
    assertEquals(await readRecords(out), []);
  }));

Deno.test("readRecords() finds nothing where nothing was run", () =>
  inFolder(async (out) => {
    assertEquals(await readRecords(`${out}/none`), []);
  }));

Deno.test("readRecords() passes over temporary and other files, and names the broken one", () =>
  inFolder(async (out) => {
    const path = await writeRecord(out, example());
    const folder = path.slice(0, path.lastIndexOf("/"));
    await Deno.writeTextFile(`${folder}/.record-1.tmp`, "{");
    await Deno.writeTextFile(`${folder}/.x.json`, "{");
    await Deno.writeTextFile(`${folder}/notes.txt`, "{");
    assertEquals(await readRecords(out), [example()]);
    await Deno.writeTextFile(`${folder}/broken.json`, "{");
    await assertRejects(() => readRecords(out), RecordError, "snnl-5/mnist/broken.json: it is not JSON");
  }));

Deno.test("readRecords() refuses a record that lies elsewhere: it would count twice", () =>
  inFolder(async (out) => {
    const path = await writeRecord(out, example());
    await Deno.copyFile(path, path.replace("-s42", "-s43"));
    await assertRejects(() => readRecords(out), RecordError, `belongs at ${recordPath(example())}`);
  }));

Deno.test("parseRecord() refuses a written record of which any letter was changed", async () => {
  await inFolder(async (out) => {
    const record = example();
    const path = await writeRecord(out, record);
    const text = await Deno.readTextFile(path);
    const at = text.indexOf("checksum");
    const name = (i: number) =>
      [..."checksum"].map((c, j) => at + j === i ? String.fromCharCode(c.charCodeAt(0) ^ 1) : c).join("");
    for (let i = 0; i < text.length; i++) {
      // The lowest bit: 0.5 becomes 0.4, a space becomes !.
      const flipped = text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ 1) + text.slice(i + 1);
      try {
        // Only the name of the checksum's field, without which there is none, goes unseen, and changes nothing else.
        const { [name(i)]: checksum, ...rest } = parseRecord(flipped, path) as unknown as Record<
          string,
          unknown
        >;
        assertMatch(`${checksum}`, /^[0-9a-f]{16}$/);
        assertEquals(rest, { ...record });
      } catch (error) {
        assert(error instanceof RecordError, `letter ${i}: ${error}`);
      }
    }
  });
});

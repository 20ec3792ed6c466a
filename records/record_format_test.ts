import { assertEquals, assertThrows } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { exampleRecord as example } from "../runner/testing.ts";
import { checksumOf } from "./digest.ts";
import { writeRecord } from "./record_files.ts";
import { parseRecord, RecordError } from "./record_format.ts";

/** Parses a made-up record as its file would have it: with its checksum, unless `record` has one. */
const parse = (record: object) =>
  parseRecord(JSON.stringify({ checksum: checksumOf(record), ...record }), "x.json");

Deno.test("parseRecord() gives back what was written", () => {
  assertEquals(parse(example()), example());
  assertEquals(parse(example({ status: "failed", error: "no memory" })).error, "no memory");
  assertEquals(parse(example({ measurements: [], history: [], data: [] })).data, []);
  const carried = example({
    code: "",
    study: { question: "Why?", of: "agarap/snnl-5/mnist", change: { epochs: 5 } },
    migrated: { from: 1, added: ["network.loss"] },
  });
  assertEquals(parse(carried), carried);
  const engine = {
    ...{
      name: "webgpu",
      device: "GPU (Apple M3)",
      version: "4.22.0",
      backend: "webgpu (Metal)",
      driver: "1",
    },
    adapter: { vendor: "apple", architecture: "", device: "", description: "Apple M3", isFallback: false },
  };
  assertEquals(parse(example({ engine })), example({ engine }));
});

Deno.test("parseRecord() keeps fields that it does not know", () => {
  assertEquals(parse({ ...example(), shard: "1/2" }) as unknown, { ...example(), shard: "1/2" });
});

Deno.test("parseRecord() names the file and what is wrong", async (t) => {
  const measured = (...measurements: object[]) => ({ ...example(), measurements });
  const cases: [string, object, string][] = [
    ["another format", { ...example(), format: 3 }, "x.json: format must be 2, got 3"],
    ["an unknown status", { ...example(), status: "ok" }, 'status must be one of done, failed, got "ok"'],
    ["an unknown profile", { ...example(), profile: "full" }, "profile must be one of smoke, quick, paper"],
    ["a number as text", { ...example(), seconds: "1" }, 'seconds must be a number, got "1"'],
    [
      "a value that is null",
      measured({ metric: "ACC", value: null, space: "", split: "" }),
      "measurements[0].value must be a number, got null",
    ],
    [
      "a field lost inside",
      { ...example(), engine: { name: "cpu", device: "" } },
      "engine.version is missing",
    ],
    [
      "an adapter that does not say whether it is a GPU",
      {
        ...example(),
        engine: {
          ...example().engine,
          adapter: { vendor: "", architecture: "", device: "", description: "" },
        },
      },
      "engine.adapter.isFallback is missing",
    ],
    ["history that is no list", { ...example(), history: {} }, "history must be a list, got {}"],
    ["config that is a list", { ...example(), config: [] }, "config must be an object, got []"],
    [
      "a metric without a name",
      measured({ metric: "acc", value: 0, space: "", split: "" }),
      'measurements[0].metric must be a metric\'s name, such as ACC or OTHER:rows, got "acc"',
    ],
    [
      "an index without its space",
      measured({ metric: "SIL@500", value: 0, space: "", split: "test" }),
      "measurements[0]: SIL@500 needs its space",
    ],
    [
      "NMI without its average",
      measured({ metric: "NMI", value: 0, space: "code", split: "test" }),
      "measurements[0]: NMI needs its average, one of arithmetic, geometric, max, min, got undefined",
    ],
    [
      "AMI with an average that is none",
      measured({ metric: "AMI", value: 0, space: "code", split: "test", average: "mean" }),
      'measurements[0]: AMI needs its average, one of arithmetic, geometric, max, min, got "mean"',
    ],
    [
      "two measurements of one name",
      measured(
        { metric: "ACC", value: 0.5, space: "code", split: "test" },
        { metric: "ACC", value: 0.5, space: "code", split: "test", average: "" },
      ),
      "measurements[1]: ACC, code, test is measured twice",
    ],
    [
      "a number whose square is infinite",
      measured({ metric: "MSE", value: -1e200, space: "", split: "test" }),
      "measurements[0]: value must be at most 1e+100 in size, got -1e+200",
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
    ["half a seed", example({ seed: 1.5 }), "seed must be a whole number, got 1.5"],
    ["a negative seed", example({ seed: -1 }), "seed must be at least 0, got -1"],
    ["a seed that is rounded", example({ seed: 2 ** 53 }), "seed must be at most 9007199254740991"],
    ["a short digest", example({ digest: "abc" }), 'digest must be 12 hex digits, got "abc"'],
    ["code of another kind", example({ code: "abc" }), 'code must be 12 hex digits, or nothing, got "abc"'],
    [
      "a way out of the folder",
      example({ experiment: "../x" }),
      'experiment must be lower-case names between slashes, such as agarap/snnl-5/mnist, got "../x"',
    ],
    [
      "a time without a zone",
      example({ provenance: { ...example().provenance, started: "2026-01-02 03:04" } }),
      "provenance.started must be a UTC time",
    ],
    [
      "a day that is none",
      example({ provenance: { ...example().provenance, started: "2026-99-02T03:04:05.000Z" } }),
      "provenance.started must be a UTC time",
    ],
    ["less than no time", example({ seconds: -5 }), "seconds must be at least 0, got -5"],
    ["a failure without its error", example({ status: "failed" }), "error is missing"],
    ["another's checksum", { ...example(), checksum: "0".repeat(16) }, "it was changed since it was written"],
  ];
  for (const [name, record, message] of cases) {
    await t.step(name, () => {
      assertThrows(() => parse(record), RecordError, message);
    });
  }
  const texts: [string, string, string][] = [
    ["a list", "[]", "x.json: it is not an object"],
    ["null", "null", "x.json: it is not an object"],
    ["half a file", '{"format": 2', "x.json: it is not JSON"],
    ["no checksum", JSON.stringify(example()), "checksum is missing"],
    [
      "a number that is too large",
      JSON.stringify({ ...example(), checksum: "" }).replace(/"seconds":[^,}]+/, '"seconds":1e999'),
      "seconds must be finite, got Infinity",
    ],
    [
      "a setting that is too large",
      JSON.stringify({ ...example(), checksum: "0".repeat(16) }).replace('"epochs":5', '"epochs":1e999'),
      "epochs must be finite",
    ],
    [
      "settings that are nested too deep",
      JSON.stringify({ ...example(), checksum: "0".repeat(16) })
        .replace('"epochs":5', `"epochs":${'{"a":'.repeat(1e5)}1${"}".repeat(1e5)}`),
      "lists and objects must be nested at most 64 levels deep",
    ],
    [
      "settings that are nested deeper than any of ours",
      JSON.stringify({ ...example(), checksum: "0".repeat(16) })
        .replace('"epochs":5', `"epochs":${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`),
      "lists and objects must be nested at most 64 levels deep",
    ],
    [
      "more measurements than any run has",
      JSON.stringify({
        ...measured(...Array.from({ length: 10_001 }, (_, i) => ({
          metric: "ACC",
          value: 0.5,
          space: `${i}`,
          split: "",
        }))),
        checksum: "0".repeat(16),
      }),
      "measurements must have at most 10000 items, got 10001",
    ],
  ];
  for (const [name, text, message] of texts) {
    await t.step(name, () => {
      assertThrows(() => parseRecord(text, "x.json"), RecordError, message);
    });
  }
});

Deno.test("parseRecord() takes metrics of upper-case names and OTHER:<name>", () => {
  const withMetric = (metric: string) =>
    parse(example({ measurements: [{ metric, value: 1, space: "code", split: "test" }] }));
  for (const metric of ["ACC", "PARAMS", "V-MEASURE", "SIL@1000", "OTHER:MSE first epoch", "OTHER"]) {
    assertEquals(withMetric(metric).measurements[0].metric, metric);
  }
  for (const metric of ["acc", "OTHER:", "OTHER: x", "", "ACC ", "1ACC", "ACC:x", "ACC\n"]) {
    assertThrows(() => withMetric(metric), RecordError, "measurements[0].metric must ");
  }
});

Deno.test("parseRecord() asks for every field that is not optional", () => {
  for (const field of Object.keys(example()).filter((name) => name !== "format")) {
    const record: Record<string, unknown> = { ...example() };
    delete record[field];
    assertThrows(() => parse(record), RecordError, `${field} is missing`);
  }
});

Deno.test("parseRecord() refuses a written record of which any letter was changed", async () => {
  await inFolder(async (out) => {
    const record = example();
    const path = await writeRecord(out, record);
    const text = await Deno.readTextFile(path);
    for (let i = 0; i < text.length; i++) {
      // The lowest bit: 0.5 becomes 0.4, a space becomes !.
      const flipped = text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ 1) + text.slice(i + 1);
      assertThrows(() => parseRecord(flipped, path), RecordError);
    }
  });
});

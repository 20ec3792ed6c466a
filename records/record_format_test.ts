import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { exampleRecord as example } from "../runner/testing.ts";
import { writeRecord } from "./record_files.ts";
import { parseRecord, RecordError } from "./record_format.ts";

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
    [
      "a day that is none",
      example({ provenance: { ...example().provenance, started: "2026-99-02T03:04:05.000Z" } }),
      "provenance.started must be a UTC time",
    ],
    ["less than no time", example({ seconds: -5 }), "seconds must be at least 0: current value is -5"],
    ["a failure without its error", example({ status: "failed" }), "error is missing"],
  ];
  for (const [name, record, message] of cases) {
    await t.step(name, () => {
      assertThrows(() => parse(record), RecordError, message);
    });
  }
  await t.step("a number that is too large", () => {
    const text = JSON.stringify(example()).replace(/"seconds":[^,}]+/, '"seconds":1e999');
    assertThrows(
      () => parseRecord(text, "x.json"),
      RecordError,
      "seconds must be finite: current value is Infinity",
    );
  });
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

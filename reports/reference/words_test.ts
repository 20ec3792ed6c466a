import { assertEquals } from "@std/assert";
import { exampleClaim } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { besideReference } from "./beside.ts";
import type { Reference } from "./reference.ts";
import { exampleReference, quickRun, trained } from "./testing.ts";
import { apartNumber, closing, type Judged, MEANING, runLine, toldNumber } from "./words.ts";

const PLAIN = exampleReference(), TRAINED = exampleReference(trained());
const CLAIM = exampleClaim({ metric: "ACC", value: "0.560", printed: "0.560" });

const judged = (record: RunRecord, reference?: Reference): Judged => ({
  record,
  beside: besideReference(record, reference),
});

Deno.test("runLine() has our number, the reference's, the mark and the paper's", () => {
  const line = (run: RunRecord, reference?: Reference, claims = [CLAIM]) =>
    runLine("made/up/data", judged(run, reference), claims);
  assertEquals(line(quickRun(0.5, 1), PLAIN), "made/up/data  ACC 0.500 (reference 0.500 ✓ · paper 0.560)");
  assertEquals(line(quickRun(0.4, 1), PLAIN), "made/up/data  ACC 0.400 (reference 0.500 ✗ · paper 0.560)");
  assertEquals(line(quickRun(0.5, 1), PLAIN, []), "made/up/data  ACC 0.500 (reference 0.500 ✓)");
  assertEquals(
    line(quickRun(0.5, 1)),
    "made/up/data  ACC 0.500 (no reference for this experiment · paper 0.560)",
  );
  assertEquals(
    line(quickRun(0.5, 1, { data: [] }), PLAIN),
    "made/up/data  ACC 0.500 (not comparable with the reference: the data are not the reference's · paper 0.560)",
  );
  assertEquals(line(quickRun(0.5, 1, { profile: "paper" }), PLAIN), "made/up/data  ACC 0.500 (paper 0.560)");
  assertEquals(
    line(quickRun(0, 1, { measurements: [] })),
    "made/up/data  nothing measured (no reference for this experiment)",
  );
});

Deno.test("toldNumber() has the mean of a trained run's reference, and the paper's unit", () => {
  // The mean of the eight accuracies is 0.515.
  assertEquals(toldNumber(judged(quickRun(0.5, 1, trained()), TRAINED), [])?.reference, "0.515");
  const percent = exampleClaim({ metric: "ACC", value: "56.0", printed: "56.0%" });
  const told = toldNumber(judged(quickRun(0.5, 1), PLAIN), [percent])!;
  assertEquals([told.ours, told.reference, told.paper], ["50.0%", "50.0%", "56.0%"]);
});

Deno.test("closing() counts what matches, and names what does not with its interval", () => {
  const runs = [1, 2].map((seed) => judged(quickRun([0.5, 0.53][seed - 1], seed), PLAIN));
  assertEquals(closing(runs), ["2 of 2 match the reference."]);
  assertEquals(closing(runs.slice(1)), ["1 of 1 matches the reference."]);
  assertEquals(closing([...runs, judged(quickRun(0.7, 3, trained()), TRAINED)]), [
    "2 of 3 match the reference.",
    "  made/up/data (seed 3): 1 of 3 numbers: ACC, code, test is 0.700 (reference: 0.424 to 0.606)",
    MEANING,
  ]);
});

Deno.test("closing() says what is not comparable, has no reference, or is of other code", () => {
  const other = judged(quickRun(0.5, 1, { data: [] }), PLAIN);
  const none = judged(quickRun(0.5, 1, { experiment: "made/down/data" }), PLAIN);
  const older = judged(quickRun(0.5, 1, { code: "0123456789ab" }), PLAIN);
  assertEquals(closing([other, other, none]), [
    "2 are not comparable with the reference: the data are not the reference's.",
    "1 has no reference: made/down/data.",
  ]);
  assertEquals(closing([older]), [
    "1 of 1 matches the reference.",
    "The code of 1 has changed since the reference was made; the numbers still match.",
  ]);
  assertEquals(closing([none]), []);
  assertEquals(closing([]), []);
});

Deno.test("apartNumber() shows enough digits to see the difference", () => {
  assertEquals(
    apartNumber({ name: "CHI", value: 5000.01, expected: { low: 5000, high: 5000 } }),
    "CHI is 5000.01 (reference: 5000)",
  );
  assertEquals(
    apartNumber({ name: "CHI", value: 9000, expected: { low: 4012.3, high: 6023.4 } }),
    "CHI is 9,000 (reference: 4,000 to 6,000)",
  );
  assertEquals(
    apartNumber({ name: "CHI", value: 6029, expected: { low: 4012.3, high: 6023.4 } }),
    "CHI is 6,030 (reference: 4,010 to 6,020)",
  );
  assertEquals(
    apartNumber({ name: "ACC", value: undefined, expected: { low: 0.5, high: 0.5 } }),
    "ACC is not measured (reference: 0.5)",
  );
});

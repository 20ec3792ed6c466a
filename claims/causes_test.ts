import { assertEquals } from "@std/assert";
import { exampleClaim } from "../judging/testing.ts";
import { parseCauses } from "./causes.ts";
import { faultLines } from "./fault.ts";

const HEADER = "misses,cause,study,metric,space,split,average,outcome,note\n";
const claims = ["made-1", "made-10", "made-2"].map((id) => exampleClaim({ id }));
const parse = (rows: string) => parseCauses(HEADER + rows, "causes.csv", claims);

Deno.test("parseCauses() reads causes with a study and without", () => {
  const { rows, faults } = parse(
    "made-1*,the rate,made/study-rate/data,SIL,code,test,,explains,n\nmade-2,the seed,,,,,,open,\n",
  );
  assertEquals(faults, []);
  assertEquals(rows.map(({ misses, study, outcome, note }) => [misses, study, outcome, note]), [
    [["made-1", "made-10"], "made/study-rate/data", "explains", "n"],
    [["made-2"], "", "open", ""],
  ]);
});

Deno.test("parseCauses() says what is wrong", () => {
  const wrong = (row: string) => faultLines(parse(`${row}\n`).faults);
  assertEquals(wrong("made-1,,,,,,,explained,"), [
    "causes.csv: row 2: the cause is missing",
    'causes.csv: row 2: the outcome "explained" is unknown: did you mean explains?',
    'causes.csv: row 2: a cause without a study is open, or its note says how it is known that it is "explained"',
  ]);
  assertEquals(wrong("made-3,x,made/study/data,,,,,open,"), [
    'causes.csv: row 2: the claim "made-3" is unknown: did you mean made-1?',
    "causes.csv: row 2: a study needs the metric that shows the cause",
  ]);
});

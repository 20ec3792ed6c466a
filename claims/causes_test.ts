import { assertEquals } from "@std/assert";
import { exampleClaim } from "../judging/testing.ts";
import { parseCauses } from "./causes.ts";
import { faultLines } from "./fault.ts";

const HEADER = "misses,cause,study,metric,space,split,average,note\n";
const claims = ["made-1", "made-10", "made-2"].map((id) => exampleClaim({ id }));
const parse = (rows: string) => parseCauses(HEADER + rows, "causes.csv", claims);

Deno.test("parseCauses() reads causes with a study and without", () => {
  const { rows, faults } = parse(
    "made-1*,the rate,made/study-rate/data,SIL,code,test,,n\nmade-2,the seed,,,,,,\n",
  );
  assertEquals(faults, []);
  assertEquals(rows.map(({ misses, study, note }) => [misses, study, note]), [
    [["made-1", "made-10"], "made/study-rate/data", "n"],
    [["made-2"], "", ""],
  ]);
});

Deno.test("parseCauses() says what is wrong", () => {
  const wrong = (row: string) => faultLines(parse(`${row}\n`).faults);
  assertEquals(wrong("made-1,,rate,SIL,,,,"), [
    "causes.csv: row 2: the cause is missing",
    'causes.csv: row 2: the study is not the id of an experiment, got "rate"',
  ]);
  assertEquals(wrong("made-3,x,made/study/data,,,,,"), [
    'causes.csv: row 2: the claim "made-3" is unknown: did you mean made-1?',
    "causes.csv: row 2: a study needs the metric that shows the cause",
  ]);
});

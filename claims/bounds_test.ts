import { assertEquals } from "@std/assert";
import { exampleClaim } from "../judging/testing.ts";
import { parseBounds } from "./bounds.ts";
import { MADE } from "./testing.ts";
import { faultLines } from "./fault.ts";

const HEADER = "claims,side,value,control,metric,space,split,average,evidence\n";
const claims = [
  exampleClaim({ id: "made-1-sil" }),
  exampleClaim({ id: "made-1-acc", metric: "ACC" }),
  exampleClaim({ id: "made-2-sil" }),
  exampleClaim({ id: "made-3-sil", kind: "ordinal" }),
];
const parse = (rows: string) => parseBounds(HEADER + rows, "bounds.csv", claims, MADE.metrics);

Deno.test("parseBounds() reads a stated value and a control; a star stands for numbers of the row's metric alone", () => {
  const { rows, faults } = parse(
    "made-*,at most,,controls/k-means/data,SIL,code,test,,a thousand starts\nmade-1-acc,at least,0.1,,ACC,,,,chance\n",
  );
  assertEquals(faults, []);
  assertEquals(rows.map(({ place: _, ...row }) => row), [
    {
      claims: ["made-1-sil", "made-2-sil"],
      side: "at most",
      value: null,
      control: "controls/k-means/data",
      metric: "SIL",
      space: "code",
      split: "test",
      average: "",
      evidence: "a thousand starts",
    },
    {
      claims: ["made-1-acc"],
      side: "at least",
      value: 0.1,
      control: "",
      metric: "ACC",
      space: "",
      split: "",
      average: "",
      evidence: "chance",
    },
  ]);
});

Deno.test("parseBounds() says what is wrong", () => {
  const wrong = (row: string) => faultLines(parse(`${row}\n`).faults);
  assertEquals(wrong("made-1-acc,at most,0.1,,SIL,,,,x"), [
    'bounds.csv: row 2: the claim "made-1-acc" is unknown: did you mean made-1-sil? (of those about SIL)',
  ]);
  assertEquals(wrong("made-1-sil,at msot,0.1,,SIL,,,,x"), [
    'bounds.csv: row 2: the side "at msot" is unknown: did you mean at most?',
  ]);
  assertEquals(wrong("made-1-sil,at most,NaN,,SIL,,,,x"), [
    'bounds.csv: row 2: the value is not a finite number in plain digits, got "NaN"',
  ]);
  assertEquals(wrong("made-1-sil,at most,50,,SIL,,,,x"), [
    "bounds.csv: row 2: SIL lies from -1 to 1, got 50: a bound is in the metric's own unit, or has a %",
  ]);
  assertEquals(parse("made-1-sil,at most,50%,,SIL,,,,x\n").rows[0].value, 0.5);
  assertEquals(wrong("made-1-sil,at most,,,SIL,,,,x"), [
    "bounds.csv: row 2: a bound needs a value or a control",
  ]);
  assertEquals(wrong("made-1-sil,at most,,k means,SIL,,,,"), [
    'bounds.csv: row 2: the control is not the id of an experiment, got "k means"',
    "bounds.csv: row 2: a bound needs its evidence",
  ]);
});

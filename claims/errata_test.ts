import { assertEquals } from "@std/assert";
import type { Claim } from "./claims.ts";
import { parseErrata } from "./errata.ts";
import { faultLines } from "./fault.ts";

const HEADER = "id,line,where,printed,right,claims,note\n";
const claims = ["made-1", "made-10", "made-2"].map((id) => ({ id }) as Claim);
const parse = (rows: string) => parseErrata(HEADER + rows, "errata.csv", "made", claims);

Deno.test("parseErrata() reads lines and the claims that an erratum touches", () => {
  const { rows, faults } = parse("made-e1,7,Abstract,[value]%,0.9,made-2;made-1,n\nmade-e2,8,,,,,\n");
  assertEquals(faults, []);
  assertEquals(rows, [
    {
      id: "made-e1",
      paper: "made",
      line: 7,
      where: "Abstract",
      printed: "[value]%",
      right: "0.9",
      claims: ["made-2", "made-1"],
      note: "n",
    },
    { id: "made-e2", paper: "made", line: 8, where: "", printed: "", right: "", claims: [], note: "" },
  ]);
});

Deno.test("parseErrata() takes a star for any letters, and each claim once", () => {
  assertEquals(parse("made-e1,7,,,,made-10;made-1*,\n").rows[0].claims, ["made-10", "made-1"]);
});

Deno.test("parseErrata() names the row and what is wrong", () => {
  const { faults } = parse("made-e1,L7,,,,made-9;x*,\nmade-e1,8,,,,,\nother-1,8,,,,,\n");
  assertEquals(faultLines(faults), [
    'errata.csv: row 2: the line is not a number, got "L7"',
    'errata.csv: row 2: the claim "made-9" is unknown: did you mean made-1?',
    'errata.csv: row 2: the claim "x*" is unknown: did you mean made-1?',
    'errata.csv: row 3: the id "made-e1" is there twice',
    'errata.csv: row 4: the id "other-1" must start with "made-"',
  ]);
});

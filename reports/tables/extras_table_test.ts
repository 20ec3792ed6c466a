import { assertEquals } from "@std/assert";
import { extras } from "../../judging/extras.ts";
import { exampleClaim, exampleRun, measured, nmi, silhouette } from "../../judging/testing.ts";
import { extrasTable } from "./extras_table.ts";

Deno.test("extrasTable() has each number that no claim asks for, with its direction and its spread", () => {
  const records = [0.25, 0.35].map((value, seed) =>
    exampleRun(0, {
      seed,
      measurements: [silhouette(0.5), nmi(value, "max"), measured("OTHER:a|b", 70000, { space: "" })],
    })
  );
  assertEquals(extrasTable(extras([exampleClaim()], records), []).split("\n"), [
    "| number | ours |",
    "| --- | --- |",
    "| NMI ↑, code, test split, max average | 0.300 ± 0.071 |",
    "| a\\|b, test split | 70,000 |",
  ]);
});

import { assertEquals } from "@std/assert";
import { exampleRun, measured } from "../../judging/testing.ts";
import type { ImagesData } from "../../records/figure_data.ts";
import { captionWords, withRows } from "./caption.ts";

const code = { space: "code", split: "test" };

Deno.test("captionWords() tells the run's own scores, and leaves out what it did not measure", () => {
  const run = exampleRun(0, {
    measurements: [measured("SIL", 0.05476, code), measured("DBI", 2.8166, code), measured("SIL", 1)],
  });
  const told = (...metrics: string[]) =>
    captionWords(
      { kind: "caption", name: "fig", scores: metrics.map((metric) => ({ metric, ...code })) },
      run,
    );
  assertEquals(told("SIL", "DBI"), ["SIL 0.0548 and DBI 2.82 in this run."]);
  assertEquals(told("CHI", "DBI"), ["DBI 2.82 in this run."]);
  assertEquals(told("CHI"), []);
  assertEquals(captionWords({ kind: "caption", name: "fig" }, run), []);
  assertEquals(captionWords(undefined, run), []);
});

Deno.test("withRows() gives rows other names where there is one for each", () => {
  const data: ImagesData = {
    kind: "images",
    name: "fig",
    title: "Digits",
    width: 1,
    height: 1,
    rows: [{ label: "cluster 0", images: ["AA=="] }, { label: "cluster 1", images: [] }],
  };
  const named = (rows: readonly string[]) =>
    withRows(data, { kind: "caption", name: "fig", rows }).rows.map(({ label }) => label);
  assertEquals(named(["digit 0", "digit 1"]), ["digit 0", "digit 1"]);
  assertEquals(named(["digit 0"]), ["cluster 0", "cluster 1"]);
  assertEquals(withRows(data, undefined), data);
});

import { assertEquals } from "@std/assert";
import { fromHash, START, type State, toHash, VIEWS } from "./state.ts";

Deno.test("an address says the whole state, and the start has none", () => {
  const state: State = {
    view: "embeddings",
    claim: "made-1",
    show: "counted",
    paper: "a&b=c",
    dataset: "日本語 #1",
    metric: "OTHER:MSE last epoch",
    kind: "result",
    verdicts: ["close", "not run"],
    text: `"<b>' +%20`,
    factor: 1.414,
    sort: "off",
    descending: true,
    embedding: "embeddings/a-0.js",
    beside: "none",
  };
  assertEquals(fromHash(`#${toHash(state)}`), state);
  assertEquals(toHash(START), "");
  assertEquals(fromHash(""), START);
  for (const view of VIEWS) assertEquals(fromHash(`#${toHash({ ...START, view })}`).view, view);
});

Deno.test("fromHash() leaves what cannot be at its start", () => {
  const hash = "#view=other&show=all&verdict=fine,worse&tolerance=1e9&sort=-constructor&unknown=1&%E0%A4%A";
  assertEquals(fromHash(hash), { ...START, verdicts: ["worse"] });
  for (const factor of ["", "x", "0.49", "-1", "NaN"]) {
    assertEquals(fromHash(`#tolerance=${factor}`).factor, 1);
  }
});

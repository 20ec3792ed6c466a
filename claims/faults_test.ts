import { assertEquals } from "@std/assert";
import type { Measurement } from "../records/record.ts";
import { claimOf } from "./rows.ts";
import { answerFault, answerFaults, type Answering } from "./faults.ts";
import type { Claim } from "./claims.ts";
import { MADE } from "./testing.ts";

const at = (metric: string, space: string, split: string, average?: string): Measurement => ({
  metric,
  value: 0.5,
  space,
  split,
  ...average !== undefined && { average },
});

const asked = (metric: string, space = "code", split = "test", average = "") => ({
  metric,
  space,
  split,
  average,
});

Deno.test("answerFault() wants metric, space, split and average as they are asked", () => {
  const run = [at("SIL", "code", "test"), at("NMI", "code", "test", "max"), at("PARAMS", "", "")];
  for (const one of [asked("SIL"), asked("NMI", "code", "test", "max"), asked("PARAMS", "", "")]) {
    assertEquals(answerFault(one, [run]), undefined);
  }
  assertEquals(
    answerFault(asked("NMI", "code", "test", "arithmetic"), [run]),
    "no run measured NMI in code, test, by arithmetic: there is NMI in code, test, by max",
  );
  assertEquals(
    answerFault(asked("DBI"), [run]),
    "no run measured DBI in code, test: there is NMI in code, test, by max",
  );
  assertEquals(
    answerFault(asked("SIL", "", ""), [run]),
    "no run measured SIL: there is SIL in code, test",
  );
});

Deno.test("answerFault() says of all metrics alike that nothing was measured in a place", () => {
  const run = [at("SIL", "pixels", "test"), at("ACC", "pixels", "train"), at("PARAMS", "", "")];
  const reason = "no run measured anything in code, test: there is pixels, test";
  assertEquals(answerFault(asked("SIL"), [run]), reason);
  assertEquals(answerFault(asked("NMI"), [run]), reason);
});

Deno.test("answerFault() refuses two answers, and takes one of some runs", () => {
  const sil = at("SIL", "code", "test");
  assertEquals(
    answerFault(asked("SIL"), [[sil, { ...sil, value: 0.1 }]]),
    "a run measured SIL in code, test more than once",
  );
  assertEquals(answerFault(asked("SIL"), [[at("ACC", "code", "test")], [sil]]), undefined);
  assertEquals(answerFault(asked("SIL"), []), undefined);
  assertEquals(answerFault(asked("SIL"), [[]]), "no run measured anything");
});

const claim = (over: Partial<Claim> = {}): Claim => ({
  ...claimOf({
    fields: {
      id: "made-1",
      where: "",
      dataset: "data",
      method: "Up",
      metric: "SIL",
      statistic: "single",
      value: "0.5",
      printed: "0.5",
      kind: "result",
      experiment: "made/up/data",
      space: "code",
      split: "test",
      average: "",
      tolerance: "",
      basis: "",
      note: "",
      line: "",
    },
    place: { file: "claims.csv", row: 2 },
  }, MADE),
  ...over,
});

const run = (over: Partial<Answering>): Answering => ({
  experiment: "made/up/data",
  profile: "paper",
  status: "done",
  measurements: [at("SIL", "pixels", "test")],
  ...over,
});

Deno.test("answerFaults() looks at the highest profile that is done", () => {
  const right = [at("SIL", "code", "test")];
  const reason = "no run measured anything in code, test: there is pixels, test";
  const fault = { file: "claims.csv", row: 2, reason };
  assertEquals(answerFaults([claim()], [run({})]), [fault]);
  assertEquals(answerFaults([claim()], [run({}), run({ profile: "quick", measurements: right })]), [fault]);
  assertEquals(answerFaults([claim()], [run({ profile: "smoke" }), run({ measurements: right })]), []);
  assertEquals(answerFaults([claim()], [run({ status: "failed", measurements: [] })]), []);
  assertEquals(answerFaults([claim()], [run({ experiment: "made/down/data" })]), []);
  assertEquals(answerFaults([claim({ kind: "cited", experiment: "" })], [run({})]), []);
});

Deno.test("answerFaults() asks each experiment of an order for its own", () => {
  const order = claim({
    kind: "ordinal",
    experiment: "made/up/data > made/down/data",
    space: "pixels > code",
  });
  const down = run({ experiment: "made/down/data" });
  assertEquals(answerFaults([order], [run({}), down]).map(({ reason }) => reason), [
    "made/down/data: no run measured anything in code, test: there is pixels, test",
  ]);
  assertEquals(answerFaults([{ ...order, space: "pixels" }], [run({}), down]), []);
});

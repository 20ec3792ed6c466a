import { assertEquals } from "@std/assert";
import { loadDataset } from "../datasets/mod.ts";
import { initEngine } from "../engine/mod.ts";
import { readClaims } from "../claims/claims_format.ts";
import { answerOf } from "../judging/samples.ts";
import { EXPERIMENTS } from "./mod.ts";
import { exampleRecord } from "../runner/testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const digits = await loadDataset("mnist-10k");
const { claims } = await readClaims(new URL("../fixtures/", import.meta.url));

for (const { id, profiles, run } of EXPERIMENTS) {
  const { smoke } = profiles;
  const own = claims.filter(({ experiment, kind }) => experiment === id && kind !== "ordinal");
  // The others' take some seconds each.
  if (own.length === 0 || smoke === undefined || smoke.seconds > 2) continue;
  Deno.test(`${id} measures what its claims ask`, async () => {
    assertEquals(smoke.dataset, digits.name);
    const outcome = await run(smoke.config, digits, { seed: 42, progress: () => () => {} });
    const record = exampleRecord(outcome);
    const unanswered = own.filter((claim) => answerOf(claim, record) === undefined);
    assertEquals(unanswered.map(({ id }) => id), []);
  });
}

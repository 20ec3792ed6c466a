import { assertEquals } from "@std/assert";
import { answerFaults } from "../claims/faults.ts";
import { experimentsOf } from "../claims/claims.ts";
import { loadDataset } from "../datasets/mod.ts";
import { initEngine } from "../engine/mod.ts";
import { quietContext } from "../experiments/testing.ts";
import { loadPapers } from "./load.ts";

await initEngine({ engine: "tensorflow", quiet: true });

for (const { claims, experiments, datasets } of await loadPapers()) {
  for (const { id, profiles, run } of experiments) {
    const { smoke } = profiles;
    const own = claims.filter((claim) => experimentsOf(claim).join() === id);
    // The others' take some seconds each.
    if (own.length === 0 || smoke === undefined || smoke.seconds > 2) continue;
    Deno.test(`${id} measures what its claims ask`, async () => {
      const data = await loadDataset(smoke.dataset, {}, datasets);
      const outcome = await run(smoke.config, data, quietContext());
      const faults = answerFaults(own, [{ ...outcome, experiment: id, profile: "smoke", status: "done" }]);
      assertEquals(faults, []);
    });
  }
}

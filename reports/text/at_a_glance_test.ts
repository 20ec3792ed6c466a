import { assertEquals } from "@std/assert";
import type { Claim } from "../../claims/claims.ts";
import { compare } from "../../judging/compare.ts";
import { exampleClaim, exampleRun } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { atAGlance } from "./at_a_glance.ts";

/** The items by their names. */
function items(claims: readonly Claim[], records: readonly RunRecord[]): Record<string, string> {
  const [heading, list] = atAGlance(compare(claims, [], records), records);
  assertEquals(heading, "## At a glance");
  return Object.fromEntries(list.split("\n").map((line) => line.slice("- **".length).split("**: ")));
}

const { provenance } = exampleRun(0);

Deno.test("atAGlance() counts claims and scores as the totals do, and sums the time of all done runs", () => {
  const claims = [
    exampleClaim(),
    // Printed twice, it counts once.
    exampleClaim({ id: "made-2", where: "Abstract" }),
    exampleClaim({ id: "made-3", experiment: "made/no/data" }),
    exampleClaim({ id: "other-1", paper: "other", kind: "cited", experiment: "", tolerance: null }),
  ];
  const records = [1, 2].map((seed) => exampleRun(0.5, { seed, seconds: 5400 }));
  const lost = exampleRun(0, { seed: 3, status: "failed", seconds: 9999, digest: "ba9876543210" });
  const found = items(claims, [...records, lost]);
  assertEquals(found.Claims, "4 in 2 papers: 3 results and 1 cited value");
  assertEquals(found.Scores, "1 of 2 judged: 1 reproduced (1 firmly)");
  const apart = [0.65, 0.75, 0.85].map((value, seed) => exampleRun(value, { seed }));
  assertEquals(
    items([exampleClaim()], apart).Scores,
    "1 of 1 judged: 1 inconclusive (more seeds like ours would not decide 1 of them)",
  );
  assertEquals(found.Runs, "2 of the full protocol (profile paper); seeds 1, 2; 1 failed");
  assertEquals(found["Computing time"], "3.0 hours, all runs together");
});

Deno.test("atAGlance() says how many runs each machine and engine made, where there are several", () => {
  const records = [
    exampleRun(0.5, { seed: 1, seconds: 90 }),
    exampleRun(0.5, { seed: 2, seconds: 90 }),
    exampleRun(0.5, {
      seed: 3,
      seconds: 0,
      profile: "quick",
      dataset: "mnist",
      data: [{ name: "x", sha256: "", rows: 1, source: "", standIn: "for MNIST" }],
      engine: {
        name: "tensorflow",
        device: "GPU",
        version: "2.20",
        adapter: { vendor: "v", architecture: "", device: "", description: "a GPU", isFallback: false },
      },
      provenance: {
        ...provenance,
        os: "linux 6.18.44-fc x86_64",
        versions: { reclaim: "0.1.0", deno: "2.9.6", tfjs: "4.22.0", v8: "15" },
        started: "2026-03-04T00:00:00.000Z",
      },
    }),
  ];
  const found = items([], records);
  assertEquals(found.Claims, "none");
  assertEquals("Scores" in found, false);
  assertEquals(found.Runs, "3 of the profile quick and the full protocol (profile paper); seeds 1, 2, 3");
  assertEquals(found["Computing time"], "3.0 minutes, all runs together");
  assertEquals(
    found.Hardware,
    "a CPU, 2 threads, 1 GiB of memory, Linux (2 runs); " +
      "a CPU, 2 threads, 1 GiB of memory, Linux 6.18, a GPU (1 run)",
  );
  assertEquals(found.Engine, "cpu 4.22.0 on CPU (2 runs); TensorFlow 2.20 on GPU (1 run)");
  assertEquals(
    found.Software,
    "Deno 2.9.6 (2 runs); Reclaim 0.1.0, Deno 2.9.6, TensorFlow.js 4.22.0 (1 run)",
  );
  assertEquals(found.Data, "data; stand-in data for MNIST");
  assertEquals(found.Dates, "2026-01-02 to 2026-03-04 (UTC)");
});

Deno.test("atAGlance() of no records says so, and nothing of machines", () => {
  assertEquals(items([exampleClaim()], []), {
    Claims: "1 in 1 paper: 1 result",
    Scores: "none of 1 judged",
    Runs: "none done",
  });
});

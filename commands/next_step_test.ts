import { assertEquals } from "@std/assert";
import { nextStep } from "./next_step.ts";

Deno.test("nextStep() names the full protocol after a quick run, and more seeds where claims are inconclusive", () => {
  const nothing = { _: [], paper: [], papers: [], dataset: [], "require-gpu": false };
  const next = (profile: "quick" | "paper", inconclusive: number, until: boolean, named = {}) =>
    nextStep(profile, inconclusive, { ...nothing, ...named, "until-decided": until }).map((line) =>
      line.replace(/^Next: | {3}#.*$/g, "")
    );
  const siam = { paper: ["siam"] };
  assertEquals(next("quick", 2, false), ["deno task reproduce --paper chowdhury --profile paper"]);
  assertEquals(next("quick", 0, false, siam), ["deno task reproduce --paper siam --profile paper"]);
  assertEquals(next("paper", 2, false), ["deno task reproduce --until-decided"]);
  assertEquals(next("paper", 2, false, siam), ["deno task reproduce --paper siam --until-decided"]);
  assertEquals(next("paper", 0, false, siam), []);
  assertEquals(next("paper", 2, true, siam), []);
  // What was named is named again, as a shell takes it.
  const own = { _: ["own/*"], papers: ["../my paper"], "data-dir": "data", out: "mine" };
  assertEquals(next("quick", 0, false, own), [
    "deno task reproduce 'own/*' --papers '../my paper' --data-dir data --out mine --profile paper",
  ]);
});

import { assertEquals } from "@std/assert";
import { exampleClaim, measured } from "../../judging/testing.ts";
import type { Claim } from "../../claims/claims.ts";
import { tellingNumber } from "./telling.ts";
import { quickRun } from "./testing.ts";

const RUN = quickRun(0, 1, {
  measurements: [
    measured("OTHER:seconds", 9, { space: "", split: "" }),
    measured("SIL", 0.1),
    measured("NMI", 0.2),
    measured("ACC", 0.3),
  ],
});

/** The metric that the run is told by, and the claim's id. */
function told(claims: readonly Claim[], run = RUN): readonly (string | undefined)[] {
  const { measurement, claim } = tellingNumber(run, claims)!;
  return [measurement.metric, claim?.id];
}

const claim = (id: string, over: Partial<Claim>) => exampleClaim({ id, ...over });

Deno.test("tellingNumber() takes the accuracy that the paper prints, the average before the best", () => {
  const claims = [
    claim("nmi", { metric: "NMI" }),
    claim("best", { metric: "ACC", statistic: "best" }),
    claim("avg", { metric: "ACC", statistic: "avg" }),
  ];
  assertEquals(told(claims), ["ACC", "avg"]);
  assertEquals(told(claims.slice(0, 2)), ["ACC", "best"]);
  const short = claim("short", { metric: "ACC", statistic: "avg", value: "0.5" });
  assertEquals(told([short, ...claims]), ["ACC", "avg"]);
});

Deno.test("tellingNumber() takes the first score that the paper prints, and a loss only where there is none", () => {
  const loss = claim("loss", { metric: "NMI", measure: "loss" });
  assertEquals(told([loss, claim("sil", {}), claim("nmi", { metric: "NMI" })]), ["SIL", "sil"]);
  assertEquals(told([loss]), ["NMI", "loss"]);
});

Deno.test("tellingNumber() takes no claim of another experiment, space or kind", () => {
  const claims = [
    claim("other", { experiment: "made/down/data" }),
    claim("pixels", { space: "pixels" }),
    claim("cited", { kind: "cited" }),
  ];
  assertEquals(told(claims), ["ACC", undefined]);
});

Deno.test("tellingNumber() takes the first number without an accuracy, never a duration", () => {
  const [seconds, sil] = RUN.measurements;
  assertEquals(told([], { ...RUN, measurements: [seconds, sil] }), ["SIL", undefined]);
  assertEquals(tellingNumber({ ...RUN, measurements: [seconds] }, []), undefined);
});

import { assertEquals, assertThrows } from "@std/assert";
import { ownSpace } from "./own_space.ts";
import { exampleRun, measured, nmi } from "./testing.ts";

const run = exampleRun(0, {
  measurements: [
    measured("SIL", 0.1, { space: "pixels" }),
    measured("SIL", 0.2),
    measured("ACC", 0.5),
    measured("ACC", 0.6, { space: "pixels", split: "train" }),
    nmi(0.3, "max"),
  ],
});

Deno.test("ownSpace() is the one space of a metric, on a split and by an average", () => {
  assertEquals(ownSpace(run, { metric: "ACC", split: "test" }), "code");
  assertEquals(ownSpace(run, { metric: "ACC", split: "train" }), "pixels");
  assertEquals(ownSpace(run, { metric: "NMI", split: "test", average: "max" }), "code");
});

Deno.test("ownSpace() is nothing where that was not measured", () => {
  for (
    const asked of [{ metric: "ARI", split: "test" }, { metric: "NMI", split: "test" }, { metric: "ACC" }]
  ) {
    assertEquals(ownSpace(run, asked), undefined);
  }
});

Deno.test("ownSpace() refuses several", () => {
  assertThrows(
    () => ownSpace(run, { metric: "SIL", split: "test" }),
    RangeError,
    "Cannot set made/up/data beside others: it must measure SIL in one space, got pixels, code",
  );
});

import { assertEquals } from "@std/assert";
import type { Checkpoint } from "../models/training.ts";
import { training } from "./experiment.ts";
import { quietContext } from "./testing.ts";

Deno.test("training() names who hears of a training, and what keeps it where anything is kept", () => {
  const asked: string[] = [];
  const listener = () => {};
  const kept = {} as Checkpoint;
  const context = {
    ...quietContext(),
    progress: (what: string) => (asked.push(`progress ${what}`), listener),
  };
  assertEquals(training(context, "DEC"), { onProgress: listener });
  const keeping = { ...context, checkpoint: (what: string) => (asked.push(`checkpoint ${what}`), kept) };
  assertEquals(training(keeping, "autoencoder"), { onProgress: listener, checkpoint: kept });
  assertEquals(asked, ["progress DEC", "progress autoencoder", "checkpoint autoencoder"]);
});

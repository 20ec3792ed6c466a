import { assertEquals } from "@std/assert";
import { SetupError } from "../engine/setup_error.ts";
import type { EngineName } from "../engine/mod.ts";
import type { Crew } from "./crew.ts";
import { thisMachine } from "./machine.ts";
import { cpuModel, threads } from "../engine/processor.ts";
import { REFERENCE } from "./speed.ts";

/** The scale with workers that find this speed, of an engine whose speed is not known. */
async function scaleBy(speed: () => number): Promise<number> {
  const crew: Crew = {
    get: () => Promise.reject(new Error("not to be asked")),
    speed: () => Promise.resolve().then(() => ({ seconds: speed(), busy: false })),
    engine: () => Promise.resolve("made up" as EngineName),
    onGpu: () => Promise.resolve(false),
    why: () => undefined,
    current: () => undefined,
    lose: () => {},
    end: () => Promise.resolve(),
  };
  const { scale, ...rest } = await thisMachine(crew, { quiet: true });
  assertEquals(rest, { cpu: cpuModel(), threads: threads(), engine: "made up" as EngineName });
  return scale;
}

Deno.test("thisMachine() is twice as slow where a step takes twice as long, and no slower where that can't be known", async () => {
  assertEquals(await scaleBy(() => 2 * REFERENCE), 2);
  assertEquals(
    await scaleBy(() => {
      throw new SetupError("no engine");
    }),
    1,
  );
});

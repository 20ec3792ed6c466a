import { assert, assertEquals } from "@std/assert";
import { assertClose } from "../engine/testing.ts";
import { found as device, outcome } from "../engine/webgpu/testing.ts";
import { FAMILIES, type Outcome } from "./testing_families.ts";

const MODULE = new URL("./testing_families.ts", import.meta.url).href;

type Found = Record<"webgpu" | "cpu", Record<string, Outcome>>;

let running: Promise<Found> | undefined;

/** What all families find on both engines, from the same seeds. */
function found(): Promise<Found> {
  return running ??= outcome(`
    const { runFamilies } = await import(${JSON.stringify(MODULE)});
    const found = {};
    for (const name of ["webgpu", "cpu"]) {
      await engine.initEngine({ engine: name, quiet: true });
      found[name] = await runFamilies();
    }
    print(found);
  `) as Promise<Found>;
}

/**
 * How far apart a family's codes and scores may be, as a share of the largest, where that is more than 1e-4. A bias before
 * batch normalisation has no gradient beside rounding's, of which Adam makes as large a step as of any other; and the
 * moving mean lags behind the bias.
 */
const APART: Record<string, number> = {
  "a dense autoencoder with squared error, batch normalisation, dropout and weight decay": 0.05,
};

for (const name of Object.keys(FAMILIES)) {
  Deno.test({
    name: `${name}: the same on webgpu as on cpu, and no tensor is left`,
    ignore: !device,
    async fn() {
      const { webgpu: { [name]: webgpu }, cpu: { [name]: cpu } } = await found();
      assertEquals([webgpu.left, cpu.left], [0, 0]);
      assertEquals(webgpu.labels, cpu.labels);
      for (const [training, losses] of Object.entries(cpu.losses)) {
        assert(losses.every((loss) => loss > 0), `${training}: ${losses}`);
        webgpu.losses[training].forEach((loss, epoch) =>
          assertClose([loss / losses[epoch]], [1], 1e-5, `${training}, epoch ${epoch + 1}`)
        );
      }
      for (const [what, numbers] of Object.entries(cpu.numbers)) {
        const largest = Math.max(...numbers.map(Math.abs));
        assert(largest > 0, what);
        const shares = (all: number[]) => all.map((number) => number / largest);
        assertClose(shares(webgpu.numbers[what]), shares(numbers), APART[name] ?? 1e-4, what);
      }
    },
  });
}

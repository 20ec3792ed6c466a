import { assertEquals } from "@std/assert";
import { type Change, changed } from "./config.ts";

type Temperature = { kind: "fixed"; value: number } | { kind: "annealed"; eta: number; gamma: number };

interface Settings {
  network: { sizes: readonly number[]; epochs: number; decay: { rate: number } | null };
  temperature: Temperature;
  name: string;
}

const BASE: Settings = {
  network: { sizes: [784, 70], epochs: 50, decay: null },
  temperature: { kind: "annealed", eta: 1, gamma: 0.5 },
  name: "snnl",
};

Deno.test("changed() changes single settings level by level, and leaves the rest and the configuration itself", () => {
  const before = structuredClone(BASE);
  const found = changed(BASE, { network: { epochs: 2 }, temperature: { gamma: 0.1 }, name: "ae" });
  assertEquals(found, {
    network: { sizes: [784, 70], epochs: 2, decay: null },
    temperature: { kind: "annealed", eta: 1, gamma: 0.1 },
    name: "ae",
  });
  assertEquals(BASE, before);
});

Deno.test("changed() without a change is the same configuration", () => {
  assertEquals(changed(BASE, undefined), BASE);
  assertEquals(changed(BASE, {}), BASE);
});

Deno.test("changed() replaces lists whole, longer or shorter", () => {
  for (const sizes of [[784], [784, 10, 5], []]) {
    assertEquals(changed(BASE, { network: { sizes } }).network.sizes, sizes);
  }
  // Of a list of settings too, nothing of the old items stays.
  const layers = { layers: [{ kind: "linear", units: 5, bias: true }] as Record<string, unknown>[] };
  assertEquals(changed(layers, { layers: [{ units: 7 }] }), { layers: [{ units: 7 }] });
});

Deno.test("changed() replaces a setting of another kind whole, and changes one of the same kind", () => {
  assertEquals(changed(BASE, { temperature: { kind: "fixed", value: 3 } }).temperature, {
    kind: "fixed",
    value: 3,
  });
  assertEquals(changed(BASE, { temperature: { kind: "annealed", eta: 2 } }).temperature, {
    kind: "annealed",
    eta: 2,
    gamma: 0.5,
  });
});

Deno.test("changed() takes settings in the place of null, and null in their place", () => {
  const decaying = changed(BASE, { network: { decay: { rate: 0.1 } } });
  assertEquals(decaying.network, { sizes: [784, 70], epochs: 50, decay: { rate: 0.1 } });
  assertEquals(changed(decaying, { network: { decay: null } }), BASE);
});

Deno.test("changed() does not change what is undefined in the change", () => {
  const change = { network: { epochs: undefined, sizes: [1] }, name: undefined } as unknown as Change<
    Settings
  >;
  assertEquals(changed(BASE, change), {
    ...BASE,
    network: { sizes: [1], epochs: 50, decay: null },
  });
});

Deno.test("changed() adds what was not there", () => {
  assertEquals(changed<Record<string, unknown>>({ a: 1 }, { b: { c: 2 } }), { a: 1, b: { c: 2 } });
});

import { assertEquals } from "@std/assert";
import { DESCRIPTIONS } from "./descriptions.ts";
import { KNOWN_METRICS, MORE, STANDARD } from "./registry.ts";

Deno.test("STANDARD and MORE are in the order in which records have them", () => {
  assertEquals(STANDARD.map(({ name }) => name), ["ACC", "NMI", "ARI", "PURITY", "SIL", "DBI", "CHI"]);
  assertEquals(MORE.map(({ name }) => name), ["HOM", "COM", "VM", "AMI"]);
});

Deno.test("KNOWN_METRICS has each description once, under its own name", () => {
  const names = KNOWN_METRICS.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  assertEquals(Object.keys(DESCRIPTIONS).toSorted(), names.toSorted());
  for (const [name, description] of Object.entries(DESCRIPTIONS)) assertEquals(description.name, name);
});

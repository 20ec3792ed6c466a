import { assertEquals } from "@std/assert";
import { convolutionalParameterCounts } from "../../models/autoencoder/convolutional.ts";
import { architecture } from "./protocol.ts";

Deno.test("Siam's autoencoder has the parameters that §2.4 counts layer by layer, and their sum", () => {
  const counts = convolutionalParameterCounts(architecture());
  assertEquals(counts, [
    { name: "conv 1-16", count: 160 },
    { name: "conv 16-8", count: 1160 },
    { name: "linear 392-64", count: 25152 },
    { name: "linear 64-392", count: 25480 },
    { name: "convt 8-16", count: 1168 },
    { name: "convt 16-8", count: 1160 },
    { name: "conv 8-1", count: 73 },
  ]);
  assertEquals(counts.reduce((sum, { count }) => sum + count, 0), 54353);
});

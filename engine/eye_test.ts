import { assertEquals } from "@std/assert";
import { eye, initEngine, tf } from "./mod.ts";

await initEngine({ engine: "cpu" });

Deno.test("eye() is the identity matrix", () => {
  tf.tidy(() => {
    assertEquals(eye(1).arraySync(), [[1]]);
    assertEquals(eye(3).arraySync(), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  });
});

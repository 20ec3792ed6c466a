import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { thumbnailsName } from "./thumbnails.ts";

Deno.test("thumbnailsName() is the data set's and the classes', in their order", () => {
  const name = thumbnailsName("mnist", { classes: [3, 1, 4] });
  assertMatch(name, /^mnist-3-[0-9a-f]{12}\.png$/);
  assertEquals(thumbnailsName("mnist", { classes: [3, 1, 4] }), name);
  assertNotEquals(thumbnailsName("mnist", { classes: [3, 4, 1] }), name);
  assertNotEquals(thumbnailsName("usps", { classes: [3, 1, 4] }).replace("usps", "mnist"), name);
});

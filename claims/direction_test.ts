import { assertEquals } from "@std/assert";
import { directionOf } from "./direction.ts";

Deno.test("directionOf() looks at the first word of another metric's name", () => {
  const names = ["ACC", "DBI", "OTHER:MSE last epoch", "OTHER:PARAMS input-hidden1", "PARAMS", "OTHER:rows"];
  assertEquals(names.map(directionOf), ["higher", "lower", "lower", undefined, undefined, undefined]);
});

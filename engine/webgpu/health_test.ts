import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DeviceLostError, Health } from "./health.ts";

/** A device that is lost, or has an error, when the test says so. */
function fake() {
  const target = new EventTarget();
  const { promise: lost, resolve: lose } = Promise.withResolvers<{ message: string }>();
  const health = new Health({ lost, addEventListener: target.addEventListener.bind(target) });
  return {
    health,
    lose: (message: string) => lose({ message }),
    fail: (message: string) =>
      target.dispatchEvent(Object.assign(new Event("uncapturederror"), { error: { message } })),
  };
}

Deno.test("a healthy device's reads have their values", async () => {
  const { health } = fake();
  health.check();
  assertEquals(await health.finish(Promise.resolve(7)), 7);
});

Deno.test("a read that would never end fails by the loss, and so does all that comes after", async () => {
  const { health, lose } = fake();
  const read = health.finish(new Promise(() => {}));
  lose("driver reset");
  const message = "Cannot go on computing: the GPU was lost: driver reset";
  await assertRejects(() => read, DeviceLostError, message);
  await assertRejects(() => health.finish(Promise.resolve(1)), DeviceLostError, message);
  assertThrows(() => health.check(), DeviceLostError, message);
  assertEquals(await health.lost, "driver reset");
});

Deno.test("a loss without words is told by its reason", async () => {
  const { health, lose } = fake();
  lose("");
  assertEquals(await health.lost, "unknown");
});

Deno.test("a read that fails before the loss is heard of is told as the loss", async () => {
  const { health, lose } = fake();
  setTimeout(() => lose("gone"));
  await assertRejects(() => health.finish(Promise.reject(new Error("map failed"))), DeviceLostError, "gone");
});

Deno.test("the first error since the last read fails the next, once", async () => {
  const { health, fail } = fake();
  fail("out of memory");
  fail("invalid buffer");
  await assertRejects(
    () => health.finish(Promise.resolve(1)),
    Error,
    "Cannot compute on the GPU: out of memory",
  );
  assertEquals(await health.finish(Promise.resolve(2)), 2);
});

Deno.test("a read's own error is passed on where the device told of none", async () => {
  const { health } = fake();
  await assertRejects(() => health.finish(Promise.reject(new RangeError("own"))), RangeError, "own");
});

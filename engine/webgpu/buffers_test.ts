import { assertEquals, assertThrows } from "@std/assert";
import { Buffers } from "./buffers.ts";

type Fake = GPUBuffer & { destroyed: boolean };

/** Buffers of a device that only counts, which keep this many bytes free at least. */
function fake(leastKept: number): { buffers: Buffers; made: Fake[]; alive: () => number } {
  const made: Fake[] = [];
  const createBuffer = ({ size, usage }: GPUBufferDescriptor) => {
    const buffer = {
      size,
      usage,
      destroyed: false,
      destroy: () => buffer.destroyed = true,
    } as unknown as Fake;
    made.push(buffer);
    return buffer;
  };
  const alive = () => made.reduce((sum, { size, destroyed }) => sum + (destroyed ? 0 : size), 0);
  return { buffers: new Buffers({ createBuffer }, leastKept), made, alive };
}

Deno.test("a buffer that was given back is handed out again to the next of its size and usage", () => {
  const { buffers, made } = fake(1000);
  const first = buffers.acquireBuffer(16, 1);
  buffers.releaseBuffer(first);
  assertEquals(buffers.acquireBuffer(16, 2) === first, false);
  assertEquals(buffers.acquireBuffer(32, 1) === first, false);
  assertEquals(buffers.acquireBuffer(16, 1, false, false) === first, false);
  assertEquals(buffers.acquireBuffer(16, 1) === first, true);
  assertEquals(made.length, 4);
  assertEquals([buffers.getNumUsedBuffers(), buffers.getNumFreeBuffers(), buffers.numBytesUsed], [4, 0, 80]);
});

Deno.test("a buffer that is not to be used again is destroyed at once", () => {
  const { buffers, alive } = fake(1000);
  buffers.releaseBuffer(buffers.acquireBuffer(16, 1), false);
  assertEquals([alive(), buffers.numBytesAllocated], [0, 0]);
});

Deno.test("trim() destroys the free buffers that were given back longest ago, down to what is kept", () => {
  const { buffers, made } = fake(40);
  const taken = [10, 20, 30].map((size) => buffers.acquireBuffer(size, 1));
  buffers.trim();
  for (const buffer of taken) buffers.releaseBuffer(buffer);
  // All that was in use at a time may be kept once more.
  buffers.trim();
  assertEquals(made.map(({ destroyed }) => destroyed), [false, false, false]);
  buffers.trim();
  assertEquals(made.map(({ destroyed }) => destroyed), [true, true, false]);
  assertEquals([buffers.numBytesAllocated, buffers.getNumFreeBuffers()], [30, 1]);
  assertEquals(buffers.acquireBuffer(30, 1) === made[2], true);
  assertEquals(buffers.acquireBuffer(10, 1) === made[0], false);
});

Deno.test("what is allocated stays bounded over work whose sizes never come again", () => {
  const { buffers, alive } = fake(100);
  for (let size = 1; size <= 1000; size++) {
    const [a, b] = [buffers.acquireBuffer(size, 1), buffers.acquireBuffer(2 * size, 1)];
    buffers.releaseBuffer(a);
    buffers.releaseBuffer(b);
    buffers.trim();
    assertEquals(buffers.numBytesAllocated, alive());
  }
  // The last three sizes' buffers, and no more.
  assertEquals(alive() <= 3 * 3000, true, `${alive()}`);
});

Deno.test("a buffer that is not in use cannot be given back", () => {
  const { buffers } = fake(100);
  const buffer = buffers.acquireBuffer(4, 1);
  buffers.releaseBuffer(buffer);
  assertThrows(
    () => buffers.releaseBuffer(buffer),
    TypeError,
    "Cannot release the buffer: it must be one in use of this device",
  );
});

Deno.test("dispose() destroys all buffers, those in use too", () => {
  const { buffers, alive } = fake(100);
  buffers.acquireBuffer(4, 1);
  buffers.releaseBuffer(buffers.acquireBuffer(8, 1));
  buffers.dispose();
  assertEquals([alive(), buffers.numBytesAllocated, buffers.getNumUsedBuffers()], [0, 0, 0]);
});

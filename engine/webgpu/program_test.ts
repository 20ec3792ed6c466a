import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { codeOf, type Program, workgroups } from "./program.ts";

Deno.test("workgroups() holds all threads, in two dimensions where one is too small", () => {
  assertEquals(workgroups(65535, 1), [1, 1]);
  assertEquals(workgroups(65535, 128), [1, 1]);
  assertEquals(workgroups(65535, 129), [2, 1]);
  for (const threads of [128 * 10, 128 * 11 + 1, 128 * 100]) {
    const [x, y] = workgroups(10, threads);
    assert(x <= 10 && y <= 10 && x * y * 128 >= threads, `${threads}: ${x}, ${y}`);
  }
  assertThrows(
    () => workgroups(10, 128 * 100 + 1),
    RangeError,
    "Cannot run a program on the GPU: it takes at most 12800 threads, got 12801",
  );
});

Deno.test("a program's bindings are its outputs, its inputs, and the scalars if it has any", () => {
  const program: Program = {
    key: "",
    outputs: [["a", "f32"]],
    inputs: [["b", "i32"], ["c", "u32"]],
    scalars: 5,
    declarations: "",
    body: "",
  };
  const bindings = (program: Program) =>
    [...codeOf(program).matchAll(/@binding\((\d)\) var<([^>]+)> (\w+): array<([^>]+)>/g)].map((m) =>
      m.slice(1)
    );
  assertEquals(bindings(program), [
    ["0", "storage, read_write", "a", "f32"],
    ["1", "storage, read", "b", "i32"],
    ["2", "storage, read", "c", "u32"],
    ["3", "uniform", "scalars", "vec4f, 2"],
  ]);
  assertEquals(bindings({ ...program, scalars: 0 }).length, 3);
  assertMatch(codeOf({ ...program, body: "  do_it();" }), /do_it\(\);/);
});

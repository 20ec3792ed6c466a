import { assert, assertEquals } from "@std/assert";
import { tf } from "../engine/mod.ts";
import { specFiles } from "./bundle.ts";
import { filesOf, functionsIn, usedFiles, usedFunctions } from "./used.ts";

/** Core names the functions of most ops after them, with an ending of its own. */
function isOp(path: string): boolean {
  let value: unknown = tf;
  for (const key of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[key];
  return typeof value === "function" && value.name.endsWith("__op");
}

Deno.test("functionsIn() finds functions, and neither types nor kernels' names", () => {
  const text = "const x: tf.Tensor = tf.losses.logLoss(tf.add(a, b)), k = tf.MatMul; tf.add(x, notf.sub)";
  assertEquals(functionsIn(text), ["losses.logLoss", "add"]);
});

Deno.test("filesOf() finds an op's files, whatever the op is spelled like", () => {
  const files = [
    "ops/mat_mul_test",
    "ops/fused/fused_mat_mul_test",
    "ops/slice1d_test",
    "ops/slice_test",
    "ops/losses/log_loss_test",
    "ops/conv2d_test",
    "ops/arithmetic_test",
    "util_test",
  ];
  assertEquals(filesOf("matMul", files), ["ops/mat_mul_test"]);
  assertEquals(filesOf("slice", files), ["ops/slice1d_test", "ops/slice_test"]);
  assertEquals(filesOf("losses.logLoss", files), ["ops/losses/log_loss_test"]);
  assertEquals(filesOf("conv2d", files), ["ops/conv2d_test"]);
  assertEquals(filesOf("mul", files), ["ops/arithmetic_test"]);
  assertEquals(filesOf("util", files), []);
});

Deno.test("each op that the project uses has specs, and they are among those of the ops in use", async () => {
  const files = await specFiles();
  const ops = (await usedFunctions()).filter(isOp);
  for (const op of ["matMul", "conv2d", "relu", "gather", "sum", "where"]) assert(ops.includes(op), op);
  for (const op of ops) assert(filesOf(op, files).length > 0, `no specs of ${op}`);
  const used = usedFiles(ops, files);
  for (const op of ops) for (const file of filesOf(op, files)) assert(used.includes(file), file);
  assert(used.length < files.length);
});

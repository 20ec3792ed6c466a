/**
 * Starts the engine and has it add two numbers: what every command waits for first.
 *
 * @module
 */
import { initEngine, tf } from "../engine/mod.ts";

await initEngine({ quiet: true });
const sum = tf.add(1, 2);
if (sum.dataSync()[0] !== 3) Deno.exit(1);

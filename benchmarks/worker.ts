/**
 * The process in which experiments run: started by `deno task reproduce`, not by hand.
 *
 * @module
 */
import { EXPERIMENTS } from "./mod.ts";
import { serve } from "./runner/serve.ts";

if (import.meta.main) await serve(EXPERIMENTS);

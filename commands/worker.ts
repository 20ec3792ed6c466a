/**
 * The process in which experiments run: started by `deno task reproduce`, not by hand.
 *
 * @module
 */
import { serve } from "../workers/serve.ts";

if (import.meta.main) await serve();

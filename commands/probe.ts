/**
 * Finds out what there is to compute on, in a process of its own, which no engine shares with the GPUs' drivers: started
 * by commands that choose an engine, not by hand.
 *
 * @module
 */
import { tell } from "../workers/probe.ts";

if (import.meta.main) await tell();

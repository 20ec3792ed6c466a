import { type EngineName, ENGINES } from "../engine/mod.ts";
import { UsageError } from "../terminal/usage.ts";

/**
 * The engine of this name, as `--engine` gives it.
 *
 * @throws {UsageError} If there is none.
 */
export function readEngine(name: string): "auto" | EngineName {
  const known = ["auto", ...ENGINES] as const;
  const found = known.find((engine) => engine === name);
  if (found) return found;
  throw new UsageError(`Unknown engine ${name}: known are ${known.join(", ")}`);
}

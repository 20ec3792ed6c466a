import { UserError } from "../terminal/usage.ts";

/**
 * Data that is missing, damaged or not what it is taken for. Its message names the file or folder, so a
 * command can show it as it is and stop before any work.
 */
export class DataError extends UserError {
  /** "DataError", where messages and stacks would have "Error". */
  override name = "DataError";
}

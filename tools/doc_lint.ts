/**
 * Checks that every public declaration of Reclaim has a doc comment: `deno doc --lint` on the modules that the package
 * exports, without what it says of TensorFlow.js's own symbols, which they pass on, of references to their types, and of
 * fields, whose names can say enough.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import configuration from "../deno.json" with { type: "json" };

const root = fileURLToPath(new URL("..", import.meta.url));
const { stderr } = await new Deno.Command(Deno.execPath(), {
  args: ["doc", "--lint", ...Object.values(configuration.exports)],
  cwd: root,
  env: { NO_COLOR: "1" },
  stdout: "null",
}).output();

// Fields and methods are not exported themselves.
const at = new RegExp(`--> ${RegExp.escape(root)}.*\n.*\n *\\d+ \\| export `);
const problems = new TextDecoder().decode(stderr)
  .split(/^(?=error)/m)
  .filter((problem) => !problem.startsWith("error[private-type-ref]") && at.test(problem));
for (const problem of problems) Deno.stderr.writeSync(new TextEncoder().encode(problem));
Deno.exit(problems.length > 0 ? 1 : 0);

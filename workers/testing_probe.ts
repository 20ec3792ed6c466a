/**
 * A process that looks around as the tests of `probe()` have it, by the variable `MADE_PROBE`.
 *
 * @module
 */

const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const made = Deno.env.get("MADE_PROBE");
if (made === "dead") Deno.exit(1);
if (made === "noisy") say("libEGL warning: no DRI");
say(JSON.stringify({ facts: { tensorflow: true, nvidiaFault: "no GPU" } }));
if (made === "crashing") Deno.exit(3);
if (made === "silent") await new Promise((resolve) => setTimeout(resolve, 60_000));
say(JSON.stringify({ adapter: null }));

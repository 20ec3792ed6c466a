/** Writes a line to stderr. */
export function notice(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** What the user can mend; the message is all that need be said. Commands end with exit code 2. */
export class UserError extends Error {}

/** A command line, or a folder it names, that the command cannot work with. */
export class UsageError extends UserError {
  override name = "UsageError";
}

/** The number of single-letter edits between two words (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

/** The number of edits between two words; 1 where a word of three letters or more is a part of the other, left unfinished. */
function distanceTo(word: string, candidate: string): number {
  return word.length >= 3 && candidate.includes(word) && candidate !== word
    ? 1
    : editDistance(word, candidate);
}

/**
 * The words nearest to `word`, nearest first, to be offered in its place; near by {@linkcode distanceTo} unless said
 * otherwise.
 */
export function nearest(
  word: string,
  words: readonly string[],
  count = 3,
  distanceOf: (word: string, candidate: string) => number = distanceTo,
): string[] {
  return words
    .map((candidate) => ({ candidate, distance: distanceOf(word, candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

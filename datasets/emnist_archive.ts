import type { Archive } from "./archive.ts";

/**
 * NIST's archive of all of EMNIST, of which the files of EMNIST Balanced are kept. Its size and digest are those that
 * TensorFlow Datasets pins. The digests of the members are another public list's, of the files as packed.
 */
export const EMNIST_ARCHIVE: Archive = {
  name: "emnist",
  title: "NIST's archive of EMNIST (gzip.zip)",
  file: "gzip.zip",
  url: "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
  bytes: 561753746,
  sha256: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
  instead: "put the four files of EMNIST Balanced into a folder, and name that with --data-dir",
  kept: "the four files of EMNIST Balanced",
  members: [
    {
      file: "emnist-balanced-train-images-idx3-ubyte.gz",
      sha256: "74295e75e4e9fa2c102147460ee7eb763653d5132d883a84fb88932bfb8d2db4",
    },
    {
      file: "emnist-balanced-train-labels-idx1-ubyte.gz",
      sha256: "b46d41e5156a0a8aaaa4d18979fdd1588850fa8571018acffd5d93b325a7d6ed",
    },
    {
      file: "emnist-balanced-test-images-idx3-ubyte.gz",
      sha256: "117fc12b015e37ea98bfb2cbba3f77c3782c056cdbd219b87abfc8661d7135db",
    },
    {
      file: "emnist-balanced-test-labels-idx1-ubyte.gz",
      sha256: "a67cac948379b67270b9a4d0a01c8ec661598accf2f2b1964340b7c83cb175cd",
    },
  ],
};

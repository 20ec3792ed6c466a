import { idxDataset } from "./idx_dataset.ts";

/** MNIST: 60,000 training and 10,000 test images of handwritten digits, 28×28. */
export const mnist = idxDataset({
  name: "mnist",
  classes: 10,
  mirrors: [
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
  ],
});

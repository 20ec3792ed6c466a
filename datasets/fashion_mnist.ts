import { idxDataset } from "./idx_dataset.ts";

/** Fashion-MNIST: 60,000 training and 10,000 test images of ten kinds of clothes, 28×28. */
export const fashionMnist = idxDataset({
  name: "fashion-mnist",
  classes: 10,
  mirrors: [
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  ],
});

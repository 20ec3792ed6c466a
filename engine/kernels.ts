import * as tf from "@tensorflow/tfjs";
import { AttributeType } from "./libtensorflow.ts";
import type { TensorFlowBackend } from "./tensorflow.ts";

/**
 * Replaces the package's kernels that cannot be recorded as they are: `GatherV2` reads its indices to check their range,
 * which symbolic ones don't have. Recorded, it checks nothing, and XLA takes the nearest row for an index out of range.
 * The package's check also refuses an axis that counts from the end.
 */
export function replaceKernels(backendName: string): void {
  const eager = tf.getKernel(tf.GatherV2, backendName);
  tf.unregisterKernel(tf.GatherV2, backendName);
  tf.registerKernel({
    ...eager,
    kernelFunc(args) {
      const backend = args.backend as TensorFlowBackend;
      const { x, indices } = args.inputs as { x: tf.TensorInfo; indices: tf.TensorInfo };
      const { axis: given, batchDims } = args.attrs as unknown as tf.GatherV2Attrs;
      const [axis] = tf.util.parseAxisParam(given, x.shape);
      const { id, values } = backend.tensorMap.get(indices.dataId);
      // An id of -1 with values is a tensor that is not uploaded yet.
      if (id >= 0 || values) return eager.kernelFunc({ ...args, attrs: { axis, batchDims } });
      const axisTensor = tf.scalar(axis, "int32");
      const type = (name: string, tensor: tf.TensorInfo) => ({
        name,
        type: AttributeType.TF_ATTR_TYPE,
        value: backend.getDTypeInteger(tensor.dtype),
      });
      const attributes = [
        { name: "batch_dims", type: AttributeType.TF_ATTR_INT, value: batchDims },
        type("Tparams", x),
        type("Tindices", indices),
        type("Taxis", axisTensor),
      ];
      const ids = backend.getInputTensorIds([x, indices, axisTensor]);
      return backend.createOutputTensor(backend.binding.executeOp("GatherV2", attributes, ids, 1)[0]);
    },
  });
}

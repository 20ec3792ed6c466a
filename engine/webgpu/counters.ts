/** What went to the device and came back since the engine started. */
export interface DeviceCounts {
  /** Programs that were run. */
  dispatches: number;
  /** Bytes of tensors' values that were sent. */
  uploadedBytes: number;
  /** Bytes of the shapes and constants that go with the programs. */
  uniformBytes: number;
  /** Bytes of tensors' values that were read. */
  downloadedBytes: number;
  /** Tensors that were read, each of which the host waits for. */
  reads: number;
}

/** No device has done anything yet. */
export function noCounts(): DeviceCounts {
  return { dispatches: 0, uploadedBytes: 0, uniformBytes: 0, downloadedBytes: 0, reads: 0 };
}

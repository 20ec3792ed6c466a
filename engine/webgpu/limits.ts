/** What is looked at of a device's limits, in bytes. */
export type BufferLimits = Pick<GPUSupportedLimits, "maxBufferSize" | "maxStorageBufferBindingSize">;

/**
 * Checks that a buffer fits on a device.
 *
 * @param bytes Its size.
 * @param what What it is to hold, in words.
 * @param device The device's name.
 * @throws {RangeError} If it is larger than the device allows.
 */
export function checkBuffer(bytes: number, what: string, limits: BufferLimits, device: string): void {
  const most = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  if (bytes > most) {
    throw new RangeError(
      `Cannot put ${what} on the GPU: ${device} takes at most ${megabytes(most)} in one buffer, ` +
        `got ${megabytes(bytes)}`,
    );
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

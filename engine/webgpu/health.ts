/** The device is gone: what it held is lost, and it computes nothing any more. */
export class DeviceLostError extends Error {
  override name = "DeviceLostError";
}

/** The parts of a device by which its faults are heard of. */
export interface Watched extends Pick<EventTarget, "addEventListener"> {
  readonly lost: Promise<{ readonly message: string; readonly reason?: string | undefined }>;
}

/**
 * Hears of a device's loss and of its errors, which WebGPU tells of by themselves and later than the call that caused
 * them, and lets the next call fail by them.
 */
export class Health {
  /** Resolves with the reason once the device is lost. */
  readonly lost: Promise<string>;
  #loss: DeviceLostError | null = null;
  #error: Error | null = null;
  /** What fails a read that is waited for. */
  readonly #waiting = new Set<(error: Error) => void>();

  constructor(device: Watched) {
    this.lost = device.lost.then(({ reason, message }) => {
      const why = message || reason || "unknown";
      this.#loss = new DeviceLostError(`Cannot go on computing: the GPU was lost: ${why}`);
      for (const fail of this.#waiting) fail(this.#loss);
      return why;
    });
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      const { error } = event as GPUUncapturedErrorEvent;
      // Those that follow the first are mostly its consequences.
      this.#error ??= new Error(`Cannot compute on the GPU: ${error.message}`);
    });
  }

  /** @throws {DeviceLostError} If the device is lost. */
  check(): void {
    if (this.#loss) throw this.#loss;
  }

  /**
   * The value of a read, which fails if the device is lost before it is there, or had an error since the last read.
   */
  async finish<Value>(read: Promise<Value>): Promise<Value> {
    let fail!: (error: Error) => void;
    const failed = new Promise<never>((_, reject) => fail = reject);
    this.#waiting.add(fail);
    try {
      this.check();
      const value = await Promise.race([read, failed]);
      this.#throwError();
      return value;
    } catch (error) {
      // A read can fail by the loss before the loss is heard of.
      if (!this.#loss) await new Promise((resolve) => setTimeout(resolve, 20));
      this.check();
      this.#throwError();
      throw error;
    } finally {
      this.#waiting.delete(fail);
    }
  }

  #throwError(): void {
    const error = this.#error;
    this.#error = null;
    if (error) throw error;
  }
}

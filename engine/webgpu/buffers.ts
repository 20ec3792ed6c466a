import type { BufferSource } from "./backend.ts";

/** What is kept free at least, in bytes: a step of a small model makes no buffer anew. */
const LEAST_KEPT = 64 * 2 ** 20;

/**
 * The buffers of a device. One that is given back is kept for the next of its size and usage. TensorFlow.js's own keeps
 * them all for ever; this one destroys those that were given back longest ago, as far as those that are kept take more
 * than the ones in use did at most since the last {@linkcode trim}, and more than 64 MiB.
 */
export class Buffers implements BufferSource {
  readonly #device: Pick<GPUDevice, "createBuffer">;
  readonly #leastKept: number;
  readonly #used = new Set<GPUBuffer>();
  /** In the order in which they were given back. */
  readonly #free = new Set<GPUBuffer>();
  /** The free ones by size and usage, in the same order. */
  readonly #byKind = new Map<string, GPUBuffer[]>();
  #peak = 0;
  #bytesFree = 0;
  numBytesUsed = 0;

  /** @param leastKept What is kept free at least, in bytes. */
  constructor(device: Pick<GPUDevice, "createBuffer">, leastKept = LEAST_KEPT) {
    this.#device = device;
    this.#leastKept = leastKept;
  }

  get numBytesAllocated(): number {
    return this.numBytesUsed + this.#bytesFree;
  }

  acquireBuffer(size: number, usage: number, mappedAtCreation = false, reuse = true): GPUBuffer {
    const kept = reuse ? this.#byKind.get(kindOf(size, usage))?.pop() : undefined;
    if (kept) {
      this.#free.delete(kept);
      this.#bytesFree -= size;
    }
    const buffer = kept ?? this.#device.createBuffer({ size, usage, mappedAtCreation });
    this.#used.add(buffer);
    this.numBytesUsed += size;
    this.#peak = Math.max(this.#peak, this.numBytesUsed);
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (!this.#used.delete(buffer)) {
      throw new TypeError("Cannot release the buffer: it must be one in use of this device");
    }
    this.numBytesUsed -= buffer.size;
    if (!reuse) {
      buffer.destroy();
      return;
    }
    const kind = kindOf(buffer.size, buffer.usage);
    const alike = this.#byKind.get(kind);
    if (alike) alike.push(buffer);
    else this.#byKind.set(kind, [buffer]);
    this.#free.add(buffer);
    this.#bytesFree += buffer.size;
  }

  /** Destroys the free buffers beyond what is kept. No command that is yet to be submitted may use a free one. */
  trim(): void {
    const kept = Math.max(this.#leastKept, this.#peak);
    for (const oldest of this.#free) {
      if (this.#bytesFree <= kept) break;
      const kind = kindOf(oldest.size, oldest.usage);
      const alike = this.#byKind.get(kind)!;
      alike.shift();
      if (alike.length === 0) this.#byKind.delete(kind);
      this.#free.delete(oldest);
      this.#bytesFree -= oldest.size;
      oldest.destroy();
    }
    this.#peak = this.numBytesUsed;
  }

  getNumUsedBuffers(): number {
    return this.#used.size;
  }

  getNumFreeBuffers(): number {
    return this.#free.size;
  }

  dispose(): void {
    for (const buffer of [...this.#used, ...this.#free]) buffer.destroy();
    this.#used.clear();
    this.#free.clear();
    this.#byKind.clear();
    this.numBytesUsed = this.#bytesFree = this.#peak = 0;
  }
}

function kindOf(size: number, usage: number): string {
  return `${size}_${usage}`;
}

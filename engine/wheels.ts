/**
 * Where libtensorflow comes from: TensorFlow's wheels, pinned by hash. Only their two shared libraries are used, so
 * the Python that a wheel is for doesn't matter.
 *
 * @module
 */

/** A shared library within a wheel. */
export interface WheelLibrary {
  /** Its path within the wheel. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, hexadecimal; the one in the wheel's `RECORD`. */
  readonly sha256: string;
}

/** A wheel that carries libtensorflow. */
export interface Wheel {
  /** The name of the package on the index. */
  readonly package: string;
  readonly version: string;
  /** The system that the libraries are for, as in `Deno.build`. */
  readonly os: "linux" | "darwin";
  readonly arch: "x86_64" | "aarch64";
  /** The wheel's platform tag. */
  readonly platform: string;
  readonly bytes: number;
  /** SHA-256 of the wheel, hexadecimal. */
  readonly sha256: string;
  /** `libtensorflow_cc`, then `libtensorflow_framework`, which it loads from its own folder. */
  readonly libraries: readonly [cc: WheelLibrary, framework: WheelLibrary];
}

/** The Python that the wheels are for: `cp312`, version 3.12. */
export const WHEEL_PYTHON = { version: "3.12", abi: "cp312" } as const;

/** The name of the wheel's file. */
export function wheelFile(wheel: Wheel): string {
  const name = wheel.package.replaceAll("-", "_");
  return `${name}-${wheel.version}-${WHEEL_PYTHON.abi}-${WHEEL_PYTHON.abi}-${wheel.platform}.whl`;
}

/** The pinned wheels, one for each system that has a libtensorflow. */
export const WHEELS: readonly Wheel[] = [
  {
    package: "tensorflow-cpu",
    version: "2.21.0",
    os: "linux",
    arch: "x86_64",
    platform: "manylinux_2_27_x86_64",
    bytes: 274000871,
    sha256: "dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb",
    libraries: [
      {
        path: "tensorflow/libtensorflow_cc.so.2",
        bytes: 788086608,
        sha256: "6505a4b9657e62100c6bdacb683957a395cb047725042945aaa50e40a71e429e",
      },
      {
        path: "tensorflow/libtensorflow_framework.so.2",
        bytes: 65222328,
        sha256: "f060b323b26ef80add21b9df9428de3aeaf2843d772c5bb098745f7abff3709b",
      },
    ],
  },
  {
    package: "tensorflow",
    version: "2.21.0",
    os: "linux",
    arch: "aarch64",
    platform: "manylinux_2_27_aarch64",
    bytes: 281946471,
    sha256: "b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552",
    libraries: [
      {
        path: "tensorflow/libtensorflow_cc.so.2",
        bytes: 814885544,
        sha256: "5f7de6ba6478ed7b83767a6e661e3e6e6931b05c64db14ba98250e52316a007c",
      },
      {
        path: "tensorflow/libtensorflow_framework.so.2",
        bytes: 68176664,
        sha256: "deade33b9ab90ff468fd1d1f8f6079bec5a3a507cf2d13c3218aa8beec28aeb3",
      },
    ],
  },
  {
    package: "tensorflow",
    version: "2.21.0",
    os: "darwin",
    arch: "aarch64",
    platform: "macosx_12_0_arm64",
    bytes: 223488205,
    sha256: "56ecd7d47429acbe1df2694d50b75bf9fc3995ac92cb367cd9af6c4780ead712",
    libraries: [
      {
        path: "tensorflow/libtensorflow_cc.2.dylib",
        bytes: 691352648,
        sha256: "e003ba85c57343137691f436beed1b13fe93e9dbe54acdbcc285fe2d8090f6c5",
      },
      {
        path: "tensorflow/libtensorflow_framework.2.dylib",
        bytes: 49452976,
        sha256: "34f4b7baabc727dbd85e67741df3f4ce4f07e21b7ab57b9f818a3701d99b1287",
      },
    ],
  },
];

/**
 * Where libtensorflow comes from: TensorFlow's wheels, and NVIDIA's for its GPU build, pinned by hash. Only their shared
 * libraries are used, so the Python that a wheel is for doesn't matter.
 *
 * @module
 */

/** A file within a wheel, which is kept at the same path. */
export interface WheelFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, hexadecimal; the one in the wheel's `RECORD`. */
  readonly sha256: string;
  /** Whether it is a program. */
  readonly executable?: true;
}

/** A wheel, and what is kept of it. */
export interface Wheel {
  /** The name of the package on the index. */
  readonly package: string;
  readonly version: string;
  /** The wheel's Python and ABI tags. */
  readonly python: "cp312-cp312" | "py3-none";
  /** The wheel's platform tags, joined by dots as in its file's name. */
  readonly platform: string;
  readonly bytes: number;
  /** SHA-256 of the wheel, hexadecimal. */
  readonly sha256: string;
  readonly files: readonly WheelFile[];
}

/** TensorFlow for one system. */
export interface Build {
  /** The system that the libraries are for, as in `Deno.build`. */
  readonly os: "linux" | "darwin";
  readonly arch: "x86_64" | "aarch64";
  /** Whether it works on NVIDIA's GPUs. */
  readonly gpu: boolean;
  /** TensorFlow's wheel, whose first two files are `libtensorflow_cc` and `libtensorflow_framework`; then others. */
  readonly wheels: readonly [tensorflow: Wheel, ...others: Wheel[]];
}

/** The Python that pip is to find wheels for. */
export const WHEEL_PYTHON = { version: "3.12", abi: "cp312" } as const;

/** The name of the wheel's file. */
export function wheelFile(wheel: Wheel): string {
  return `${wheel.package.replaceAll("-", "_")}-${wheel.version}-${wheel.python}-${wheel.platform}.whl`;
}

/** All that is kept of a build. */
export function buildFiles({ wheels }: Build): WheelFile[] {
  return wheels.flatMap(({ files }) => files);
}

/** What setting up a build takes on the disk, in bytes: all that is kept of it, and its largest wheel until unpacked. */
export function bytesNeeded(build: Build): number {
  const largest = Math.max(...build.wheels.map(({ bytes }) => bytes));
  return buildFiles(build).reduce((sum, { bytes }) => sum + bytes, largest);
}

/**
 * What TensorFlow's extra `and-cuda` asks for, in the layout in which its libraries look for them: `nvidia/` beside
 * `tensorflow/`. Left out: cuRAND, which this TensorFlow doesn't use, and parts that only profilers and compilers do.
 */
const CUDA: readonly Wheel[] = [
  {
    package: "nvidia-cublas-cu12",
    version: "12.9.3.13",
    python: "py3-none",
    platform: "manylinux_2_27_x86_64",
    bytes: 581217458,
    sha256: "d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72",
    files: [
      {
        path: "nvidia/cublas/lib/libcublas.so.12",
        bytes: 105140976,
        sha256: "9b6997d8ac06badb59b90fd08cb89b1f807576306f6b0d762f3e72000b69d260",
      },
      {
        path: "nvidia/cublas/lib/libcublasLt.so.12",
        bytes: 749169616,
        sha256: "fbbf5c66fcc42c4eb6e56a7cb40be3936edbf0d08e757761e95c84afb9606cb6",
      },
    ],
  },
  {
    package: "nvidia-cuda-cupti-cu12",
    version: "12.9.79",
    python: "py3-none",
    platform: "manylinux_2_25_x86_64",
    bytes: 10814997,
    sha256: "096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f",
    files: [
      {
        path: "nvidia/cuda_cupti/lib/libcupti.so.12",
        bytes: 7604800,
        sha256: "2fdab19dc3fccdd4b2f5eba137aabefc68e685f6497bb38eea649866c5672a2a",
      },
    ],
  },
  {
    package: "nvidia-cuda-nvcc-cu12",
    version: "12.9.86",
    python: "py3-none",
    platform: "manylinux2010_x86_64.manylinux_2_12_x86_64",
    bytes: 40546229,
    sha256: "5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0",
    files: [
      {
        path: "nvidia/cuda_nvcc/bin/ptxas",
        bytes: 34931056,
        sha256: "983b0e9283855979f42cebfd80d43f9b6e786eb84f03f7570bf941c4d3a3c461",
        executable: true,
      },
      {
        path: "nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc",
        bytes: 486168,
        sha256: "9e84b504f25d26ec775ef91f7122e68dac77fa1f776f1044128f5028356265d8",
      },
    ],
  },
  {
    package: "nvidia-cuda-nvrtc-cu12",
    version: "12.9.86",
    python: "py3-none",
    platform: "manylinux2010_x86_64.manylinux_2_12_x86_64",
    bytes: 89568129,
    sha256: "210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4",
    files: [
      {
        path: "nvidia/cuda_nvrtc/lib/libnvrtc-builtins.so.12.9",
        bytes: 7202760,
        sha256: "6507cf33450cfb22970c2c1e7aa8e7c0a33e39d864720277b05f61a92791e2e8",
      },
      {
        path: "nvidia/cuda_nvrtc/lib/libnvrtc.so.12",
        bytes: 106244480,
        sha256: "7c67c6b51ea0e0279634cebd676ff7efda1674806444520c84430ad5c35fe625",
      },
    ],
  },
  {
    package: "nvidia-cuda-runtime-cu12",
    version: "12.9.79",
    python: "py3-none",
    platform: "manylinux2014_x86_64.manylinux_2_17_x86_64",
    bytes: 3493179,
    sha256: "25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3",
    files: [
      {
        path: "nvidia/cuda_runtime/lib/libcudart.so.12",
        bytes: 741088,
        sha256: "256e6409e4f06f618e1fb53d4844a6b81cdded1013afa8ade40c22f99eb133b7",
      },
    ],
  },
  {
    package: "nvidia-cudnn-cu12",
    version: "9.28.0.42",
    python: "py3-none",
    platform: "manylinux_2_27_x86_64",
    bytes: 716538495,
    sha256: "9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375",
    files: [
      {
        path: "nvidia/cudnn/lib/libcudnn.so.9",
        bytes: 137432,
        sha256: "727cf38cefa39f745dee3caa207395163a86e8fafdb47e3af6d185fdd67858d4",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_adv.so.9",
        bytes: 232904280,
        sha256: "d7a4f6de7c83eb39506d424cf8f1a6f3715faeee2320f2cc03498c9dcc10283b",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_cnn.so.9",
        bytes: 4203992,
        sha256: "5bccc296c64d21ef9326c70ccdcf01b149122dd242ec80a2d3bdc2a4389879ad",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_engines_precompiled.so.9",
        bytes: 559964512,
        sha256: "9a9bbe2c9d4be6c324760199f667fa84a2a9a2d66820b8ca55844b9da235e837",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_engines_runtime_compiled.so.9",
        bytes: 48269792,
        sha256: "8b49b082768bda0ac9f2465c235331e727682f92139ad41f15276b81f20f0f96",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_engines_tensor_ir.so.9",
        bytes: 2099128,
        sha256: "78aa90a0543dd7b097701708f28981657ad04b95d3cac387fed960765404985e",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_ext.so.9",
        bytes: 10492448,
        sha256: "7614a9e626eeeacbcfc8aa6633700e3cd4321e18497447825172d2d21f0b0e6f",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_graph.so.9",
        bytes: 115563344,
        sha256: "d56ec4d0cc21836e0138e4e75dcf6a1e589687675e9d6da0d006936ef7169078",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_heuristic.so.9",
        bytes: 96473944,
        sha256: "ab31bec932bc0b37431dfed946ec4c373441e0d5a62ad477e6cd19fc805e7577",
      },
      {
        path: "nvidia/cudnn/lib/libcudnn_ops.so.9",
        bytes: 92284600,
        sha256: "fbc82ffd752ec10601b2001226dee311b7ddd034c93a30c3536f2bbd19361b0c",
      },
    ],
  },
  {
    package: "nvidia-cufft-cu12",
    version: "11.4.1.4",
    python: "py3-none",
    platform: "manylinux2014_x86_64.manylinux_2_17_x86_64",
    bytes: 200877592,
    sha256: "c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28",
    files: [
      {
        path: "nvidia/cufft/lib/libcufft.so.11",
        bytes: 291507928,
        sha256: "e1d65ebd08895f9d9883f848f3974f89e0130416252477b18835ba7f15d159bc",
      },
    ],
  },
  {
    package: "nvidia-cusolver-cu12",
    version: "11.7.5.82",
    python: "py3-none",
    platform: "manylinux_2_27_x86_64",
    bytes: 338117415,
    sha256: "15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88",
    files: [
      {
        path: "nvidia/cusolver/lib/libcusolver.so.11",
        bytes: 302024152,
        sha256: "30a1fe2fe22dad7141afaa2878fb6e9d7360b016e164d2153e1f31a46f2a9833",
      },
    ],
  },
  {
    package: "nvidia-cusparse-cu12",
    version: "12.5.10.65",
    python: "py3-none",
    platform: "manylinux2014_x86_64.manylinux_2_17_x86_64",
    bytes: 366465088,
    sha256: "73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78",
    files: [
      {
        path: "nvidia/cusparse/lib/libcusparse.so.12",
        bytes: 486556368,
        sha256: "6d85ab1acdabfe3b5a54aa76bc948c719bcd03e07eede3eb8122b083c1a6ecf7",
      },
    ],
  },
  {
    package: "nvidia-nccl-cu12",
    version: "2.32.3",
    python: "py3-none",
    platform: "manylinux_2_27_x86_64",
    bytes: 351526311,
    sha256: "bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c",
    files: [
      {
        path: "nvidia/nccl/lib/libnccl.so.2",
        bytes: 473614536,
        sha256: "a23d2e3e47ad7f8987ac73eb04a373d6d40cfbb3a7a5bf41a9e0e8434817559b",
      },
    ],
  },
  {
    package: "nvidia-nvjitlink-cu12",
    version: "12.9.86",
    python: "py3-none",
    platform: "manylinux2010_x86_64.manylinux_2_12_x86_64",
    bytes: 39748338,
    sha256: "e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9",
    files: [
      {
        path: "nvidia/nvjitlink/lib/libnvJitLink.so.12",
        bytes: 95935344,
        sha256: "02d3acb5fe598dd20f0fca3cc03734ad164037a22747a01900561a42d0b8448f",
      },
    ],
  },
];

/** The pinned builds; where a system has one for GPUs, that comes first. */
export const BUILDS: readonly Build[] = [
  {
    os: "linux",
    arch: "x86_64",
    gpu: true,
    wheels: [{
      package: "tensorflow",
      version: "2.21.0",
      python: "cp312-cp312",
      platform: "manylinux_2_27_x86_64",
      bytes: 572611111,
      sha256: "b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0",
      files: [
        {
          path: "tensorflow/libtensorflow_cc.so.2",
          bytes: 1096372272,
          sha256: "2889ecc99d7641620f41a4bea538f4dd4b626f75aa3e12623161ae939054191c",
        },
        {
          path: "tensorflow/libtensorflow_framework.so.2",
          bytes: 162648808,
          sha256: "98847c6f0448308159f6d3ff55e13a9e92978598c7fbb34cde63aadf35c6fe84",
        },
      ],
    }, ...CUDA],
  },
  {
    os: "linux",
    arch: "x86_64",
    gpu: false,
    wheels: [{
      package: "tensorflow-cpu",
      version: "2.21.0",
      python: "cp312-cp312",
      platform: "manylinux_2_27_x86_64",
      bytes: 274000871,
      sha256: "dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb",
      files: [
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
    }],
  },
  {
    os: "linux",
    arch: "aarch64",
    gpu: false,
    wheels: [{
      package: "tensorflow",
      version: "2.21.0",
      python: "cp312-cp312",
      platform: "manylinux_2_27_aarch64",
      bytes: 281946471,
      sha256: "b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552",
      files: [
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
    }],
  },
  {
    os: "darwin",
    arch: "aarch64",
    gpu: false,
    wheels: [{
      package: "tensorflow",
      version: "2.21.0",
      python: "cp312-cp312",
      platform: "macosx_12_0_arm64",
      bytes: 223488205,
      sha256: "56ecd7d47429acbe1df2694d50b75bf9fc3995ac92cb367cd9af6c4780ead712",
      files: [
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
    }],
  },
];

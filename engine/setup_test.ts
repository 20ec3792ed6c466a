import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { createHash } from "node:crypto";
import { basename, dirname, fromFileUrl, join } from "node:path";
import type { Host, Library } from "./setup.ts";
import { type Wheel, wheelFile, WHEELS } from "./wheels.ts";

// Each set-up runs in a process of its own, with the permissions it is meant to get by on, a Python of a few lines of
// shell first on its PATH, and a small wheel.

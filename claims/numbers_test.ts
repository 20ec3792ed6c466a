import { assert, assertEquals } from "@std/assert";
import { DESCRIPTIONS } from "../metrics/descriptions.ts";
import { isPlainNumber, numbersIn, printedUnits } from "./numbers.ts";

Deno.test("numbersIn() reads what papers write", () => {
  const cases: [string, string[]][] = [
    ["0.50", ["0.50"]],
    ["approximately 0.03", ["0.03"]],
    ["~15 seconds", ["15"]],
    ["162605.531", ["162605.531"]],
    ["401,920", ["401920"]],
    ["37,353", ["37353"]],
    ["1,2", ["1", "2"]],
    ["1,0000", ["1", "0000"]],
    ["84.30%", ["84.30"]],
    ["0.3–0.5", ["0.3", "0.5"]],
    ["0.3-0.5", ["0.3", "0.5"]],
    ["-0.5", ["-0.5"]],
    ["\u22120.05", ["-0.05"]],
    ["\u20130.05 (\u2010.5)", ["-0.05", "-0.5"]],
    ["0.3\u22120.5", ["0.3", "0.5"]],
    [".954, -.5", ["0.954", "-0.5"]],
    ["Fig.3", []],
    ["1e-5", ["1e-5"]],
    ["40∼60", ["40", "60"]],
    ["first ten iterations", ["10"]],
    ["28x28", ["28", "28", "784"]],
    ["16 by 16", ["16", "16", "256"]],
    ["[value]%", []],
    ["0.910 ± 0.040", ["0.910"]],
    ["0.910±.04 and 0.612+-0.023, 1 +/- 1e-3", ["0.910", "0.612", "1"]],
    ["95.6 ± 1.2%", ["95.6"]],
    ["± 2", []],
    ["5 ± 1.2E-3", ["5"]],
    ["d–500–500", ["500", "500"]],
    ["d-500-10", ["500", "10"]],
    ["", []],
  ];
  for (const [printed, numbers] of cases) assertEquals(numbersIn(printed), numbers, printed);
});

Deno.test("printedUnits() is 100 for ratios in percent only", () => {
  const { NMI, SIL, AMI, DBI, MSE } = DESCRIPTIONS;
  assertEquals([NMI, SIL, AMI].map((metric) => printedUnits("50 % ", metric)), [100, 100, 100]);
  assertEquals([DBI, MSE, undefined].map((metric) => printedUnits("1%", metric)), [1, 1, 1]);
  assertEquals(printedUnits("0.95", NMI), 1);
});

Deno.test("isPlainNumber() takes digits without separators or units", () => {
  assert(["0", "-1", "0.10", "1100128", "1e-5", "1.5e+3"].every(isPlainNumber));
  assert(
    !["", " ", "1,000", "5%", "~0.03", ".5", "5.", "NaN", "Infinity", "0x1", "1 2", "1e309"].some(
      isPlainNumber,
    ),
  );
});

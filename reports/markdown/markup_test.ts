import { assertEquals } from "@std/assert";
import { code, meanCell, metricCell, rounded, spacesIn, text } from "./markup.ts";

Deno.test("text() shows data letter by letter", () => {
  assertEquals(text("a | b"), "a \\| b");
  assertEquals(text("`x` *y* _z_ ~w~"), "\\`x\\` \\*y\\* \\_z\\_ \\~w\\~");
  assertEquals(text("<b> & [value]%\\"), "&lt;b> &amp; \\[value\\]%\\\\");
  assertEquals(text("$512 \\times 784$"), "\\$512 \\\\times 784\\$");
  assertEquals(text("one\r\n\ttwo\nthree"), "one two three");
  assertEquals(text("a\u0000b\u001bc"), "a�b�c");
  const blocks = ["# x", "### x", "> x", "- x", "+ x", "1. x", "12) x"];
  const escaped = ["\\# x", "\\### x", "\\> x", "\\- x", "\\+ x", "1\\. x", "12\\) x"];
  assertEquals(blocks.map(text), escaped);
  const plain = ["-0.5", "+0.5", "#1", "1.5 x", "a # b", "a > b"];
  assertEquals(plain.map(text), plain);
});

Deno.test("code() keeps text as it is, whatever ticks are in it", () => {
  assertEquals(["a  b", "a`b", "``"].map(code), ["`a b`", "`` a`b ``", "``` `` ```"]);
});

Deno.test("metricCell() says the direction, and where and how as far as that is given", () => {
  const direction = "lower";
  assertEquals(metricCell({ metric: "OTHER:MSE first epoch", direction }), "MSE first epoch ↓");
  assertEquals(
    metricCell({ metric: "NMI", direction: null, space: "a|b", split: "test", average: "max" }),
    "NMI, a\\|b, test split, max average",
  );
});

Deno.test("spacesIn() has each space of an order once", () => {
  assertEquals(
    ["", "code", "code > pixels & code & PCA-64", "code, clustered by k-means > code"].map(spacesIn),
    ["", "code", "code / pixels / PCA-64", "code, clustered by k-means / code"],
  );
});

Deno.test("rounded() keeps whole parts, and meanCell() says of how many values a mean is", () => {
  assertEquals([rounded(12345.6, 3), rounded(0.012345, 3), rounded(-2.5, 2)], ["12,346", "0.0123", "-2.5"]);
  assertEquals(meanCell({ mean: 0.5, sd: 0.25, values: [0.25, 0.75] }), "0.50 ± 0.25 (2)");
});

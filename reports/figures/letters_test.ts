import { assert, assertEquals } from "@std/assert";
import { lines, shortened, widthOf } from "./letters.ts";

Deno.test("widthOf() grows with the letters, the size and the weight", () => {
  assertEquals(widthOf(""), 0);
  assert(widthOf("iii") < widthOf("nnn") && widthOf("nnn") < widthOf("mmm"));
  assertEquals(widthOf("number", { size: 24 }), 2 * widthOf("number"));
  assert(widthOf("number", { bold: true }) > widthOf("number"));
  // Letters that it does not know are wide; one outside the basic plane counts once.
  assertEquals(widthOf("字"), widthOf("𝑥"));
  assert(widthOf("字") >= widthOf("m"));
});

Deno.test("widthOf() is as wide as DejaVu Sans draws it, or a little wider", () => {
  // In ems: the sums of the font's advance widths, as fontTools reads them.
  for (
    const [words, plain, bold] of [
      ["Training loss by epoch, MNIST", 15.037, 17.028],
      ["difference from the printed value, in tolerances", 23.756, 26.938],
      ["0123456789 −1.5 ± 0.2 → (best)", 16.589, 18.137],
    ] as const
  ) {
    for (const [width, setting] of [[plain, {}], [bold, { bold: true }]] as const) {
      const own = widthOf(words, { ...setting, size: 1 });
      assert(own >= width && own < 1.08 * width, `${words}: ${own} for ${width}`);
    }
  }
});

Deno.test("shortened() cuts what is too wide, and nothing else", () => {
  assertEquals(shortened("few words", 200), "few words");
  const cut = shortened("more words than fit", 60);
  assert(cut.endsWith("…") && widthOf(cut) <= 60);
  assertEquals(shortened("more ", 0), "m…");
  assertEquals(shortened("", 0), "");
});

Deno.test("lines() breaks between words, each line within its room", () => {
  assertEquals(lines("one two three", widthOf("one two")), ["one two", "three"]);
  assertEquals(lines("", 7), [""]);
  assertEquals(lines("abcdefghij", widthOf("abcd…")), ["abcd…"]);
  const broken = lines("a title that is much longer than one line of a figure", 120, { bold: true });
  assert(broken.length > 2);
  for (const line of broken) assert(widthOf(line, { bold: true }) <= 120);
  assertEquals(broken.join(" "), "a title that is much longer than one line of a figure");
});

Deno.test("lines() ends the last line that it may have with an ellipsis", () => {
  const two = lines("one two three four five six", widthOf("one two"), { most: 2 });
  assertEquals(two.length, 2);
  assertEquals(two[0], "one two");
  assert(two[1].startsWith("three") && two[1].endsWith("…"));
});

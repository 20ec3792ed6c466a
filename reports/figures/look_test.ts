import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { VERDICTS } from "../../judging/judge.ts";
import { figure, glyph, painted, slug, xml } from "./look.ts";
import { assertWellFormed } from "./testing.ts";

const nasty = 'a<b>&"c"\n`d`|е\u0001';

Deno.test("xml() keeps data from becoming markup, on one line", () => {
  assertEquals(xml(nasty), "a&lt;b&gt;&amp;&quot;c&quot; `d`|е�");
  assertEquals(xml("\ud800x"), "�x");
});

Deno.test("figure() is one element with its title, its description, its source and both colour schemes", () => {
  const { svg } = figure({
    name: "made",
    section: "results",
    title: nasty,
    description: nasty,
    subtitle: nasty,
    source: nasty,
    body: '<path d="M0 0"/>',
    height: 10,
  });
  assertWellFormed(svg);
  assertStringIncludes(svg, 'role="img" aria-labelledby="made-title made-desc"');
  assertStringIncludes(svg, '<title id="made-title">a&lt;b&gt;');
  assertStringIncludes(svg, "@media(prefers-color-scheme:dark)");
  // With variables, and for what knows none without.
  for (const rule of [".rf .f2{fill:var(--c2)}", ".rf .f2{fill:#009e73}"]) assertStringIncludes(svg, rule);
  assertEquals(svg.split("a&lt;b&gt;").length - 1, 5);
});

Deno.test("assertWellFormed() finds what is not", () => {
  for (const wrong of ["<a>", "<a></b>", "<a>&x</a>", "<a b=c/>", "<a/><a/>", "<a>1<2</a>", '<a b="<"/>']) {
    assertThrows(() => assertWellFormed(wrong));
  }
  assertWellFormed('<a b="1 &lt; 2"><c/>x &amp; y</a>');
});

Deno.test("glyph() gives each judged verdict a drawing of its own", () => {
  const judged = VERDICTS.slice(0, 5).map((verdict) => glyph(verdict, 1, 2));
  assertEquals(new Set(judged).size, judged.length);
  assert(glyph("close", 1, 2, { hollow: true }) !== glyph("close", 1, 2));
});

Deno.test("painted() takes the look's ten, and for more as many as there are", () => {
  assertEquals(painted("fill", 3), 'class="f3"');
  assertEquals(painted("stroke", 13, { classes: "line" }), 'class="line s3"');
  const many = Array.from({ length: 47 }, (_, i) => painted("stroke", i, { count: 47 }));
  assertEquals(new Set(many).size, 47);
});

Deno.test("slug() is a name for a file", () => {
  assertEquals(slug("agarap", "SNNL-5, 1,000 labels", "字"), "agarap-snnl-5-1-000-labels");
  assertEquals(slug("aec-lambda-0.01"), "aec-lambda-0.01");
  assertEquals(slug("字"), "unnamed");
});

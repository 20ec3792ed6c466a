// Made by `deno task site` from the files beside it; changes belong there.
// deno-fmt-ignore-file
// deno-lint-ignore-file
(() => {
  // ../../records/record.ts
  function plainMetric(metric) {
    return metric.replace("OTHER:", "");
  }

  // ../../claims/numbers.ts
  var ROUNDING = 1e-12;
  function significant(value, digits) {
    return Number(value.toPrecision(digits));
  }

  // ../../judging/judge.ts
  var VERDICTS = [
    "reproduced",
    "close",
    "better",
    "worse",
    "contradicted",
    "unreachable",
    "inconclusive",
    "not comparable",
    "not run"
  ];
  var MISSES = ["close", "better", "worse", "unreachable"];
  function verdictAt(judging, factor) {
    if ("verdict" in judging) return judging.verdict;
    return "leads" in judging ? orderAt(judging, factor) : numberAt(judging, factor);
  }
  function numberAt(judging, factor) {
    const { estimate, printed, interval, seedless = false, others, direction, bound } = judging;
    const tolerance = judging.tolerance * factor;
    const slack = roundingOf(estimate, printed);
    if (isWithin(estimate, printed, tolerance)) return "reproduced";
    if (interval === null && !seedless) return "inconclusive";
    if (interval !== null && interval[0] <= tolerance + slack && interval[1] >= -tolerance - slack) {
      return "inconclusive";
    }
    if (others.some((other) => isWithin(estimate, other.value, other.tolerance * factor))) {
      return "contradicted";
    }
    if (bound !== void 0 && isBeyond(bound, printed, tolerance)) return "unreachable";
    if (isWithin(estimate, printed, 2 * tolerance)) return "close";
    if (direction === null) return "worse";
    return estimate > printed === (direction === "higher") ? "better" : "worse";
  }
  function firmAt(judging, factor) {
    if (!("estimate" in judging) || verdictAt(judging, factor) !== "reproduced") return null;
    const { estimate, printed, interval, seedless = false } = judging;
    if (interval === null) return seedless;
    const most = judging.tolerance * factor + roundingOf(estimate, printed);
    return interval[0] >= -most && interval[1] <= most;
  }
  function isBeyond({ side, value }, printed, tolerance) {
    const beyond = side === "at most" ? printed - value : value - printed;
    return beyond > tolerance + roundingOf(printed, value);
  }
  function isWithin(a, b, tolerance) {
    return Math.abs(a - b) <= tolerance + roundingOf(a, b);
  }
  function roundingOf(a, b) {
    return ROUNDING * Math.max(Math.abs(a), Math.abs(b));
  }
  var STANDINGS = ["worse", "inconclusive", "reproduced"];
  function orderAt({ leads, margin, doubted }, factor) {
    const standings = leads.map((lead) => STANDINGS.indexOf(standingOf(lead, margin * factor)));
    const weakest = STANDINGS[Math.min(...standings)];
    return weakest === "worse" && doubted ? "contradicted" : weakest;
  }
  function standingOf({ interval }, margin) {
    if (interval === null) return "inconclusive";
    const [low, high] = interval;
    if (isAhead(low, margin)) return "reproduced";
    return isAhead(high, margin) ? "inconclusive" : "worse";
  }
  function isAhead(lead, margin) {
    return margin === 0 ? lead > 0 : lead >= -margin - roundingOf(lead, margin);
  }

  // ../../judging/spread.ts
  function shownSpread(spread, size) {
    return spread < ROUNDING * Math.abs(size) ? 0 : spread;
  }

  // ../markdown/digits.ts
  var USUAL = 3;
  var MOST = 6;
  function decimalsFor(spread, usual = USUAL) {
    if (spread === null || !(spread > 0 && spread < Infinity)) return usual;
    const [first, exponent] = spread.toExponential(1).split("e");
    const one = -Number(exponent);
    const most = one + (first.startsWith("1") ? 2 : 1);
    return Math.min(most, Math.max(usual, Math.min(one, usual + 1)));
  }
  function numberText(value, decimals) {
    if (!Number.isFinite(value)) return String(value);
    const step = 10 ** Math.max(0, -decimals);
    const digits = Math.min(20, Math.max(0, decimals));
    const text = (Math.round(value / step * 10 ** digits) / 10 ** digits * step).toLocaleString("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits
    });
    return text.replace(/^-/, /[1-9]/.test(text) ? MINUS : "");
  }
  var MINUS = "−";
  function signedText(value, decimals) {
    const text = numberText(Math.abs(value), decimals);
    if (!/[1-9]/.test(text)) return text;
    return `${value < 0 ? MINUS : "+"}${text}`;
  }
  function spreadText(mean, sd, printed = 0) {
    const spread = sd === null ? 0 : shownSpread(sd, mean);
    const usual = spread === 0 ? Math.min(printed, decimalsBySize(mean) + 1) : printed;
    const decimals = decimalsFor(spread, Math.max(usual, usualFor(Math.abs(mean) < spread ? spread : mean)));
    return numberText(mean, decimals) + (spread === 0 ? "" : ` ± ${sdText(spread, decimals)}`);
  }
  function sdText(sd, decimals) {
    const text = numberText(sd, decimals);
    return /[1-9]/.test(text) ? text : `<${numberText(10 ** -decimals, decimals)}`;
  }
  function usualFor(value) {
    return Number.isInteger(value) ? 0 : decimalsBySize(value);
  }
  function decimalsBySize(value) {
    if (value === 0) return USUAL;
    const size = Math.floor(Math.log10(Math.abs(value)));
    return size < 0 ? Math.min(MOST, Math.max(USUAL, 1 - size)) : Math.max(0, USUAL - size);
  }
  function decimalsIn(value) {
    const [digits, exponent = "0"] = value.split("e");
    return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
  }
  function asPrinted(value, { value: printed }, sd = null) {
    const decimals = decimalsIn(printed);
    if (sd !== null) {
      const usual = Math.max(decimals, usualFor(Number(printed)));
      return numberText(value, decimalsFor(shownSpread(sd, value), usual));
    }
    return numberText(value, decimals === 0 && !Number.isInteger(value) ? 1 : decimals);
  }
  function signed(difference, claim, sd = null) {
    const text = asPrinted(Math.abs(difference), claim, sd);
    if (!/[1-9]/.test(text)) return text;
    return `${difference < 0 ? MINUS : "+"}${text}`;
  }
  function typeset(text, least = 5) {
    return text.replace(/(?<=^|[\s(→])-(?=\d)/g, MINUS).replace(
      /(?<![\w.,/-])\d+(?![\w-])/g,
      (digits) => digits.length < least ? digits : numberText(Number(digits), 0)
    );
  }

  // ../markdown/markup.ts
  var MARKS = {
    reproduced: "✓",
    close: "≈",
    better: "▲",
    worse: "▼",
    contradicted: "≠",
    unreachable: "⊘",
    inconclusive: "?",
    "not comparable": "○",
    "not run": "·"
  };
  function spacesIn(space) {
    return [...new Set(space.split(/ [>&] /))].join(" / ");
  }

  // ../../terminal/counted.ts
  function noun(count, one, more = `${one}s`) {
    return count === 1 ? one : more;
  }
  function counted(count, one, more) {
    return `${count} ${noun(count, one, more)}`;
  }
  function listed(things) {
    return things.length < 2 ? things.join() : `${things.slice(0, -1).join(", ")} and ${things.at(-1)}`;
  }

  // ../../judging/tallies.ts
  function verdictInWords(verdict, kind, count = 1) {
    if (kind !== "ordinal" && kind !== "cited") return verdict;
    if (verdict === "reproduced") return noun(count, "holds", "hold");
    if (!JUDGED.includes(verdict) || verdict === "inconclusive") return verdict;
    const not = noun(count, "does not hold", "do not hold");
    return kind === "ordinal" && verdict === "worse" ? not : `${not}: ${verdict}`;
  }
  var JUDGED = VERDICTS.filter(
    (verdict) => verdict !== "not comparable" && verdict !== "not run"
  );
  function isJudged({ verdict }) {
    return JUDGED.includes(verdict);
  }

  // page/dom.ts
  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children);
    return element;
  }
  function html(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
  }
  function svg(tag, attributes = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  }
  function byId(id) {
    return document.getElementById(id);
  }
  function verdictLabel(verdict, kind = "result") {
    return [
      html("span", { class: "mark", "aria-hidden": "true" }, MARKS[verdict]),
      html("span", {}, verdictInWords(verdict, kind))
    ];
  }
  function section(title, ...children) {
    return html("section", {}, html("h3", {}, title), ...children);
  }
  function listOf(items) {
    return html(
      "dl",
      {},
      ...items.filter(([, value]) => value !== "").flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, value)])
    );
  }

  // page/rows.ts
  var COLUMNS = ["verdict", "paper", "dataset", "method", "metric", "printed", "ours", "off"];
  var SHOWN = ["", "counted", "mine"];
  var CHOICES = ["paper", "dataset", "metric", "kind"];
  function isAsked(claim, query, mine2) {
    return (query.show !== "counted" || claim.counted) && (query.show !== "mine" || mine2 === void 0 || mine2.has(claim.id)) && CHOICES.every((field) => query[field] === "" || claim[field] === query[field]) && words(query.text).every((word) => searched(claim).includes(word));
  }
  function words(text) {
    return text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  }
  var texts = /* @__PURE__ */ new WeakMap();
  function searched(claim) {
    const known = texts.get(claim);
    if (known !== void 0) return known;
    const { id, paper, where, dataset, method, metric, space, kind, printed, note, reason } = claim;
    const text = [id, paper, where, dataset, method, metric, space, kind, printed, note, reason].join(" ").toLowerCase();
    texts.set(claim, text);
    return text;
  }
  function tally(verdicts) {
    const counts = VERDICTS.map(() => 0);
    for (const verdict of verdicts) counts[VERDICTS.indexOf(verdict)]++;
    return counts;
  }
  function sorted(rows, { sort, descending }) {
    if (sort === "") return TIERS.flatMap((isIn) => rows.filter(isIn));
    const sign = descending ? -1 : 1;
    const keyed = rows.map((row) => ({ row, key: KEYS[sort](row) }));
    return keyed.sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      if (typeof a.key === "string" && typeof b.key === "string") return sign * compareTexts(a.key, b.key);
      return sign * (Number(a.key) - Number(b.key));
    }).map(({ row }) => row);
  }
  var TIERS = [
    (row) => isJudged(row) && row.claim.counted,
    (row) => isJudged(row) && !row.claim.counted,
    (row) => !isJudged(row)
  ];
  var compareTexts = new Intl.Collator("en", { numeric: true }).compare;
  var KEYS = {
    verdict: ({ verdict }) => VERDICTS.indexOf(verdict),
    paper: ({ claim }) => `${claim.paper} ${claim.where}`,
    dataset: ({ claim }) => claim.dataset,
    method: ({ claim }) => claim.method,
    metric: ({ claim }) => plainMetric(claim.metric),
    printed: ({ claim }) => claim.value === "" ? null : Number(claim.value),
    ours: ({ claim }) => claim.ours,
    off: ({ claim }) => offOf(claim)
  };
  function offOf({ judging }) {
    if (!("printed" in judging)) return null;
    const { estimate, printed, tolerance, direction } = judging;
    if (estimate === printed) return 0;
    const off = (estimate - printed) / tolerance;
    return direction === null ? -Math.abs(off) : direction === "higher" ? off : -off;
  }
  function valuesOf(claims, field) {
    return [...new Set(claims.map((claim) => claim[field]))].sort(compareTexts);
  }

  // page/state.ts
  var VIEWS = ["claims", "embeddings", "league"];
  var START = {
    view: "claims",
    claim: "",
    show: "",
    paper: "",
    dataset: "",
    metric: "",
    kind: "",
    verdicts: [],
    text: "",
    factor: 1,
    sort: "",
    descending: false,
    embedding: "",
    beside: ""
  };
  var TEXTS = ["claim", "paper", "dataset", "metric", "kind", "text", "embedding", "beside"];
  function toHash(state2) {
    const fields = new URLSearchParams();
    if (state2.view !== START.view) fields.set("view", state2.view);
    if (state2.show !== START.show) fields.set("show", state2.show);
    for (const field of TEXTS) if (state2[field] !== "") fields.set(field, state2[field]);
    if (state2.verdicts.length > 0) fields.set("verdict", state2.verdicts.join(","));
    if (state2.factor !== 1) fields.set("tolerance", String(state2.factor));
    if (state2.sort !== "") fields.set("sort", (state2.descending ? "-" : "") + state2.sort);
    return fields.toString();
  }
  function fromHash(hash) {
    const fields = new URLSearchParams(hash.replace(/^#/, ""));
    const texts2 = Object.fromEntries(TEXTS.map((field) => [field, fields.get(field) ?? ""]));
    const named = (fields.get("verdict") ?? "").split(",");
    const factor = Number(fields.get("tolerance") ?? 1);
    const sort = fields.get("sort") ?? "";
    const column = sort.replace(/^-/, "");
    const known = COLUMNS.includes(column);
    return {
      ...START,
      ...texts2,
      view: VIEWS.find((view) => view === fields.get("view")) ?? START.view,
      show: SHOWN.find((show) => show === fields.get("show")) ?? START.show,
      verdicts: VERDICTS.filter((verdict) => named.includes(verdict)),
      factor: factor >= 0.5 && factor <= 2 ? factor : 1,
      sort: known ? column : "",
      descending: known && sort.startsWith("-")
    };
  }

  // ../../metrics/averages.ts
  var AVERAGES = ["arithmetic", "geometric", "max", "min"];

  // ../../metrics/descriptions.ts
  var AGREEMENT = { kind: "labels", direction: "higher", floor: { units: 0.02 }, range: [0, 1] };
  var DESCRIPTIONS = {
    ACC: { ...AGREEMENT, name: "ACC", title: "accuracy" },
    NMI: { ...AGREEMENT, name: "NMI", averages: AVERAGES, title: "normalised mutual information" },
    ARI: { ...AGREEMENT, name: "ARI", title: "adjusted Rand index", range: [-0.5, 1] },
    PURITY: { ...AGREEMENT, name: "PURITY", title: "purity" },
    HOM: { ...AGREEMENT, name: "HOM", title: "homogeneity" },
    COM: { ...AGREEMENT, name: "COM", title: "completeness" },
    VM: { ...AGREEMENT, name: "VM", title: "V-measure" },
    AMI: {
      ...AGREEMENT,
      name: "AMI",
      averages: AVERAGES,
      title: "adjusted mutual information",
      range: [-Infinity, 1]
    },
    SIL: {
      name: "SIL",
      kind: "space",
      title: "silhouette",
      direction: "higher",
      floor: { units: 0.01 },
      range: [-1, 1]
    },
    DBI: {
      name: "DBI",
      kind: "space",
      title: "Davies-Bouldin index",
      direction: "lower",
      floor: { share: 0.05 },
      range: [0, Infinity]
    },
    CHI: {
      name: "CHI",
      kind: "space",
      title: "Calinski-Harabasz index",
      direction: "higher",
      floor: { share: 0.05 },
      range: [0, Infinity]
    },
    MSE: {
      name: "MSE",
      kind: "plain",
      title: "mean squared error",
      direction: "lower",
      floor: { share: 0.1 },
      range: [0, Infinity]
    }
  };

  // ../markdown/abbreviations.ts
  var NAMES = {
    AE: "autoencoder",
    AEC: "auto-encoder based clustering",
    DBSCAN: "density-based spatial clustering of applications with noise",
    DEC: "deep embedded clustering",
    IDEC: "improved deep embedded clustering",
    KL: "Kullback-Leibler divergence",
    N2D: "not too deep clustering",
    "N-cut": "normalised cut",
    PCA: "principal component analysis",
    RBM: "restricted Boltzmann machine",
    SNNL: "soft nearest neighbour loss",
    "t-SNE": "t-distributed stochastic neighbour embedding",
    UMAP: "uniform manifold approximation and projection",
    VaDE: "variational deep embedding"
  };

  // page/glossary.ts
  var METRICS = {
    ACC: "the share of images whose cluster is matched to their class, by the best one-to-one matching",
    NMI: "how much clusters tell of classes, between 0 (nothing) and 1 (all)",
    ARI: "the share of pairs of images on which clusters and classes agree, less what chance gives",
    PURITY: "the share of images that are of the most frequent class of their cluster",
    HOM: "whether each cluster has images of one class only",
    COM: "whether the images of a class are all in one cluster",
    VM: "the harmonic mean of homogeneity and completeness",
    AMI: "mutual information of clusters and classes, less what chance gives",
    SIL: "how much nearer points are to their own cluster than to the next, from −1 to 1",
    DBI: "how wide clusters are beside the distance between them, from 0",
    CHI: "how far clusters are apart beside how wide they are; it grows with the number of points",
    MSE: "the mean squared difference between an image and its reconstruction"
  };
  var WAYS = { higher: "Higher is better.", lower: "Lower is better." };
  var METHODS = {
    SNNL: "low where points of one class are near each other. SNNL-1 to SNNL-8 are networks that Agarap & Azcarraga train with it",
    AE: "a network that compresses images to a short code and rebuilds them from it",
    AEC: "Song's method, which pulls the codes to the centres of their clusters",
    DEC: "goes on training an encoder so that its codes gather around centroids",
    IDEC: "DEC that keeps its decoder",
    N2D: "an autoencoder's code, embedded by UMAP, clustered by a mixture of Gaussians",
    VaDE: "a variational autoencoder whose codes come from a mixture of Gaussians",
    RBM: "a layer that is trained alone, before the whole network",
    PCA: "PCA-64 is the space of the first 64 components",
    "t-SNE": "puts points into a plane so that neighbours stay neighbours",
    UMAP: "an embedding that keeps neighbours together",
    DBSCAN: "clusters are where points lie close together; other points are noise"
  };
  var OTHERS = {
    CHS: "Calinski-Harabasz score: another name of the Calinski-Harabasz index (CHI).",
    PARAMS: "The number of parameters that a network learns.",
    ClusterGAN: "A generative adversarial network whose input says which cluster an image is to be of.",
    GAN: "Generative adversarial network: two networks, one that makes images and one that tells them from real ones.",
    NCA: "Neighbourhood components analysis.",
    KMeans: "k-means: k clusters, each of the points that are nearest to its mean.",
    MNIST: "70,000 images of handwritten digits, 28 × 28 pixels.",
    EMNIST: "Images of handwritten letters and digits. EMNIST Balanced has 47 classes of equal size.",
    USPS: "9,298 images of handwritten digits from envelopes, 16 × 16 pixels."
  };
  var capitalised = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;
  var GLOSSARY = new Map([
    ...Object.entries(DESCRIPTIONS).map(
      ([word, { title, direction }]) => [
        word,
        `${capitalised(title)}: ${METRICS[word]}. ${WAYS[direction]}`
      ]
    ),
    ...Object.entries(METHODS).map(
      ([word, meaning]) => [word, `${capitalised(NAMES[word])}: ${meaning}.`]
    ),
    ...Object.entries(OTHERS)
  ]);
  var WORDS = [...GLOSSARY.keys()].sort((a, b) => b.length - a.length);
  var WORD = new RegExp(`(?<![\\w-])(${WORDS.join("|")})(?![A-Za-z])`);
  function partsOf(text) {
    const parts = [];
    const told2 = /* @__PURE__ */ new Set();
    let plain2 = "", rest2 = text;
    const end = () => {
      if (plain2 !== "") parts.push({ text: plain2, isWord: false });
      plain2 = "";
    };
    for (let match = WORD.exec(rest2); match !== null; match = WORD.exec(rest2)) {
      const [word] = match;
      plain2 += rest2.slice(0, match.index);
      if (told2.has(word)) plain2 += word;
      else {
        end();
        parts.push({ text: word, isWord: true });
      }
      told2.add(word);
      rest2 = rest2.slice(match.index + word.length);
    }
    plain2 += rest2;
    end();
    return parts;
  }

  // page/term.ts
  function explained(text, how = "stops") {
    return partsOf(text).map(({ text: text2, isWord }) => {
      if (!isWord) return text2;
      return how === "stops" ? html("button", { type: "button", class: "term", "data-term": text2 }, text2) : html("abbr", { class: "term", "data-term": text2 }, text2);
    });
  }
  function glossaryList() {
    return html(
      "dl",
      {},
      ...[...GLOSSARY].sort(([a], [b]) => a < b ? -1 : 1).flatMap(([word, text]) => [html("dt", {}, word), html("dd", {}, text)])
    );
  }
  var LINGER = 200;
  function startTerms() {
    const tip = byId("term-tip");
    let told2;
    let leaving;
    const hide = () => {
      clearTimeout(leaving);
      told2?.removeAttribute("aria-describedby");
      told2 = void 0;
      if (tip.matches(":popover-open")) tip.hidePopover();
    };
    const show = (word) => {
      clearTimeout(leaving);
      if (word === told2) return;
      hide();
      told2 = word;
      tip.textContent = GLOSSARY.get(word.dataset.term) ?? "";
      (word.closest("dialog") ?? document.body).append(tip);
      word.setAttribute("aria-describedby", tip.id);
      tip.showPopover();
      place2(word);
    };
    const place2 = (word) => {
      const { left, top, bottom } = word.getBoundingClientRect();
      const below = bottom + 6 + tip.offsetHeight < innerHeight;
      tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`;
      tip.style.top = `${below ? bottom + 6 : Math.max(8, top - 6 - tip.offsetHeight)}px`;
    };
    const wordOf = ({ target }) => target instanceof Element ? target.closest("[data-term]") : null;
    document.addEventListener("pointerover", (event) => {
      const word = wordOf(event);
      if (word !== null) show(word);
      else if (event.target === tip) clearTimeout(leaving);
      else if (told2 !== void 0 && told2 !== document.activeElement) {
        clearTimeout(leaving);
        leaving = setTimeout(hide, LINGER);
      }
    });
    document.addEventListener("focusin", (event) => {
      const word = wordOf(event);
      if (word !== null) show(word);
      else hide();
    });
    document.addEventListener("click", (event) => {
      const word = wordOf(event);
      if (word !== null && !event.defaultPrevented) show(word);
      else if (event.target !== tip) hide();
    });
    document.addEventListener("scroll", () => told2 !== void 0 && place2(told2), {
      capture: true,
      passive: true
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || told2 === void 0) return;
      event.preventDefault();
      event.stopPropagation();
      hide();
    }, { capture: true });
  }

  // ../../terminal/shell_word.ts
  function shellWord(text) {
    return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  }

  // ../markdown/again.ts
  function commandFor(experiments, { profile, seeds = [] }, { dataDir, papers = [] } = {}) {
    return reproduceCommand(experiments, {
      profile,
      seed: seeds.length === 0 ? [] : `${[...new Set(seeds)].sort((a, b) => a - b)}`,
      "data-dir": dataDir,
      papers
    });
  }
  function reproduceCommand(globs, flags) {
    const words2 = Object.entries(flags).flatMap(([name, value]) => {
      if (value === true) return [`--${name}`];
      return [value ?? []].flat().map((one) => `--${name} ${shellWord(one)}`);
    });
    return ["deno task reproduce", ...globs.map(shellWord), ...words2].join(" ");
  }

  // page/text.ts
  function subjectOf(claim) {
    return claim.method === "" ? metricName(claim) : claim.method;
  }
  function verdictClass(verdict) {
    return `verdict ${verdict.replace(" ", "-")}`;
  }
  function metricName({ metric, space, average }) {
    return [plainMetric(metric), spacesIn(space), average && `${average} average`].filter((part) => part !== "").join(", ");
  }
  function oursText(claim) {
    const { ours, sd, n, judging } = claim;
    if (ours === null) return "";
    if (claim.kind === "ordinal") {
      const weakest = "leads" in judging ? judging.leads.find(({ lead }) => lead === ours) : void 0;
      const range = weakest?.interval?.map((end) => numberText(end, decimalsFor(spanOf(weakest.interval))));
      return `${signedText(ours, range === void 0 ? 3 : decimalsFor(spanOf(weakest.interval)))}${range === void 0 ? "" : ` (${range.join(" to ")})`}`;
    }
    return `${estimateText(ours, sd, claim)}${n > 1 ? ` (${n})` : ""}`;
  }
  function estimateText(ours, sd, claim) {
    return claim.statistic === "best" ? asPrinted(ours, claim, sd) : spreadText(ours, sd, decimalsIn(claim.value));
  }
  function mineText({ ours, sd, n, verdict, profile }, claim) {
    const value = claim.kind === "ordinal" ? signedText(ours, 3) : estimateText(ours, sd, claim);
    return [
      `${value}${n > 1 ? ` (${n})` : ""}`,
      verdict,
      ...profile === null || profile === "paper" ? [] : [profile]
    ].join(", ");
  }
  function titleOf(claim) {
    return claim.method === "" ? metricName(claim) : `${claim.method}, ${metricName(claim)}`;
  }
  function spanOf([low, high]) {
    return (high - low) / 2;
  }
  function short(value) {
    return String(significant(value, 3));
  }
  function recordFile({ experiment, digest, seed }) {
    return `../runs/${experiment}/${digest}-s${seed}.json`;
  }
  function dataCommand(dataset, { papers = [], dataDir }) {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(dataset) || papers.length > 0 || dataDir !== void 0) return "";
    return `deno task data ${dataset}`;
  }
  function commandsFor(runs, again) {
    const groups = Map.groupBy(runs, ({ experiment, profile }) => JSON.stringify([experiment, profile]));
    return [...groups.values()].map((own) => {
      const [{ experiment, profile }] = own;
      return commandFor([experiment], { profile, seeds: own.map(({ seed }) => seed) }, again);
    });
  }

  // ../../papers/page.ts
  function shortTitle(title) {
    return title.split(":")[0].trim() || title;
  }

  // page/answer.ts
  function answerOf(data2, show) {
    if (data2.totals.length === 0) return [];
    const verdicts = VERDICTS.filter(
      (verdict) => data2.totals.some(({ headline }) => headline.score.verdicts[verdict] > 0)
    );
    const why = data2.totals.at(-1).headline.why;
    const repeated = data2.totals.at(-1).headline.without;
    return [
      // Where the table is too narrow for its head.
      html("p", { class: "answer-key", "aria-hidden": "true" }, ...verdicts.flatMap(verdictMark)),
      html(
        "table",
        { class: "answer", role: "table", "aria-label": "Verdicts on the scores, paper by paper" },
        html(
          "thead",
          { role: "rowgroup" },
          html(
            "tr",
            { role: "row" },
            head("Paper"),
            head("All scores", "strip-cell"),
            head("Scores", "number"),
            ...verdicts.map(
              (verdict) => html("th", { scope: "col", role: "columnheader", class: "number" }, ...verdictMark(verdict))
            )
          )
        ),
        html(
          "tbody",
          { role: "rowgroup" },
          ...data2.totals.map(({ paper, headline }) => line(data2, paper, headline.score, verdicts, show)),
          ...repeated === void 0 ? [] : [line(data2, REPEATED, repeated, verdicts)]
        )
      ),
      ...why.map((words2) => html("p", { class: "note" }, `Repeated computations: ${words2}`)),
      html("div", { class: "side-by-side" }, ...pictures(data2), html("div", {}, ...leaders(data2)))
    ];
  }
  var REPEATED = /* @__PURE__ */ Symbol("all, without repeated computations");
  function head(name, className = "") {
    return html("th", { scope: "col", role: "columnheader", class: className }, name);
  }
  function verdictMark(verdict) {
    return [html("span", { class: verdictClass(verdict) }, ...verdictLabel(verdict))];
  }
  function line(data2, paper, totals, verdicts, show) {
    const chosen = {
      show: "counted",
      paper: typeof paper === "string" ? paper : "",
      factor: START.factor
    };
    const linkTo = (change, text, label) => {
      if (show === void 0) return text;
      const link = html(
        "a",
        {
          href: `#${toHash({ ...START, ...chosen, ...change })}`,
          "aria-label": label ?? false
        },
        text
      );
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show({ ...chosen, verdicts: [], ...change });
      });
      return link;
    };
    const name = typeof paper === "symbol" ? paper.description : paper === void 0 ? "all" : shortTitle(data2.papers.find(({ id }) => id === paper)?.title ?? paper);
    return html(
      "tr",
      { role: "row", class: typeof paper === "string" ? "" : "sum" },
      html("th", { scope: "row", role: "rowheader" }, linkTo({}, name)),
      html("td", { role: "cell", class: "strip-cell" }, strip(totals)),
      html("td", { role: "cell", class: "number" }, String(totals.numbers)),
      ...verdicts.map((verdict) => {
        const count = totals.verdicts[verdict];
        const cell = html(
          "td",
          { role: "cell", class: `number ${count === 0 ? "zero" : ""}` },
          html("span", { class: `${verdictClass(verdict)} narrow`, "aria-hidden": "true" }, MARKS[verdict]),
          count === 0 ? "0" : linkTo({ verdicts: [verdict] }, String(count), `${count} ${verdict}`)
        );
        if (verdict === "reproduced" && totals.firm > 0) {
          cell.append(html("small", {}, ` (${totals.firm} firm)`));
        }
        return cell;
      })
    );
  }
  function strip({ numbers, firm, verdicts }) {
    const parts = VERDICTS.flatMap(
      (verdict) => verdict === "reproduced" ? [[verdict, firm, "firm"], [verdict, verdicts.reproduced - firm, "by-mean"]] : [[verdict, verdicts[verdict], ""]]
    ).filter(([, count]) => count > 0);
    return html(
      "div",
      { class: "strip", "aria-hidden": "true" },
      ...parts.map(([verdict, count, how]) => {
        const part = html(
          "span",
          {
            class: `part ${verdictClass(verdict)} ${how}`,
            title: `${count} ${verdict}${how && `, ${HOW[how]}`}`
          },
          // A mark needs room.
          count / numbers < 0.04 ? "" : how === "by-mean" ? `(${MARKS[verdict]})` : MARKS[verdict]
        );
        part.style.flexGrow = String(count);
        return part;
      })
    );
  }
  var HOW = { firm: "firmly", "by-mean": "by the mean" };
  function pictures({ overview }) {
    return overview.map(
      ({ title, description, file }) => html("img", { src: file, alt: `${title}. ${description}`, loading: "lazy", width: 600, height: 480 })
    );
  }
  function leaders({ leagues }) {
    return leagues.flatMap(({ title, description, picture, standings }) => [
      html("h2", {}, title),
      html(
        "p",
        { class: "note" },
        "The methods that may be first on each data set, with the spread of their seeds."
      ),
      html(
        "ul",
        {},
        ...standings.map((standing2) => {
          const first = standing2.lines.filter(({ mayBeFirst }) => mayBeFirst).map(({ method, value }) => `${method} ${value}`);
          return html(
            "li",
            {},
            html("b", {}, standing2.title),
            ": ",
            ...first.length === 0 ? ["no method has a rank yet"] : explained(`${first.join("; ")} (${standing2.rankedBy})`, "no stops")
          );
        })
      ),
      html("img", { src: picture, alt: description, loading: "lazy", width: 600, height: 400 }),
      html("p", {}, html("a", { href: "#view=league" }, "The whole league"))
    ]);
  }

  // page/plots.ts
  function scale([low, high], [from, to]) {
    const span = high - low || 1;
    return (value) => from + (value - low) / span * (to - from);
  }
  function drawing(width, height, name, ...children) {
    const seen = name === "" ? { "aria-hidden": "true" } : { role: "img", "aria-label": name };
    return svg("svg", { viewBox: `0 0 ${width} ${height}`, ...seen }, ...children);
  }
  var REACH = 4;
  function offPlot(claim) {
    const off = offOf(claim);
    if (off === null) return "";
    const [width, middle] = [112, 56];
    const at = (tolerances) => middle + tolerances * (middle - 6) / REACH;
    const beyond = Math.abs(off) > REACH;
    const x = at(Math.max(-REACH, Math.min(REACH, off)));
    const tip = Math.sign(off) * 5;
    return drawing(
      width,
      16,
      "",
      svg("line", { x1: 0, x2: width, y1: 8, y2: 8, class: "axis" }),
      svg(
        "g",
        { transform: `translate(${middle} 0)` },
        svg("rect", { x: at(-1) - middle, width: at(1) - at(-1), y: 2, height: 12, class: "band" })
      ),
      svg("line", { x1: middle, x2: middle, y1: 1, y2: 15, class: "paper-line" }),
      beyond ? svg("path", { d: `M${x - tip} 3L${x + tip} 8L${x - tip} 13Z`, class: "ours" }) : svg("circle", { cx: x, cy: 8, r: 3.5, class: "ours" })
    );
  }
  var INTERVAL_REACH = 0.35;
  function seedPlot(claim, factor, mine2) {
    const { judging, values, ours, direction } = claim;
    if (claim.value === "" || ours === null) return "";
    const printed = Number(claim.value);
    const { tolerance, others, interval } = "printed" in judging ? { ...judging, tolerance: judging.tolerance * factor } : { tolerance: 0, others: [], interval: null };
    const ends = (interval ?? []).map((end) => printed + end);
    const shown3 = [
      printed - tolerance,
      printed + tolerance,
      ours,
      ...values,
      ...others.map(({ value }) => value),
      ...mine2 === void 0 ? [] : [mine2]
    ];
    const [low, high] = [Math.min(...shown3), Math.max(...shown3)];
    const reach = INTERVAL_REACH * (high - low);
    const range = [
      Math.min(low, Math.max(low - reach, ...ends.slice(0, 1))),
      Math.max(high, Math.min(high + reach, ...ends.slice(1)))
    ];
    const x = scale(range, direction === "lower" ? [546, 14] : [14, 546]);
    const line2 = 46;
    const across = (from, to, height, name) => {
      const [left2, right2] = [x(from), x(to)].sort((a, b) => a - b).map((at) => Math.max(0, Math.min(560, at)));
      return svg("rect", { x: left2, width: right2 - left2, y: line2 - height / 2, height, class: name });
    };
    const anchor = (at) => at < 90 ? "start" : at > 470 ? "end" : "middle";
    const [left, right] = direction === null ? ["← lower", "higher →"] : ["← worse", "better →"];
    return drawing(
      560,
      96,
      `${values.length === 1 ? "one value" : `${values.length} values`}, from ${short(Math.min(...values))} to ${short(Math.max(...values))}; the paper's is ${claim.value}`,
      ...tolerance > 0 ? [
        across(printed - 2 * tolerance, printed + 2 * tolerance, 24, "band near"),
        across(printed - tolerance, printed + tolerance, 24, "band")
      ] : [],
      svg("line", { x1: 0, x2: 560, y1: line2, y2: line2, class: "axis" }),
      svg("line", { x1: x(printed), x2: x(printed), y1: line2 - 17, y2: line2 + 13, class: "paper-line" }),
      svg(
        "text",
        { x: x(printed), y: 24, "text-anchor": anchor(x(printed)) },
        `paper ${claim.value}`
      ),
      ...others.map(
        ({ value }) => svg("line", { x1: x(value), x2: x(value), y1: line2 - 12, y2: line2 + 12, class: "paper-line other" })
      ),
      ...ends.length === 0 ? [] : [across(ends[0], ends[1], 5, "interval")],
      ...apart(values.map(x)).map(
        ([cx, dy]) => svg("circle", { cx, cy: line2 + dy, r: 4.5, class: "ours seed" })
      ),
      svg("line", { x1: x(ours), x2: x(ours), y1: line2 - 9, y2: line2 + 13, class: "ours-line" }),
      ...mine2 === void 0 ? [] : [svg("path", { d: `M${tenth(x(mine2))} ${line2 - 7}l7 7l-7 7l-7 -7Z`, class: "mine-mark" })],
      svg(
        "text",
        { x: x(ours), y: line2 + 28, "text-anchor": anchor(x(ours)) },
        `ours ${asPrinted(ours, claim, claim.sd)}`
      ),
      svg("text", { x: 0, y: 93, class: "way" }, left),
      svg("text", { x: 560, y: 93, "text-anchor": "end", class: "way" }, right)
    );
  }
  function apart(places) {
    const rows = [];
    return places.toSorted((a, b) => a - b).map((place2) => {
      const free = rows.findIndex((last) => place2 - last >= 9);
      const row = free === -1 ? rows.length : free;
      rows[row] = place2;
      const side = row % 2 === 0 ? 1 : -1;
      return [place2, side * Math.ceil(row / 2) * 4];
    });
  }
  function curvePlot(runs, name) {
    const series = runs.map(({ seed, epochs, curves: curves2 }) => {
      const values = curves2.find(([own]) => own === name)?.[1] ?? [];
      return {
        seed,
        points: values.flatMap((value, i) => value === null ? [] : [[epochs[i], value]])
      };
    }).filter(({ points: points2 }) => points2.length > 0);
    const points = series.flatMap(({ points: points2 }) => points2);
    const [xs, ys] = [points.map(([epoch]) => epoch), points.map(([, value]) => value)];
    const [xRange, yRange] = [rangeOf(xs), rangeOf(ys)];
    const x = scale(xRange, [64, 548]);
    const y = scale(yRange, [172, 14]);
    const middle = (yRange[0] + yRange[1]) / 2;
    const levels = yRange[0] === yRange[1] ? [yRange[0]] : [yRange[0], middle, yRange[1]];
    return drawing(
      560,
      206,
      `${name} by epoch, ${counted(series.length, "run")}: from ${rangeText(series.map(({ points: points2 }) => points2[0]))} to ${rangeText(series.map(({ points: points2 }) => points2.at(-1)))}`,
      ...levels.flatMap((level) => [
        svg("line", { x1: 64, x2: 548, y1: y(level), y2: y(level), class: "grid" }),
        svg("text", { x: 58, y: y(level) + 4, "text-anchor": "end" }, short(level))
      ]),
      ...(xRange[0] === xRange[1] ? [xRange[0]] : xRange).map(
        (epoch, i) => svg("text", { x: x(epoch), y: 192, "text-anchor": i === 0 ? "start" : "end" }, String(epoch))
      ),
      svg("text", { x: 306, y: 192, "text-anchor": "middle" }, "epoch"),
      ...series.map(
        ({ seed, points: points2 }, i) => points2.length === 1 ? svg("circle", { cx: x(points2[0][0]), cy: y(points2[0][1]), r: 3, class: `line-dot line-${i % 4}` }) : svg(
          "path",
          {
            d: `M${points2.map(([epoch, value]) => `${tenth(x(epoch))} ${tenth(y(value))}`).join("L")}`,
            class: `line line-${i % 4}`
          },
          svg("title", {}, `seed ${seed}`)
        )
      )
    );
  }
  function factorPlot(claims) {
    const judged = claims.filter(({ judging }) => !("verdict" in judging));
    if (judged.length === 0) return "";
    const steps = 24;
    const counts = Array.from(
      { length: steps + 1 },
      (_, i) => tally(judged.map(({ judging }) => verdictAt(judging, 2 ** (2 * i / steps - 1))))
    );
    const x = scale([0, steps], [0, 320]);
    const y = scale([0, judged.length], [0, 44]);
    const below = counts.map(() => 0);
    const areas = VERDICTS.flatMap((verdict, v) => {
      const from = [...below];
      for (const [i, count] of counts.entries()) below[i] += count[v];
      if (below.every((value, i) => value === from[i])) return [];
      const edge = (at) => at.map((value, i) => `${tenth(x(i))} ${tenth(y(value))}`);
      return [svg("path", {
        d: `M${edge(from).join("L")}L${edge(below).reverse().join("L")}Z`,
        class: `area ${verdictClass(verdict)}`
      }, svg("title", {}, verdict))];
    });
    const plot = drawing(320, 44, "", ...areas);
    plot.setAttribute("preserveAspectRatio", "none");
    return plot;
  }
  function tenth(value) {
    return Math.round(value * 10) / 10;
  }
  function rangeOf(values) {
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  }
  function rangeText(points) {
    const range = (values) => [...new Set(rangeOf(values).map(short))].join(" to ");
    return `${range(points.map(([, value]) => value))} at epoch ${range(points.map(([epoch]) => epoch))}`;
  }

  // page/windowed.ts
  var CHUNK = 25;
  var MARGIN = "600px 0px";
  var GUESS = 42;
  function windowed(table2, rowOf) {
    let chunks = [];
    let guess = GUESS;
    const byBody = /* @__PURE__ */ new Map();
    const draw = (chunk) => {
      if (chunk.isDrawn) return;
      chunk.isDrawn = true;
      chunk.body.replaceChildren(...chunk.items.map((item, i) => {
        const row = rowOf(item);
        row.ariaRowIndex = String(chunk.first + i + 2);
        return row;
      }));
    };
    const space = (chunk) => {
      const spacer = html("tr", { class: "spacer", "aria-hidden": "true" }, html("td"));
      spacer.style.height = `${chunk.height ?? guess * chunk.items.length}px`;
      chunk.isDrawn = false;
      chunk.body.replaceChildren(spacer);
    };
    const learn = () => {
      const measured = chunks.filter(({ height }) => height !== void 0);
      const rows = measured.reduce((sum, { items }) => sum + items.length, 0);
      if (rows === 0) return;
      const mean = measured.reduce((sum, { height }) => sum + height, 0) / rows;
      if (Math.abs(mean / guess - 1) < 0.1) return;
      guess = mean;
      for (const chunk of chunks) if (!chunk.isDrawn && chunk.height === void 0) space(chunk);
    };
    const near = new IntersectionObserver((entries) => {
      const seen = entries.flatMap(({ target, isIntersecting }) => {
        const chunk = byBody.get(target);
        return chunk === void 0 ? [] : [{ chunk, isIntersecting }];
      });
      for (const chunk of chunks) if (chunk.isDrawn) chunk.height = chunk.body.offsetHeight;
      for (const { chunk, isIntersecting } of seen) {
        if (isIntersecting) draw(chunk);
        else if (chunk.isDrawn && chunk.first > 0 && !chunk.body.contains(document.activeElement)) space(chunk);
      }
      learn();
    }, { rootMargin: MARGIN });
    addEventListener("resize", () => {
      for (const chunk of chunks) chunk.height = void 0;
    });
    addEventListener("beforeprint", () => chunks.forEach(draw));
    return {
      show(items) {
        near.disconnect();
        byBody.clear();
        for (const { body } of chunks) body.remove();
        chunks = Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, i) => {
          const own = items.slice(i * CHUNK, (i + 1) * CHUNK);
          const body = html("tbody", { role: "rowgroup" });
          const chunk = { body, items: own, first: i * CHUNK, isDrawn: false, height: void 0 };
          byBody.set(body, chunk);
          if (i === 0) draw(chunk);
          else space(chunk);
          return chunk;
        });
        table2.ariaRowCount = String(items.length + 1);
        table2.append(...byBody.keys());
        for (const body of byBody.keys()) near.observe(body);
      },
      drawn: () => chunks.flatMap(({ isDrawn, items }) => isDrawn ? items : []),
      reveal(item) {
        const chunk = chunks.find(({ items }) => items.includes(item));
        if (chunk === void 0) return void 0;
        draw(chunk);
        return rowOf(item);
      }
    };
  }

  // page/claims_table.ts
  function claimsTable(table2, open) {
    const lines = /* @__PURE__ */ new Map();
    let verdicts = /* @__PURE__ */ new Map();
    let order;
    let mine2 = /* @__PURE__ */ new Map();
    const lineOf = (claim) => {
      const known = lines.get(claim) ?? drawnLine(claim, open);
      lines.set(claim, known);
      return known;
    };
    const update = (claim) => {
      const line2 = lineOf(claim);
      const verdict = verdicts.get(claim);
      if (line2.verdict.className !== verdictClass(verdict)) {
        line2.verdict.replaceChildren(...verdictLabel(verdict, claim.kind));
        line2.verdict.className = verdictClass(verdict);
      }
      const own = mine2.get(claim.id);
      line2.mine.textContent = own === void 0 ? "" : mineText(own, claim);
      return line2.row;
    };
    const rows = windowed(table2, update);
    return {
      show(shown3, factor) {
        verdicts = new Map(shown3.map(({ claim, verdict }) => [claim, verdict]));
        const next = shown3.map(({ claim }) => claim);
        const isSame = next.length === order?.length && next.every((claim, i) => claim === order[i]);
        if (isSame) {
          for (const claim of rows.drawn()) update(claim);
        } else rows.show(next);
        order = next;
        table2.style.setProperty("--factor", String(factor));
      },
      beside(found) {
        mine2 = found;
        for (const claim of rows.drawn()) update(claim);
      },
      linkOf: (claim) => rows.reveal(claim) && lineOf(claim).link
    };
  }
  function drawnLine(claim, open) {
    const link = html("a", { href: `#${toHash({ ...START, claim: claim.id })}` }, subjectOf(claim));
    const verdict = html("span");
    const mine2 = html("div", { class: "mine" });
    const off = offOf(claim);
    const cell = (name, ...children) => html("td", { role: "cell", class: `cell-${name}` }, ...children);
    const row = html(
      "tr",
      { role: "row" },
      cell("verdict", verdict),
      cell("paper", claim.paper, " ", html("small", {}, claim.where)),
      cell("dataset", claim.dataset),
      cell("method", link),
      cell("metric", ...explained(metricName(claim), "no stops")),
      cell(
        "printed",
        claim.kind === "ordinal" ? html("div", { class: "words" }, claim.printed) : claim.printed,
        claim.statistic === "single" ? "" : html("small", {}, ` ${claim.statistic}`)
      ),
      cell("ours", oursText(claim), mine2),
      cell("off", offPlot(claim), off === null ? "" : html("small", {}, offText(off)))
    );
    row.addEventListener("click", (event) => {
      const { ctrlKey, metaKey, shiftKey, detail, target, pointerType } = event;
      if (pointerType === "touch" && target.closest("[data-term]") !== null) return;
      const selects = detail > 0 && getSelection()?.toString();
      if (ctrlKey || metaKey || shiftKey || selects) return;
      event.preventDefault();
      open(claim);
    });
    return { row, verdict, mine: mine2, link };
  }
  function offText(off) {
    if (off === 0) return "0";
    const sign = off < 0 ? "−" : "+";
    return Math.abs(off) > 99 ? `${off < 0 ? "<" : ">"} ${sign}99` : `${sign}${Math.abs(off).toFixed(1)}`;
  }

  // ../../records/thumbnails_across.ts
  var THUMBNAILS_ACROSS = 50;

  // page/projection.ts
  function project({ points, dimensions }, { yaw, pitch }) {
    const rows = points.length / dimensions;
    const { centre, reach } = frameOf(points, dimensions);
    const [sinYaw, cosYaw, sinPitch, cosPitch] = [
      Math.sin(yaw),
      Math.cos(yaw),
      Math.sin(pitch),
      Math.cos(pitch)
    ];
    const seen = new Float32Array(3 * rows);
    for (let row = 0; row < rows; row++) {
      const at = (axis) => (points[row * dimensions + axis] - centre[axis]) / reach;
      const [x, y] = [at(0), at(1)];
      if (dimensions === 2) {
        seen.set([x, y, 0], 3 * row);
        continue;
      }
      const z = at(2);
      const depth = z * cosYaw - x * sinYaw;
      seen.set(
        [x * cosYaw + z * sinYaw, y * cosPitch - depth * sinPitch, y * sinPitch + depth * cosPitch],
        3 * row
      );
    }
    return seen;
  }
  function frameOf(points, dimensions) {
    const low = new Array(dimensions).fill(Infinity);
    const high = new Array(dimensions).fill(-Infinity);
    for (const [i, value] of points.entries()) {
      low[i % dimensions] = Math.min(low[i % dimensions], value);
      high[i % dimensions] = Math.max(high[i % dimensions], value);
    }
    const centre = low.map((value, axis) => (value + high[axis]) / 2);
    let reach = 0;
    for (let i = 0; i < points.length; i += dimensions) {
      const from = centre.map((middle, axis) => points[i + axis] - middle);
      reach = Math.max(reach, dimensions === 2 ? Math.max(...from.map(Math.abs)) : Math.hypot(...from));
    }
    return { centre, reach: reach || 1 };
  }
  function nearestPoint(seen, [x, y], within, isShown) {
    let found, best = within ** 2;
    for (let row = 0; row < seen.length / 3; row++) {
      const distance = (seen[3 * row] - x) ** 2 + (seen[3 * row + 1] - y) ** 2;
      if (distance > best || !isShown(row)) continue;
      if (distance === best && found !== void 0 && seen[3 * row + 2] <= seen[3 * found + 2]) continue;
      [found, best] = [row, distance];
    }
    return found;
  }

  // page/cloud.ts
  var STEP = 0.12;
  var ARROWS = {
    ArrowLeft: [-STEP, 0],
    ArrowRight: [STEP, 0],
    ArrowUp: [0, -STEP],
    ArrowDown: [0, STEP]
  };
  function cloud(help, { tell, point }) {
    const canvas = html("canvas", { role: "img", tabindex: 0, "aria-describedby": help });
    const [ring, tip] = [
      html("div", { class: "ring", hidden: true }),
      html("div", { class: "tip", hidden: true })
    ];
    const [words2, picture] = [html("span"), html("span", { class: "picture", hidden: true })];
    tip.append(words2, picture);
    let sheet;
    const box = html("div", { class: "canvas-box" }, canvas, ring, tip);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    let current, how;
    let turn = { yaw: 0.5, pitch: 0.35 };
    let seen = new Float32Array();
    const reach = () => Math.min(canvas.clientWidth, canvas.clientHeight) / 2 * 0.95;
    function draw() {
      if (current === void 0 || how === void 0 || canvas.clientWidth === 0) return;
      const ratio = devicePixelRatio;
      canvas.width = canvas.clientWidth * ratio;
      canvas.height = canvas.clientHeight * ratio;
      const context = canvas.getContext("2d");
      seen = project(current, turn);
      const { groups, colourOf, isShown } = how;
      const rows = Uint32Array.from(groups.keys());
      if (current.dimensions === 3) rows.sort((a, b) => seen[3 * a + 2] - seen[3 * b + 2]);
      const radius = (rows.length > 4e3 ? 1.6 : 2.6) * ratio;
      for (const row of rows) {
        const off = !isShown(groups[row]);
        context.globalAlpha = off ? 0.08 : 0.75;
        context.fillStyle = off ? dark.matches ? "#fff" : "#000" : colourOf(groups[row]);
        context.beginPath();
        context.arc(
          canvas.width / 2 + seen[3 * row] * reach() * ratio,
          canvas.height / 2 - seen[3 * row + 1] * reach() * ratio,
          radius,
          0,
          2 * Math.PI
        );
        context.fill();
      }
    }
    function mark(row) {
      ring.hidden = row === void 0;
      if (row === void 0) return;
      place(
        ring,
        canvas.clientWidth / 2 + seen[3 * row] * reach(),
        canvas.clientHeight / 2 - seen[3 * row + 1] * reach()
      );
    }
    function showTip(event) {
      const x = (event.offsetX - canvas.clientWidth / 2) / reach();
      const y = (canvas.clientHeight / 2 - event.offsetY) / reach();
      const row = nearestPoint(seen, [x, y], 9 / reach(), (row2) => how.isShown(how.groups[row2]));
      mark(row);
      point(row);
      tip.hidden = row === void 0;
      if (row === void 0) return;
      words2.textContent = tell(row);
      picture.hidden = sheet === void 0;
      if (sheet !== void 0) cut(picture, sheet, row);
      const right = event.offsetX > canvas.clientWidth / 2;
      place(tip, event.offsetX + (right ? -tip.offsetWidth - 12 : 12), event.offsetY + 12);
    }
    function hideTip() {
      tip.hidden = ring.hidden = true;
      point(void 0);
    }
    const turnBy = (yaw, pitch) => {
      hideTip();
      turn = {
        yaw: turn.yaw + yaw,
        pitch: Math.max(-Math.PI / 2, Math.min(Math.PI / 2, turn.pitch + pitch))
      };
      draw();
    };
    canvas.addEventListener("pointerdown", ({ pointerId }) => canvas.setPointerCapture(pointerId));
    canvas.addEventListener("pointermove", (event) => {
      if (current === void 0 || how === void 0) return;
      const drags = canvas.hasPointerCapture(event.pointerId) && current.dimensions === 3;
      if (drags) turnBy(event.movementX / 150, event.movementY / 150);
      else showTip(event);
    });
    canvas.addEventListener("pointerleave", hideTip);
    canvas.addEventListener("keydown", (event) => {
      const [yaw, pitch] = ARROWS[event.key] ?? [0, 0];
      if (current?.dimensions !== 3 || yaw === 0 && pitch === 0) return;
      event.preventDefault();
      turnBy(yaw, pitch);
    });
    new ResizeObserver(draw).observe(canvas);
    return {
      box,
      show(data2, name, images) {
        sheet = void 0;
        if (images !== void 0) {
          const loading = new Image();
          loading.addEventListener("load", () => {
            if (current === data2) sheet = loading;
          });
          loading.src = images;
        }
        current = data2;
        how = void 0;
        tip.hidden = ring.hidden = true;
        box.hidden = data2 === void 0;
        if (data2 === void 0) return;
        canvas.setAttribute(
          "aria-label",
          `${name}: ${data2.classes.length} points in ${data2.dimensions} dimensions`
        );
        canvas.classList.toggle("turns", data2.dimensions === 3);
      },
      paint(paint) {
        how = paint;
        draw();
      },
      mark
    };
  }
  var SHOWN2 = 64;
  function cut(element, sheet, row) {
    const [across, down] = [row % THUMBNAILS_ACROSS, Math.floor(row / THUMBNAILS_ACROSS)];
    element.style.setProperty("background-image", `url("${sheet.src}")`);
    element.style.setProperty("background-size", `${SHOWN2 * THUMBNAILS_ACROSS}px auto`);
    element.style.setProperty("background-position", `${-SHOWN2 * across}px ${-SHOWN2 * down}px`);
  }
  function place(element, x, y) {
    element.style.setProperty("left", `${x}px`);
    element.style.setProperty("top", `${y}px`);
  }

  // ../../terminal/duration.ts
  function showDuration(seconds) {
    if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole} s`;
    const pad = (n) => String(n).padStart(2, "0");
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
    const minutes = Math.round(whole / 60);
    if (minutes >= 48 * 60) return `${Math.round(minutes / 60 / 24)} days`;
    if (minutes >= 10 * 60) return `${Math.round(minutes / 60)} h`;
    return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  }

  // page/settings.ts
  function settingsOf(value) {
    return Object.entries(value).flatMap(([name, own]) => {
      if (typeof own !== "object" || own === null || Object.keys(own).length === 0) return [[name, plain(own)]];
      if (Array.isArray(own)) {
        if (own.every((one) => typeof one !== "object" || one === null)) {
          return [[name, own.map(plain).join(", ")]];
        }
        return own.flatMap((one, i) => under(`${name} ${i + 1}`, one));
      }
      return under(name, own);
    });
  }
  function under(name, value) {
    if (typeof value !== "object" || value === null) return [[name, plain(value)]];
    return settingsOf(value).map(([path, text]) => [`${name}: ${path}`, text]);
  }
  function plain(value) {
    if (value === null || typeof value === "object") return "none";
    if (typeof value === "boolean") return value ? "yes" : "no";
    return String(value);
  }

  // page/record.ts
  function recordsOf(runs, data2) {
    const several = new Set(runs.map(({ experiment }) => experiment)).size > 1;
    const names = runs.map(({ experiment, seed }) => `${several ? `${experiment}, ` : ""}seed ${seed}`);
    const choice = html(
      "select",
      {},
      ...names.map((name, i) => html("option", { value: i }, name))
    );
    const shown3 = html("div");
    const show = () => shown3.replaceChildren(...recordOf(runs[Number(choice.value)], data2));
    choice.addEventListener("change", show);
    const all = html(
      "details",
      { class: "records" },
      html("summary", {}, "Record by record: settings, measurements, machine"),
      html("label", { class: "choice" }, "Run ", choice),
      shown3
    );
    all.addEventListener("toggle", () => {
      if (all.open && shown3.childElementCount === 0) show();
    });
    return all;
  }
  function recordOf(run, data2) {
    const { engine, cpu, threads, memory, os, versions } = data2.machines[run.machine];
    return [
      html("h4", {}, "Run"),
      listOf([
        ["experiment", run.experiment],
        ["profile", run.profile],
        ["seed", String(run.seed)],
        ["outcome", run.outcome],
        ["took", showDuration(run.seconds)],
        ["started", run.started.replace("T", " ").replace(/\.\d+Z$/, " UTC")],
        ["commit", run.commit],
        ["file", html("a", { href: recordFile(run) }, `${run.digest}-s${run.seed}.json`)]
      ]),
      html("h4", {}, "Measurements"),
      table(
        "Measurements",
        ["what, where and how", "value"],
        run.measurements.map(([name, value]) => [
          html("td", {}, ...explained(data2.measured[name], "no stops")),
          html("td", {}, String(significant(value, 5)).replace(/^-/, "−"))
        ])
      ),
      html("h4", {}, "Settings"),
      listOf(settingsOf(JSON.parse(data2.configs[run.config]))),
      html("h4", {}, "Data"),
      html("ul", {}, ...data2.data[run.data].split("\n").map((line2) => html("li", {}, line2))),
      html("h4", {}, "Machine and engine"),
      listOf([
        ["engine", engine],
        ["processor", `${cpu}, ${counted(threads, "thread")}`],
        ["memory", `${Math.round(memory / 2 ** 30)} GiB`],
        ["system", os],
        ["versions", Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ")]
      ])
    ];
  }
  function table(name, columns, rows) {
    return html(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": name },
      html(
        "table",
        {},
        html("thead", {}, html("tr", {}, ...columns.map((column) => html("th", { scope: "col" }, column)))),
        html("tbody", {}, ...rows.map((cells) => html("tr", {}, ...cells)))
      )
    );
  }

  // page/explorer.ts
  var COLOURS = 10;
  function startExplorer(data2, loaded, choose) {
    const [select, beside] = [byId("embedding"), byId("beside")];
    const form = byId("explorer-form");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const hidden = /* @__PURE__ */ new Set();
    let wanted = "";
    const panes = [0, 1].map((own) => {
      const picture = cloud("canvas-help", {
        tell: (row) => told(panes[own], row),
        point: (row) => {
          const [one, other] = [panes[own], panes[1 - own]];
          if (sameRows(one.data, other.data)) other.cloud.mark(row);
        }
      });
      const words2 = html("p", { class: "pane-words" });
      byId("panes").append(html("div", { class: "pane" }, picture.box, words2));
      return { cloud: picture, words: words2, data: void 0, matched: void 0 };
    });
    const optionsOf = () => data2.embeddings.map(
      ({ title, run, file }) => html("option", { value: file }, `${title} (${data2.runs[run].experiment}, ${data2.runs[run].profile})`)
    );
    select.append(...optionsOf());
    beside.append(
      html("option", { value: "" }, "the other of the same run, if it has one"),
      html("option", { value: "none" }, "nothing"),
      ...optionsOf()
    );
    select.addEventListener("change", () => choose({ embedding: select.value }));
    beside.addEventListener("change", () => choose({ beside: beside.value }));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      if (target !== select && target !== beside) paint();
    });
    dark.addEventListener("change", () => paint());
    const byCluster = () => form.elements.namedItem("colour").value === "clusters";
    const groupsOf = ({ data: data3, matched }) => (byCluster() ? matched : void 0) ?? data3.classes;
    const shownPanes = () => panes.filter(({ data: data3 }) => data3 !== void 0);
    function paint() {
      const names = [...new Set(shownPanes().flatMap(({ data: data3 }) => data3.classes))].sort((a, b) => a - b);
      const colourOf = colours(names);
      drawGroups(names, colourOf);
      for (const pane of shownPanes()) {
        pane.cloud.paint({ groups: groupsOf(pane), colourOf, isShown: (group) => !hidden.has(group) });
      }
    }
    function drawGroups(names, colourOf) {
      const groups = new Set(shownPanes().flatMap(groupsOf));
      const own = [...names, null].filter((name) => groups.has(name));
      const all = html(
        "button",
        { type: "button" },
        own.some((name) => !hidden.has(name)) ? "Hide all" : "Show all"
      );
      all.addEventListener("click", () => {
        const hides = own.some((name) => !hidden.has(name));
        hidden.clear();
        if (hides) {
          for (const name of own) hidden.add(name);
        }
        paint();
        byId("groups").querySelector("button").focus();
      });
      byId("groups").replaceChildren(
        all,
        ...own.map((name, i) => {
          const dot = html("i");
          dot.style.backgroundColor = colourOf(name);
          const words2 = name === null ? "no class" : String(name);
          const counts = shownPanes().map((pane) => groupsOf(pane).filter((one) => one === name).length);
          const button = html(
            "button",
            { type: "button", "aria-pressed": String(!hidden.has(name)) },
            dot,
            `${words2} `
          );
          button.append(html("small", {}, counts.join(" | ")));
          button.addEventListener("click", () => {
            if (!hidden.delete(name)) hidden.add(name);
            paint();
            byId("groups").children[i + 1].focus();
          });
          return button;
        })
      );
      byId("groups").setAttribute(
        "aria-label",
        byCluster() ? "Clusters, by the class they are matched to" : "Classes"
      );
    }
    function use(files) {
      hidden.clear();
      for (const [i, pane] of panes.entries()) {
        const chosen = files[i];
        pane.data = chosen && loaded[chosen.file];
        const matched = new Map(pane.data?.matched);
        pane.matched = pane.data?.clusters?.map((cluster) => matched.get(cluster));
        pane.cloud.show(pane.data, chosen?.title ?? "", chosen?.images);
        pane.words.replaceChildren(...chosen === void 0 ? [] : wordsOf(chosen, pane.data));
      }
      byId("panes").classList.toggle("two", shownPanes().length === 2);
      const clusters = form.querySelector("input[value=clusters]");
      clusters.disabled = shownPanes().every(({ matched }) => matched === void 0);
      if (clusters.disabled) form.querySelector("input[value=classes]").checked = true;
      const sees = files.some((chosen) => chosen?.images !== void 0) ? "its image, class and cluster" : "its class and cluster";
      byId("canvas-help").textContent = `Point at a point to see ${sees}. By cluster, each cluster has the colour of the class that it is matched to.` + (shownPanes().some(({ data: data3 }) => data3.dimensions === 3) ? " Drag, or use the arrow keys, to turn." : "");
      byId("embedding-counts").replaceChildren(
        ...shownPanes().flatMap(({ data: data3 }, i) => countsOf(data3, shownPanes().length > 1 ? WHICH[i] : ""))
      );
      paint();
    }
    function wordsOf({ title, run }, { classes }) {
      const { experiment, profile, seed } = data2.runs[run];
      return [
        html("b", {}, title),
        `. ${classes.length} points of ${experiment} (${profile}, seed ${seed}): `,
        html("a", { href: recordFile(data2.runs[run]) }, "record")
      ];
    }
    return {
      show(chosen) {
        const [first, second] = chosen === null ? [] : filesOf(chosen, data2.embeddings);
        if (first !== void 0) select.value = first.file;
        if (chosen !== null) {
          beside.value = [...beside.options].some(({ value }) => value === chosen.beside) ? chosen.beside : "";
        }
        const next = JSON.stringify([first?.file, second?.file]);
        if (next === wanted) return;
        wanted = next;
        if (first === void 0) return;
        load([first, second].flatMap((one) => one === void 0 ? [] : [one.file]), loaded, (fault) => {
          if (wanted !== next) return;
          if (fault === void 0) use([first, second]);
          else byId("canvas-help").textContent = fault;
        });
      }
    };
  }
  var WHICH = ["left", "right"];
  function filesOf({ embedding, beside }, embeddings2) {
    const named = (file) => embeddings2.find((one) => one.file === file);
    const first = named(embedding) ?? embeddings2[0];
    const other = named(beside) ?? (beside === "none" ? void 0 : embeddings2.find(({ run, file }) => run === first.run && file !== first.file));
    return [first, other === first ? void 0 : other];
  }
  function load(files, loaded, then) {
    const missing = files.find((file) => loaded[file] === void 0);
    if (missing === void 0) return then();
    const script = html("script", { src: missing });
    script.addEventListener("load", () => {
      if (loaded[missing] === void 0) then(`Cannot read ${missing}`);
      else load(files, loaded, then);
    });
    script.addEventListener("error", () => then(`Cannot read ${missing}`));
    document.body.append(script);
  }
  function colours(names) {
    const style = getComputedStyle(document.documentElement);
    const none = style.getPropertyValue("--none");
    const own = new Map(names.map((name, i) => [name, colourAt(i, names.length, style)]));
    return (group) => group === null ? none : own.get(group);
  }
  function colourAt(index, count, style) {
    if (count <= COLOURS) return style.getPropertyValue(`--c${index}`);
    return `hsl(${Math.round(360 * index / count)} ${index % 2 === 0 ? 70 : 50}% ${index % 3 === 0 ? 42 : 58}%)`;
  }
  function told({ data: data2, matched }, row) {
    const { classes, clusters } = data2;
    if (clusters === void 0) return `class ${classes[row]}`;
    const own = matched[row] === null ? "no class" : matched[row];
    return `class ${classes[row]}, cluster ${clusters[row]} (matched to ${own})`;
  }
  function sameRows(one, other) {
    return one !== void 0 && other !== void 0 && one.classes.length === other.classes.length && one.classes.every((own, row) => own === other.classes[row]);
  }
  function valuesOf2(numbers) {
    return [...new Set(numbers)].sort((a, b) => a - b);
  }
  function countsOf({ classes, clusters }, which) {
    if (clusters === void 0) return [];
    const [rows, columns] = [valuesOf2(classes), valuesOf2(clusters)];
    const counts = /* @__PURE__ */ new Map();
    for (const [i, own] of classes.entries()) {
      const key = `${own} ${clusters[i]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const name = `The same in numbers: classes by clusters${which && ` (${which})`}`;
    return [html(
      "details",
      {},
      html("summary", {}, name),
      table(
        name,
        ["class \\ cluster", ...columns.map(String)],
        rows.map((row) => [
          html("td", {}, html("b", {}, String(row))),
          ...columns.map((column) => html("td", {}, String(counts.get(`${row} ${column}`) ?? "")))
        ])
      )
    )];
  }

  // page/copy.ts
  var SAID = 2e3;
  function copied(text, what) {
    const block = html("pre", { tabindex: 0, role: "region", "aria-label": what }, text);
    const said = html("span", { role: "status" });
    const button = html("button", { type: "button", "aria-label": `Copy: ${what}` }, "Copy");
    let back;
    button.addEventListener("click", async () => {
      said.textContent = await copy(text, block) ? "Copied" : "Selected: copy it with Ctrl+C or ⌘C";
      clearTimeout(back);
      back = setTimeout(() => said.textContent = "", SAID);
    });
    return html("div", { class: "copied" }, block, html("div", {}, button, said));
  }
  async function copy(text, shown3) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection().selectAllChildren(shown3);
      return false;
    }
  }

  // page/league.ts
  function leagueView(leagues) {
    return leagues.flatMap(({ title, description, picture, legend, standings }) => [
      html("h2", {}, title),
      html("p", {}, html("a", { href: "../LEAGUE.md" }, "The league as text")),
      html("img", { src: picture, alt: description, loading: "lazy" }),
      html("ul", {}, ...legend.map((line2) => html("li", {}, line2))),
      ...standings.flatMap(standing)
    ]);
  }
  function standing({ title, columns, methodColumn, lines, notes, command }) {
    return [
      html("h3", {}, title),
      html(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
        html(
          "table",
          {},
          html("thead", {}, html("tr", {}, ...columns.map((name) => html("th", { scope: "col" }, name)))),
          html(
            "tbody",
            {},
            ...lines.map(
              ({ kind, cells }) => html(
                "tr",
                { class: kind === "control" && "control" },
                ...cells.map(
                  (one, i) => i === methodColumn ? html("th", { scope: "row" }, one) : html("td", {}, one)
                )
              )
            )
          )
        )
      ),
      ...notes.map((note) => html("p", {}, note)),
      copied(command, `the command that makes these runs again: ${title}`)
    ];
  }

  // page/my_runs.ts
  var MOST_BYTES = 16 * 2 ** 20;
  var MyRunsError = class extends Error {
    /** @param reason What is wrong with the file. */
    constructor(reason) {
      super(`Cannot show these runs: ${reason}.`);
      this.name = "MyRunsError";
    }
  };
  function refuseLarge(bytes) {
    if (bytes <= MOST_BYTES) return;
    const size = (count) => `${Math.ceil(count / 2 ** 20).toLocaleString("en-US")} MiB`;
    throw new MyRunsError(`the file must have at most ${size(MOST_BYTES)}, got ${size(bytes)}`);
  }
  function readMyRuns(text, claims) {
    const rows = rowsOf(text);
    const known = new Map(claims.map((claim) => [claim.id, claim]));
    const mine2 = /* @__PURE__ */ new Map();
    let met = 0;
    for (const row of rows) {
      const fault = faultOf(row);
      if (fault !== void 0) throw otherVersion(row.claim.id, fault);
      const claim = known.get(row.claim.id);
      if (claim === void 0) continue;
      met++;
      const { behind: runs, ...written } = claim;
      for (const field of SAME) {
        const expected = { ...written, runs }[field];
        if (row.claim[field] === expected) continue;
        throw otherVersion(
          claim.id,
          `its ${field} must be ${shown(expected)}, got ${shown(row.claim[field])}`
        );
      }
      const { ours, sd, n, verdict, profile } = row;
      if (ours !== null) mine2.set(claim.id, { ours, sd, n, verdict, profile });
    }
    if (met === 0) throw new MyRunsError("the file has no claim of the papers on this page");
    if (mine2.size === 0) throw new MyRunsError("none of the claims in the file has a result yet");
    return mine2;
  }
  var SAME = [
    "experiment",
    "metric",
    "statistic",
    "runs",
    "value",
    "units",
    "space",
    "split",
    "average"
  ];
  var WHAT = "the file must be the claims.json of a result folder";
  function rowsOf(text) {
    let rows;
    try {
      rows = JSON.parse(text);
    } catch {
      throw new MyRunsError(`${WHAT}, and it is not JSON`);
    }
    if (!Array.isArray(rows) || rows.length === 0 || !rows.every(hasClaim)) {
      throw new MyRunsError(`${WHAT}, and it is another file`);
    }
    return rows;
  }
  function hasClaim(row) {
    return isObject(row) && isObject(row.claim) && typeof row.claim.id === "string";
  }
  function isObject(value) {
    return typeof value === "object" && value !== null;
  }
  var isNumber = (value) => typeof value === "number";
  var isNumberOrNull = (value) => value === null || isNumber(value);
  var FIELDS = {
    ours: isNumberOrNull,
    sd: isNumberOrNull,
    n: isNumber,
    verdict: (value) => VERDICTS.includes(value),
    profile: (value) => value === null || typeof value === "string"
  };
  function faultOf(row) {
    const field = Object.entries(FIELDS).find(([name, isRight]) => !isRight(row[name]))?.[0];
    return field && `its ${field} is ${shown(row[field])}`;
  }
  function otherVersion(id, fault) {
    return new MyRunsError(
      `the file is of another version of Reclaim (claim ${short2(id)}: ${fault}). Draw the report of these runs again with the version of this page`
    );
  }
  function shown(value) {
    return short2(value === void 0 ? "missing" : JSON.stringify(value));
  }
  function short2(text) {
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
  }

  // page/my_runs_view.ts
  function startMyRuns(claims, use) {
    const [choice, said, forget] = [
      byId("mine-file"),
      byId("mine-said"),
      byId("mine-forget")
    ];
    const panel2 = byId("mine");
    const set = (mine2, words2, isFault = false) => {
      said.textContent = words2;
      said.classList.toggle("fault", isFault);
      forget.hidden = mine2 === void 0;
      panel2.open ||= words2 !== "";
      use(mine2);
    };
    const read = async (file) => {
      try {
        refuseLarge(file.size);
        const mine2 = readMyRuns(await file.text(), claims);
        set(mine2, `${file.name}: ${toldOf(mine2, claims)}`);
      } catch (error) {
        if (error instanceof MyRunsError) set(void 0, error.message, true);
        else if (error instanceof DOMException) {
          set(void 0, `Cannot show these runs: the file ${file.name} cannot be read.`, true);
        } else throw error;
      }
    };
    choice.addEventListener("change", async () => {
      const file = choice.files?.[0];
      if (file !== void 0) await read(file);
      choice.value = "";
    });
    forget.addEventListener("click", () => {
      set(void 0, "");
      choice.focus();
    });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", async (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== void 0) await read(file);
    });
  }
  function toldOf(mine2, claims) {
    const own = [...mine2.values()];
    const counts = VERDICTS.map(
      (verdict) => [own.filter((one) => one.verdict === verdict).length, verdict]
    ).filter(([count]) => count > 0).map((words2) => words2.join(" "));
    const share = `${mine2.size} of the ${claims.length} claims on this page have a result of yours`;
    return `${share} (${counts.join(", ")}). They stand under ours in the list, and in each claim's panel.`;
  }

  // page/causes.ts
  var PAPER = "paper";
  var OURS = "ours without → with it";
  var OUTCOMES = {
    explains: "✓ explains it",
    "explains some": "✓ explains some",
    open: "? open",
    "ruled out": "✗ ruled out",
    "nothing to explain": "– nothing to explain",
    "not tested": "· not tested"
  };
  function causesOf({ causes, judging, kind }, data2) {
    const misses = kind === "result" && MISSES.includes(verdictAt(judging, 1));
    if (causes.length === 0) {
      return misses ? [section("Why it misses", html("p", {}, "No cause has been tested yet."))] : [];
    }
    const order = Object.keys(OUTCOMES);
    const own = causes.map((index) => data2.causes[index]).sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
    const cell = (...children) => html("td", { role: "cell" }, ...children);
    const named = (name, ...children) => html("td", { role: "cell", "data-name": name }, ...children);
    return [section(
      misses ? "Why it misses" : "What may explain the difference",
      html(
        "p",
        { class: "note" },
        "Candidate causes. A study changes one thing, and its numbers are judged by the same rules: ✓ reproduced, ? inconclusive, ✗ missed. With fewer than four seeds (in brackets) a cause stays open."
      ),
      html(
        "table",
        { class: "causes", role: "table" },
        html(
          "thead",
          { role: "rowgroup" },
          html(
            "tr",
            { role: "row" },
            ...["candidate cause", "outcome", PAPER, OURS].map(
              (name) => html("th", { role: "columnheader", scope: "col" }, name)
            )
          )
        ),
        html(
          "tbody",
          { role: "rowgroup" },
          ...own.map(
            ({ cause, study, metric, printed, without, with: changed, outcome, fates, note }) => html(
              "tr",
              { role: "row" },
              cell(cause, ...note === "" ? [] : [html("small", {}, note)]),
              cell(
                html("span", { class: `outcome ${outcome.replaceAll(" ", "-")}` }, OUTCOMES[outcome]),
                ...fates.map((fate) => html("small", {}, fate))
              ),
              named(PAPER, printed === "" ? "" : `${metric} ${printed}`),
              named(
                OURS,
                ...study === "" ? ["not tested by a study"] : [`${without} → ${changed}`, html("small", {}, study)]
              )
            )
          )
        )
      )
    )];
  }

  // page/papers.ts
  function readIt({ url }) {
    return url === void 0 ? ["No public address of this paper is known."] : [html("a", { href: url, rel: "noreferrer" }, "Read the paper")];
  }
  function paperList({ papers }) {
    return papers.flatMap(({ title, reference }) => [
      html("h3", { class: "plain" }, title),
      ...reference === void 0 ? [html("p", {}, "Its folder does not say how this paper is cited.")] : [html("p", {}, ...readIt(reference)), copied(reference.bibtex, `BibTeX of ${title}`)]
    ]);
  }

  // page/steps.ts
  function stepsFor(claim, runs, data2) {
    if (runs.length === 0) return [];
    const { deno } = data2.machines[runs[0].machine].versions;
    const fetch = dataCommand(claim.dataset, data2.again);
    const commands = commandsFor(runs, data2.again);
    return [section(
      "Make it again",
      html(
        "ol",
        {},
        html(
          "li",
          {},
          "Clone the repository that this page comes from, and open a terminal in its folder. You need Node (or Deno) and Python's pip. ",
          ...deno === void 0 ? [] : [
            "Without Deno, write ",
            html("code", {}, `npx --yes deno@${deno}`),
            " in place of ",
            html("code", {}, "deno"),
            "."
          ]
        ),
        ...fetch === "" ? [] : [html(
          "li",
          {},
          "Fetch and check the data. If they cannot be downloaded, this says where to get them.",
          copied(fetch, "the command that fetches the data")
        )],
        html(
          "li",
          {},
          `Run ${commands.length === 1 ? "it" : "them"}. This took us ${showDuration(runs.reduce((sum, { seconds }) => sum + seconds, 0))} in all.`,
          ...commands.map(
            (command, i) => copied(
              command,
              commands.length === 1 ? "the command that makes the runs again" : `command ${i + 1}`
            )
          )
        )
      )
    )];
  }

  // page/details.ts
  function detailsOf(claim, { data: data2, factor, mine: mine2 }) {
    const runs = claim.runs.map((index) => data2.runs[index]);
    const title = data2.papers.find(({ id }) => id === claim.paper)?.title ?? claim.paper;
    return [
      html("p", { class: "over" }, title),
      html("h2", { id: "details-title", tabindex: -1 }, titleOf(claim)),
      html(
        "p",
        { class: "under" },
        ...explained([claim.dataset, claim.where, metricName(claim)].join(" · "))
      ),
      versus(claim, factor, mine2),
      ...strip2(claim, factor, mine2),
      ...claim.reason === "" ? [] : [
        html("p", {}, factor === 1 ? "" : "At the stated tolerance: ", ...explained(typeset(claim.reason)))
      ],
      ...causesOf(claim, data2),
      ...claim.errata.length === 0 ? [] : [section("Known errors in the paper that affect this claim", ...errors(claim, data2))],
      ...stepsFor(claim, runs, data2),
      ...curves(runs),
      ...runs.length === 0 ? [] : [
        section(
          "Our runs",
          ...foundElsewhere(runs),
          runTable(claim, runs),
          ...pictures2(claim, data2),
          recordsOf(runs, data2)
        )
      ],
      ...claim.lost.length === 0 ? [] : [section("Runs without a result", lostRuns(claim.lost.map((index) => data2.runs[index])))],
      ...claim.basis === "" ? [] : [section("How it is judged", listOf(judgement(claim)))],
      section("In the paper", listOf(inThePaper(claim)), ...citation(claim, data2)),
      html(
        "p",
        { class: "id" },
        "Link to this claim: ",
        html("a", { href: `#${toHash({ ...START, claim: claim.id })}` }, claim.id)
      )
    ];
  }
  function versus(claim, factor, mine2) {
    const verdict = verdictAt(claim.judging, factor);
    const isOrder = claim.kind === "ordinal";
    const range = intervalOf(claim);
    return html(
      "div",
      { class: "versus" },
      figure("the paper", claim.printed, claim.statistic === "single" ? "" : claim.statistic),
      figure(
        isOrder ? "ours: the lead" : "ours",
        oursText(claim) || "nothing",
        claim.profile === null ? "" : `${claim.profile} profile`
      ),
      ...range === "" ? [] : [figure("interval", range, "of ours less the paper's")],
      html(
        "div",
        {},
        html("small", {}, "verdict"),
        html("span", { class: verdictClass(verdict) }, ...verdictLabel(verdict, claim.kind)),
        html(
          "small",
          {},
          [firmness(claim, factor), factor === 1 ? "" : `at ${short(factor)} × the tolerance`].filter((part) => part !== "").join(", ")
        )
      ),
      ...mine2 === void 0 ? [] : [figure("my runs", mineText(mine2, claim), "")]
    );
  }
  function intervalOf({ judging, ...claim }) {
    const interval = "estimate" in judging ? judging.interval : null;
    return interval?.map((end) => signed(end, claim, claim.sd)).join(" to ") ?? "";
  }
  function strip2(claim, factor, mine2) {
    const plot = seedPlot(claim, factor, mine2?.ours);
    if (plot === "") return [];
    const parts = [
      claim.values.length === 1 ? "Dot: our one seed" : `Dots: our ${claim.values.length} seeds`,
      "tall line: our estimate",
      ..."printed" in claim.judging ? ["band: within the tolerance of the paper's value, and within twice of it"] : [],
      ...intervalOf(claim) === "" ? [] : ["bar: the interval"],
      ...mine2 === void 0 ? [] : ["diamond: my runs"]
    ];
    return [html("figure", {}, plot, html("figcaption", {}, `${parts.join("; ")}.`))];
  }
  function firmness({ judging }, factor) {
    const firm = firmAt(judging, factor);
    return firm === null ? "" : firm ? "firm" : "by the mean";
  }
  function figure(name, value, note) {
    return html("div", {}, html("small", {}, name), html("strong", {}, value), html("small", {}, note));
  }
  function inThePaper(claim) {
    const line2 = claim.line === null ? "" : `, line ${claim.line} of its text`;
    return [
      ["printed", claim.printed],
      ["where", claim.where + line2],
      ["kind", claim.kind],
      ["experiment", claim.experiment],
      ["statistic", claim.statistic],
      ["runs behind it", claim.behind === null ? "" : String(claim.behind)],
      ["space", claim.space],
      ["split", claim.split],
      ["average", claim.average],
      ["note", claim.note]
    ];
  }
  function citation({ paper }, data2) {
    const reference = data2.papers.find(({ id }) => id === paper)?.reference;
    if (reference === void 0) return [];
    return [
      html("p", {}, ...readIt(reference)),
      html(
        "details",
        {},
        html("summary", {}, "Cite it (BibTeX)"),
        copied(reference.bibtex, "BibTeX of the paper")
      )
    ];
  }
  function pictures2({ runs }, { embeddings: embeddings2 }) {
    const own = embeddings2.filter(({ run }) => runs.includes(run));
    if (own.length === 0) return [];
    return [html(
      "p",
      {},
      "See the points: ",
      ...own.flatMap(({ title, file }, i) => [
        i === 0 ? "" : "; ",
        html("a", { href: `#${toHash({ ...START, view: "embeddings", embedding: file })}` }, title)
      ]),
      "."
    )];
  }
  function errors({ errata }, data2) {
    return errata.map((index) => {
      const { id, where, line: line2, printed, right, note } = data2.errata[index];
      return html(
        "div",
        { class: "erratum" },
        html("h4", {}, id),
        html("p", {}, note),
        listOf([
          ["where", line2 === null ? where : `${where}, line ${line2}`],
          ["printed", printed],
          ["right", right]
        ])
      );
    });
  }
  function judgement(claim) {
    const { tolerance, basis, judging } = claim;
    const at = [0.5, 1, 2].map((factor) => `× ${factor}: ${verdictAt(judging, factor)}`).join(", ");
    const range = intervalOf(claim);
    return [
      ["tolerance", tolerance === null ? "none" : `± ${short(tolerance)}`],
      ["basis", basis],
      [
        "interval",
        range === "" ? "" : `${range}. It counts the paper's error and ours. It is at 98.07 %, so that three looks, at 4, 8 and 16 seeds, together err in 5 of 100 cases.`
      ],
      ["verdict", "verdict" in judging ? "" : at]
    ];
  }
  function foundElsewhere(runs) {
    const words2 = new Set(runs.map(({ foundBy }) => foundBy).filter((one) => one !== ""));
    return [...words2].map((sentence) => html("p", {}, sentence));
  }
  function runTable(claim, runs) {
    const several = new Set(runs.map(({ experiment }) => experiment)).size > 1;
    const names = [...several ? ["experiment"] : [], "seed", "value", "took", "record", "commit"];
    const value = (index) => claim.kind === "ordinal" ? short(claim.values[index]) : asPrinted(claim.values[index], claim, (claim.sd ?? 0) / 100);
    return table(
      "Our runs",
      names,
      runs.map((run, index) => [
        ...several ? [html("td", {}, run.experiment)] : [],
        html("td", {}, String(run.seed)),
        html("td", {}, value(index)),
        html("td", {}, showDuration(run.seconds)),
        html("td", {}, html("a", { href: recordFile(run) }, `${run.digest}-s${run.seed}`)),
        html("td", {}, run.commit === "" ? "none" : run.commit.replace(/^([0-9a-f]{10})[0-9a-f]+/, "$1"))
      ])
    );
  }
  function lostRuns(runs) {
    return html(
      "ul",
      {},
      ...runs.map(
        (run) => html(
          "li",
          {},
          `${run.experiment} (${run.profile}, seed ${run.seed}): ${run.outcome}; `,
          html("a", { href: recordFile(run) }, "record")
        )
      )
    );
  }
  function curves(runs) {
    const names = [...new Set(runs.flatMap(({ curves: curves2 }) => curves2.map(([name]) => name)))];
    if (names.length === 0) return [];
    const plot = html("div", {}, curvePlot(runs, names[0]));
    const choice = html("select", {}, ...names.map((name) => html("option", {}, name)));
    choice.addEventListener("change", () => plot.replaceChildren(curvePlot(runs, choice.value)));
    return [section("Training", html("label", { class: "choice" }, "Curve ", choice), plot)];
  }

  // page/panel.ts
  function startPanel(data2, { go: go2, leave, linkOf }) {
    const dialog = byId("details");
    let opener = null;
    let open;
    let drawn2 = "";
    byId("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("pointerdown", ({ clientX }) => {
      if (clientX < dialog.getBoundingClientRect().left) dialog.close();
    });
    dialog.addEventListener("close", () => {
      drawn2 = "";
      const link = open && linkOf(open);
      const isStill = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
      if (link !== void 0 && !(isStill && opener.closest("table") === null)) link.focus();
      else if (isStill) opener.focus();
      leave();
    });
    return {
      show({ claim: id, factor, order, mine: mine2 }) {
        if (id === "") {
          if (dialog.open) dialog.close();
          return;
        }
        const claim = data2.claims.find((one) => one.id === id);
        const position = claim === void 0 ? -1 : order.indexOf(claim);
        for (const [name, to] of [["previous", position - 1], ["next", position + 1]]) {
          const button = byId(name);
          button.disabled = position === -1 || order[to] === void 0;
          button.onclick = () => go2(order[to]);
        }
        const own = mine2.get(id);
        const key = JSON.stringify([id, factor, own ?? null]);
        if (dialog.open && key === drawn2) return;
        [drawn2, open] = [key, claim];
        byId("details-body").replaceChildren(
          ...claim === void 0 ? [html("h2", { id: "details-title", tabindex: -1 }, `No claim has the id ${id}`)] : detailsOf(claim, { data: data2, factor, mine: own })
        );
        if (!dialog.open) {
          opener = document.activeElement;
          dialog.showModal();
        }
        dialog.scrollTop = 0;
        byId("details-title").focus();
      }
    };
  }

  // page/main.ts
  var { data, embeddings } = globalThis.reclaim;
  var COLUMN_NAMES = {
    verdict: "Verdict",
    paper: "Paper, place",
    dataset: "Data set",
    method: "Claim",
    metric: "Metric",
    printed: "Paper",
    ours: "Ours",
    off: "← worse, better →"
  };
  var SETTLED = 250;
  var state = fromHash(location.hash);
  var shown2 = [];
  var mine;
  var settling;
  function go(change, how = "push") {
    settle();
    const opens = state.claim === "" && (change.claim ?? "") !== "";
    state = { ...state, ...change };
    if (how === "settle") settling = setTimeout(settle, SETTLED);
    else {
      const step = how === "push" ? { opened: opens } : history.state;
      history[how === "push" ? "pushState" : "replaceState"](step, "", `#${toHash(state)}`);
    }
    render();
  }
  function settle() {
    if (settling === void 0) return;
    clearTimeout(settling);
    settling = void 0;
    history.replaceState(history.state, "", `#${toHash(state)}`);
  }
  var list = claimsTable(byId("rows"), (claim) => go({ claim: claim.id }));
  var panel = startPanel(data, {
    // One step back closes the panel, however many claims were looked at in it.
    go: (claim) => go({ claim: claim.id }, "replace"),
    leave: () => {
      if (state.claim === "") return;
      if (!history.state?.opened) return go({ claim: "" }, "replace");
      state = { ...state, claim: "" };
      history.back();
    },
    linkOf: (claim) => list.linkOf(claim)
  });
  function render() {
    for (const view of VIEWS) {
      byId(view).hidden = state.view !== view;
      const link = byId(`to-${view}`);
      if (state.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    renderClaims();
    panel.show({ claim: state.claim, factor: state.factor, order: shown2, mine: mine ?? /* @__PURE__ */ new Map() });
    explorer?.show(state.view === "embeddings" ? state : null);
    document.title = documentTitle();
  }
  var VIEW_TITLES = {
    claims: "what the papers report, and what we find",
    embeddings: "embeddings",
    league: "league"
  };
  function documentTitle() {
    const claim = data.claims.find(({ id }) => id === state.claim);
    if (claim === void 0) return `Reclaim: ${VIEW_TITLES[state.view]}`;
    const paper = data.papers.find(({ id }) => id === claim.paper)?.title ?? claim.paper;
    return `${titleOf(claim)} on ${claim.dataset} (${shortTitle(paper)}) · Reclaim`;
  }
  function renderClaims() {
    renderControls();
    const asked = data.claims.filter((claim) => isAsked(claim, state, mine)).map((claim) => ({ claim, verdict: verdictAt(claim.judging, state.factor) }));
    const counts = tally(asked.map(({ verdict }) => verdict));
    for (const [i, verdict] of VERDICTS.entries()) {
      const button = byId("verdicts").children[i];
      button.setAttribute("aria-pressed", String(state.verdicts.includes(verdict)));
      button.lastElementChild.textContent = String(counts[i]);
    }
    const rows = sorted(
      asked.filter(({ verdict }) => state.verdicts.length === 0 || state.verdicts.includes(verdict)),
      state
    );
    shown2 = rows.map(({ claim }) => claim);
    list.show(rows, state.factor);
    byId("none").hidden = rows.length > 0;
    const words2 = `${rows.length} of ${data.claims.length} claims`;
    byId("count").textContent = words2;
    const told2 = VERDICTS.map((verdict, i) => `${counts[i]} ${verdict}`).filter((_, i) => counts[i] > 0);
    byId("factor-plot").style.setProperty("--at", String((Math.log2(state.factor) + 1) / 2));
    rest(() => {
      byId("live").textContent = `${words2}. ${told2.join(", ")}`;
      drawFactorPlot(asked.map(({ claim }) => claim));
    });
  }
  var wide = matchMedia("(min-width: 75.01rem)");
  wide.addEventListener("change", renderControls);
  var drawn = "";
  function drawFactorPlot(claims) {
    const key = claims.map(({ id }) => id).join();
    if (key !== drawn) byId("factor-plot").replaceChildren(factorPlot(claims));
    drawn = key;
  }
  var resting;
  function rest(then) {
    clearTimeout(resting);
    resting = setTimeout(then, 400);
  }
  function renderControls() {
    for (const field of CHOICES) byId(field).value = state[field];
    byId("show").value = state.show;
    const text = byId("text");
    if (text.value !== state.text) text.value = state.text;
    const factor = byId("factor");
    if (Math.abs(2 ** Number(factor.value) - state.factor) > 5e-3) {
      factor.value = String(Math.log2(state.factor));
    }
    factor.setAttribute("aria-valuetext", `${state.factor.toFixed(2)} times the stated tolerances`);
    byId("factor-text").textContent = state.factor.toFixed(2);
    byId("factor-reset").disabled = state.factor === 1;
    byId("sort").value = (state.descending ? "-" : "") + state.sort;
    for (const head2 of byId("head").children) {
      const column = head2.dataset.column;
      const order = column !== state.sort ? "none" : state.descending ? "descending" : "ascending";
      head2.setAttribute("aria-sort", order);
    }
    byId("more").open ||= wide.matches;
    byId("reset").hidden = toHash({ ...START, ...filtersOf(state) }) === "";
  }
  function filtersOf({ show, paper, dataset, metric, kind, verdicts, text }) {
    return { show, paper, dataset, metric, kind, verdicts, text };
  }
  function setUp() {
    for (const field of CHOICES) {
      const select = byId(field);
      select.append(
        html("option", { value: "" }, "all"),
        ...valuesOf(data.claims, field).map((value) => html("option", { value }, plainMetric(value)))
      );
      select.addEventListener("change", () => go({ [field]: select.value }));
    }
    const show = byId("show");
    show.addEventListener("change", () => go({ show: show.value }));
    byId("sort").append(
      html("option", { value: "" }, "judged scores first"),
      ...Object.entries(COLUMN_NAMES).flatMap(([column, name]) => [
        html("option", { value: column }, `${name} ↑`),
        html("option", { value: `-${column}` }, `${name} ↓`)
      ])
    );
    byId("sort").addEventListener("change", () => {
      const { value } = byId("sort");
      go({ sort: value.replace(/^-/, ""), descending: value.startsWith("-") });
    });
    for (const [column, name] of Object.entries(COLUMN_NAMES)) {
      const button = html("button", { type: "button" }, name);
      button.addEventListener("click", () => go(nextSort(column)));
      byId("head").append(
        html(
          "th",
          {
            role: "columnheader",
            scope: "col",
            class: `cell-${column}`,
            "data-column": column,
            // Where there is no room for the head, its buttons are hidden, and the menu sorts.
            "aria-label": name
          },
          button
        )
      );
    }
    for (const verdict of VERDICTS) {
      const button = html(
        "button",
        { type: "button", class: verdictClass(verdict), "aria-pressed": "false" },
        ...verdictLabel(verdict),
        " ",
        html("b")
      );
      button.addEventListener("click", () => {
        const on = state.verdicts.includes(verdict);
        const verdicts = on ? state.verdicts.filter((one) => one !== verdict) : [...state.verdicts, verdict];
        go({ verdicts });
      });
      byId("verdicts").append(button);
    }
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    const text = byId("text");
    text.addEventListener("input", () => go({ text: text.value }, "settle"));
    const factor = byId("factor");
    factor.addEventListener("input", () => {
      go({ factor: Number((2 ** Number(factor.value)).toFixed(3)) }, "settle");
    });
    byId("factor-reset").addEventListener("click", () => go({ factor: 1 }));
    byId("reset").addEventListener("click", () => go(filtersOf(START)));
    for (const view of VIEWS) {
      byId(`to-${view}`).addEventListener("click", (event) => {
        event.preventDefault();
        go({ view });
      });
    }
    byId("to-list").addEventListener("click", (event) => {
      event.preventDefault();
      if (state.view !== "claims") go({ view: "claims" });
      toList();
    });
    byId("skip").addEventListener("click", (event) => {
      event.preventDefault();
      if (state.view === "claims") toList();
      else byId(state.view).focus();
    });
    byId("about").textContent = aboutText();
    byId("answer").append(...answerOf(data, (change) => {
      go({ ...filtersOf(START), ...change });
      toList();
    }));
    byId("papers").append(...paperList(data));
    byId("glossary").append(glossaryList());
    startTerms();
    startMyRuns(data.claims, (found) => {
      mine = found;
      list.beside(mine ?? /* @__PURE__ */ new Map());
      byId("show-mine").disabled = mine === void 0;
      if (mine === void 0 && state.show === "mine") go({ show: "" }, "replace");
      else render();
    });
    addEventListener("popstate", () => {
      clearTimeout(settling);
      settling = void 0;
      state = fromHash(location.hash);
      render();
    });
  }
  function toList() {
    byId("list-title").scrollIntoView();
    byId("list-title").focus({ preventScroll: true });
  }
  function aboutText() {
    const all = data.totals.at(-1);
    if (all === void 0) return "The papers of this report make no claims.";
    const { numbers, judged, firm, verdicts: { reproduced, inconclusive } } = all.headline.score;
    const papers = `${counted(data.papers.length, "paper")} ${noun(data.papers.length, "prints", "print")}`;
    const printed = `${papers} ${counted(numbers, "score")} of clusters.`;
    if (judged === 0) return `${printed} None is judged yet: that takes runs of the full protocol.`;
    const parts = (counts) => listed(counts.filter(([count]) => count > 0).map(([count, words2]) => `${count} ${words2}`));
    const missed = judged - reproduced - inconclusive;
    const settled = parts([
      [firm, noun(firm, "holds firmly", "hold firmly")],
      [missed, noun(missed, "does not hold", "do not hold")]
    ]);
    const open = parts([
      [reproduced - firm, "reproduced by the mean"],
      [inconclusive, "inconclusive"]
    ]);
    const found = [settled, open && `${settled && "the others are not settled: "}${open}`].filter(
      (part) => part !== ""
    );
    return `${printed} ${judged} of them could be judged: ${found.join("; ")}.`;
  }
  function nextSort(column) {
    if (state.sort !== column) return { sort: column, descending: false };
    return state.descending ? { sort: "", descending: false } : { sort: column, descending: true };
  }
  setUp();
  var explorer = data.embeddings.length === 0 ? void 0 : startExplorer(data, embeddings, (change) => go(change));
  byId("to-embeddings").hidden = explorer === void 0;
  byId("league").append(...leagueView(data.leagues));
  byId("to-league").hidden = data.leagues.length === 0;
  render();
})();

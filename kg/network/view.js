"use strict";
// The picture of a network of sources: draws it, looks for sources, filters, and shows the statements behind a tie.
// Every text of an article or a name goes into the page by textContent, never as HTML.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const FONT = '"Noto Sans Arabic", "Segoe UI", Tahoma, "Geeza Pro", sans-serif';
  const REACH = 7; // pixels from a tie that still count as on it
  const FEW = 80; // sources of which every name is drawn
  const LARGE = 15000; // sources and ties that are not drawn anew for every move of the pointer
  const FOUND = 8; // sources that the search offers
  const PAGE = 40; // entries of a list before "show more"

  const nodes = data.nodes.map(([id, name, kind, category, role, community, x, y, key, articles], index) => (
    { index, id, name, kind, category, role, community, x, y, key, articles, ties: [], said: [] }));
  const articles = data.articles.map(([title, url, outlet, published], index) => (
    { index, title, url, outlet, published, said: [] }));
  const ties = data.ties.map(([left, right, quoted, citations], index) => {
    const tie = { index, left: nodes[left], right: nodes[right], quoted, citations };
    tie.cited = [...new Set(citations.map(([, article]) => article))];
    tie.left.ties.push(tie);
    tie.right.ties.push(tie);
    return tie;
  });

  const isLarge = nodes.length + ties.length > LARGE;

  // The statements are most of a page, and needed only when the first of them is shown.
  let statements = null;
  function said(place) {
    if (statements === null) {
      statements = JSON.parse(at("said").textContent).map(([node, article, text, role, id], index) => {
        const one = { index, node: nodes[node], article: articles[article], text, role, id };
        one.node.said.push(one);
        one.article.said.push(one);
        return one;
      });
    }
    return statements[place];
  }

  // ------------------------------------------------------------------ words of the interface

  let lang = data.lang;
  const word = (name, ...values) => values.reduce((text, it) => text.replace("{}", it), data.words[lang][name]);
  const counted = (what, number) => {
    const forms = data.words[lang].count[what];
    return (forms[new Intl.PluralRules(lang).select(number)] || forms.other).replace("{}", number);
  };
  const categoryName = (node) => {
    const names = node.category === null ? undefined : data.categories[node.category];
    return names === undefined ? null : names[lang === "ar" ? 0 : 1];
  };

  // ------------------------------------------------------------------ looking for a name, as kg/search.py does

  const table = new Map(Object.entries(data.fold.table));
  const WORDS = /[\p{L}\p{N}_]+/gu;
  function normal(text) {
    const plain = /[\uFB50-\uFEFF]/.test(text) ? text.normalize("NFKC") : text;
    return Array.from(plain, (it) => (table.has(it) ? table.get(it) : it.toLowerCase())).join("");
  }
  function nameParts(text) {
    const parts = [];
    let isOpen = false;
    for (const it of normal(text).match(WORDS) || []) {
      if (parts.length && (isOpen || data.fold.before.includes(it))) parts[parts.length - 1] += it;
      else parts.push(it);
      isOpen = data.fold.after.includes(it);
    }
    return parts;
  }
  // A name is found by the key of the whole question, and while its last word is still being typed.
  function searchKeys(text) {
    const words = normal(text).match(WORDS) || [];
    if (!words.length) return [];
    const parts = nameParts(text).map((it) => (it.startsWith("ال") && it.length > 4 ? it.slice(2) : it));
    return [` ${parts.join(" ")}`, ` ${words.join(" ")}`];
  }
  function search(text) {
    const keys = searchKeys(text);
    const found = nodes.filter((node) => keys.some((key) => node.key.includes(key)));
    const isWhole = (node) => keys.some((key) => node.key.includes(`${key} `));
    return found.sort((a, b) => isWhole(b) - isWhole(a) || a.index - b.index);
  }

  // ------------------------------------------------------------------ filters

  const wanted = { from: "", to: "", least: 1, quoted: true, cited: true, kinds: new Set(nodes.map((it) => it.kind)), alone: true };
  const isWantedArticle = (index) => {
    const { published } = articles[index];
    if (wanted.from && (published || "") < wanted.from) return false;
    return !wanted.to || (published || "~").slice(0, wanted.to.length) <= wanted.to;
  };
  const wantedArticles = (tie) => {
    const found = wanted.quoted ? tie.quoted : [];
    const all = wanted.cited && tie.cited.length ? [...new Set([...found, ...tie.cited])] : found;
    return wanted.from || wanted.to ? all.filter(isWantedArticle) : all;
  };
  function filter() {
    for (const node of nodes) {
      node.count = wanted.from || wanted.to ? node.articles.filter(isWantedArticle).length : node.articles.length;
      node.isShown = false;
      node.shownTies = 0;
    }
    for (const tie of ties) {
      tie.count = wantedArticles(tie).length;
      tie.isShown = tie.count >= wanted.least && wanted.kinds.has(tie.left.kind) && wanted.kinds.has(tie.right.kind);
      if (tie.isShown) {
        tie.left.shownTies += 1;
        tie.right.shownTies += 1;
      }
    }
    for (const node of nodes) {
      node.isShown = wanted.kinds.has(node.kind) && (node.shownTies > 0 || (wanted.alone && node.count > 0));
    }
  }

  // ------------------------------------------------------------------ drawing

  const style = () => getComputedStyle(document.documentElement);
  const color = (name) => style().getPropertyValue(`--${name}`).trim();
  let paint = {};
  const readColors = () => {
    paint = Object.fromEntries(["ground", "card", "ink", "soft", "tie", "cite", "link"].map((it) => [it, color(it)]));
  };
  const groupColor = (node) => (node.ties.length ? data.colors[node.community % data.colors.length] : data.alone);
  const scale = nodes.length > 2000 ? 0.35 : nodes.length > 300 ? 0.6 : 1;
  const nodeSize = (node) => Math.max(1.5, (3.5 + 2.4 * Math.sqrt(node.count)) * scale);
  const tieSize = (tie) => (1.4 + 1.2 * Math.log2(tie.count || 1)) * Math.max(scale, 0.4);
  const shortened = (text) => (text.length > 42 ? `${text.slice(0, 41).trimEnd()}…` : text);
  const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
  const isRightToLeft = (text) => { // by its first letter, as dir=auto does
    const letter = text.match(/\p{L}/u);
    return letter !== null && RTL.test(letter[0]);
  };

  // A canvas takes over the direction of the page and then draws an Arabic label to the left, over its node: say both
  // where the text begins and in which direction it runs.
  function writeLabel(context, text, x, y) {
    context.direction = isRightToLeft(text) ? "rtl" : "ltr";
    context.textAlign = "left";
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  function drawLabel(context, it, settings) {
    if (!it.label) return;
    context.font = `${it.isNear ? "600" : settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = paint.ground;
    context.fillStyle = it.isFaint ? paint.soft : paint.ink;
    writeLabel(context, it.label, it.x + it.size + 4, it.y + settings.labelSize / 3);
  }
  function drawHover(context, it, settings) {
    if (!it.label) return;
    const size = settings.labelSize;
    context.font = `600 ${size}px ${settings.labelFont}`;
    const wide = context.measureText(it.label).width;
    context.fillStyle = paint.card;
    context.shadowColor = "rgb(0 0 0 / .35)";
    context.shadowBlur = 8;
    context.beginPath();
    context.roundRect(it.x - it.size - 4, it.y - Math.max(it.size, size) - 3, it.size * 2 + wide + 18, Math.max(it.size, size) * 2 + 6, 6);
    context.fill();
    context.shadowBlur = 0;
    context.beginPath();
    context.arc(it.x, it.y, it.size + 2, 0, 2 * Math.PI);
    context.fillStyle = paint.ink;
    context.fill();
    context.beginPath();
    context.arc(it.x, it.y, it.size, 0, 2 * Math.PI);
    context.fillStyle = it.color;
    context.fill();
    context.fillStyle = paint.ink;
    context.lineWidth = 0.001;
    context.strokeStyle = paint.card;
    writeLabel(context, it.label, it.x + it.size + 6, it.y + size / 3);
  }

  let chosen = null; // a node or a tie
  let hovered = null;
  const isTie = (it) => it !== null && "left" in it;
  const near = (it) => { // what is drawn in full while something is pointed at
    if (it === null) return null;
    if (isTie(it)) return { nodes: new Set([it.left, it.right]), ties: new Set([it]) };
    const shown = it.ties.filter((tie) => tie.isShown);
    return { nodes: new Set([it, ...shown.flatMap((tie) => [tie.left, tie.right])]), ties: new Set(shown) };
  };
  let focus = null;

  const graph = new graphology.UndirectedGraph();
  let sigma = null;
  filter();
  for (const node of nodes) graph.addNode(node.index, { x: node.x, y: node.y, label: shortened(node.name) });
  for (const tie of ties) graph.addEdgeWithKey(String(tie.index), tie.left.index, tie.right.index);

  function reduceNode(key, attributes) {
    const node = nodes[key];
    const isFaint = focus !== null && !focus.nodes.has(node);
    return {
      ...attributes,
      hidden: !node.isShown && node !== chosen,
      size: nodeSize(node),
      color: isFaint ? paint.tie : groupColor(node),
      label: isFaint ? "" : attributes.label,
      forceLabel: nodes.length <= FEW || (focus !== null && !isFaint && focus.nodes.size <= FEW),
      highlighted: node === chosen,
      isNear: focus !== null && !isFaint,
      zIndex: isFaint ? 0 : 1,
    };
  }
  function reduceTie(key, attributes) {
    const tie = ties[key];
    const isNear = focus !== null && focus.ties.has(tie);
    const own = tie.cited.length && wanted.cited ? paint.cite : paint.tie;
    return {
      ...attributes,
      hidden: !(tie.isShown || tie === chosen) || (focus !== null && !isNear),
      size: tieSize(tie) + (isTie(focus && chosen) && isNear ? 1.5 : 0),
      color: isNear && own === paint.tie ? paint.link : own,
      zIndex: isNear ? 1 : 0,
    };
  }
  function focusOn() {
    const whole = data.ego !== null && chosen === nodes[data.ego]; // all of it is around that source
    focus = near(hovered !== null ? hovered : whole ? null : chosen);
  }
  function redraw() {
    focusOn();
    if (sigma !== null) sigma.refresh({ skipIndexation: false });
  }

  // Which tie runs closest to a place on the screen; none where it is farther than REACH.
  function tieAt(x, y) {
    const places = new Map();
    const place = (node) => {
      if (!places.has(node)) places.set(node, sigma.graphToViewport({ x: node.x, y: node.y }));
      return places.get(node);
    };
    let best = null;
    let least = REACH;
    for (const tie of ties) {
      if (!tie.isShown) continue;
      const [a, b] = [place(tie.left), place(tie.right)];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const share = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
      if (far < least) [best, least] = [tie, far];
    }
    return best;
  }

  function draw() {
    readColors();
    if (!nodes.length) {
      notice("empty");
      return;
    }
    try {
      sigma = new Sigma(graph, at("picture"), {
        labelFont: FONT,
        labelSize: at("picture").clientWidth > 600 ? 14 : 12,
        labelWeight: "400",
        labelDensity: nodes.length <= FEW ? 8 : 1,
        labelGridCellSize: nodes.length <= FEW ? 60 : 110,
        labelRenderedSizeThreshold: nodes.length <= FEW ? 0 : 4,
        defaultDrawNodeLabel: drawLabel,
        defaultDrawNodeHover: drawHover,
        nodeReducer: reduceNode,
        edgeReducer: reduceTie,
        hideEdgesOnMove: isLarge,
        hideLabelsOnMove: nodes.length > 5000,
        minCameraRatio: 0.01,
        maxCameraRatio: 4,
        stagePadding: at("picture").clientWidth > 600 ? 70 : 34,
        zIndex: true,
      });
    } catch (error) {
      sigma = null;
      notice("no_webgl");
      return;
    }
    makeRoom();
    const hover = (it) => {
      if (it === hovered) return;
      hovered = it;
      at("picture").classList.toggle("over", it !== null);
      if (!isLarge) redraw();
    };
    sigma.on("enterNode", ({ node }) => hover(nodes[node]));
    sigma.on("leaveNode", () => hover(null));
    sigma.on("clickNode", ({ node }) => choose(nodes[node]));
    sigma.on("clickStage", ({ event }) => choose(tieAt(event.x, event.y)));
    let waiting = false;
    sigma.getMouseCaptor().on("mousemove", (event) => {
      if (waiting || isLarge || (hovered !== null && !isTie(hovered))) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        if (hovered === null || isTie(hovered)) hover(tieAt(event.x, event.y));
      });
    });
    sigma.getMouseCaptor().on("mouseleave", () => hover(null));
  }
  // A name stands to the right of its node: leave room for it at the edge of the picture.
  function makeRoom() {
    if (nodes.length > FEW) return;
    const context = document.createElement("canvas").getContext("2d");
    context.font = `${sigma.getSetting("labelSize")}px ${FONT}`;
    const { x, y } = sigma.getBBox();
    const padding = 2 * sigma.getSetting("stagePadding");
    const { width, height } = sigma.getDimensions();
    const unit = Math.max((x[1] - x[0]) / (width - padding), (y[1] - y[0]) / (height - padding)) || 1;
    const right = Math.max(...nodes.map((node) => node.x + unit * context.measureText(shortened(node.name)).width));
    sigma.setCustomBBox({ x: [x[0], Math.max(x[1], right)], y });
    sigma.refresh();
  }
  function notice(name) {
    at("notice").hidden = name === null;
    at("notice").dataset.name = name || "";
    at("notice").textContent = name === null ? "" : word(name);
  }

  // ------------------------------------------------------------------ moving about

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const move = (state) => {
    if (sigma === null) return;
    if (calm.matches) sigma.getCamera().setState(state);
    else sigma.getCamera().animate(state, { duration: 300 });
  };
  const zoom = (by) => sigma !== null && move({ ratio: Math.min(4, Math.max(0.01, sigma.getCamera().ratio * by)) });
  const fit = () => move({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  function goTo(node) {
    if (sigma === null) return;
    const { x, y } = sigma.getNodeDisplayData(node.index);
    move({ x, y, ratio: Math.min(sigma.getCamera().ratio, 0.6) });
  }
  const MOVES = {
    ArrowLeft: () => shift(-1, 0), ArrowRight: () => shift(1, 0), ArrowUp: () => shift(0, 1), ArrowDown: () => shift(0, -1),
    "+": () => zoom(1 / 1.4), "=": () => zoom(1 / 1.4), "-": () => zoom(1.4), "−": () => zoom(1.4), 0: fit, Escape: () => choose(null),
  };
  function shift(x, y) {
    if (sigma === null) return;
    const camera = sigma.getCamera();
    move({ x: camera.x + x * 0.12 * camera.ratio, y: camera.y + y * 0.12 * camera.ratio });
  }
  at("picture").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || MOVES[event.key] === undefined) return;
    event.preventDefault();
    MOVES[event.key]();
  });

  // ------------------------------------------------------------------ the panel

  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "on") made.addEventListener("click", value);
      else if (key === "className" || key === "textContent") made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children.filter((it) => it !== null));
    return made;
  }
  const value = (text) => make("bdi", { textContent: text });
  const fact = (...parts) => make("span", {}, ...parts);
  const facts = (...found) => { // with spaces between, for whoever copies them
    const kept = found.filter((it) => it !== null);
    return make("p", { className: "facts" }, ...kept.flatMap((it, place) => (place ? [" ", it] : [it])));
  };
  function dot(node) {
    const made = make("span", { className: "dot" });
    made.style.background = groupColor(node);
    return made;
  }
  function listed(items, write) {
    const list = make("ul", { className: "list" }, ...items.slice(0, PAGE).map(write));
    if (items.length > PAGE) {
      const more = make("li", {}, make("button", { type: "button", textContent: word("more"), on: () => {
        more.remove();
        list.append(...items.slice(PAGE).map(write));
      } }));
      list.append(more);
    }
    return list;
  }
  const nodeItem = (node, aside, on) => make("li", {}, make(
    "button", { type: "button", on: on || (() => choose(node, true)) },
    make("span", { className: "name" }, dot(node), value(node.name)), make("small", { textContent: aside })));

  function quote(one, ...ways) {
    const who = make("figcaption", {}, make("strong", {}, value(one.node.name)), one.role === null ? "" : " ", one.role === null ? null : value(one.role));
    for (const way of ways) who.append(" ", make("span", { className: "way" }, ...named(way.way, way.citing.name)));
    return make("figure", { "data-statement": one.id }, who, make("blockquote", { dir: "auto", textContent: one.text }));
  }
  function named(name, inserted) {
    const [before, after] = word(name).split("{}");
    return [before, value(inserted), after];
  }
  function articleCard(article, ...figures) {
    const title = article.title === null || !article.title.trim() ? word("no_title") : article.title;
    const isLink = article.url !== null && /^https?:\/\//i.test(article.url);
    const head = isLink
      ? make("a", { href: article.url, target: "_blank", rel: "noopener noreferrer", dir: "auto", textContent: title })
      : make("span", { dir: "auto", textContent: title });
    const outlet = article.outlet === null ? null : fact(value(article.outlet));
    const day = article.published === null ? word("no_date") : article.published.slice(0, 10);
    return make("article", {}, make("p", { className: "title" }, head), facts(outlet, fact(value(day))), ...figures);
  }
  const newestFirst = (a, b) => (b.published || "").localeCompare(a.published || "") || a.index - b.index;

  function startPanel() {
    const shown = nodes.filter((it) => it.isShown).sort((a, b) => b.shownTies - a.shownTies || a.index - b.index);
    if (!nodes.length) return [make("p", { className: "none", textContent: word("empty") })];
    if (!shown.length) return [make("p", { className: "none", textContent: word("nothing") })];
    return [
      make("h2", { textContent: word("start") }), make("p", { className: "facts", textContent: word("hint") }),
      listed(shown, (it) => nodeItem(it, counted("ties", it.shownTies))),
    ];
  }
  function nodePanel(node) {
    said(0);
    const shown = node.ties.filter((it) => it.isShown).sort((a, b) => b.count - a.count || a.index - b.index);
    const words = node.said.filter((it) => isWantedArticle(it.article.index)).sort((a, b) => newestFirst(a.article, b.article) || a.index - b.index);
    const other = (tie) => (tie.left === node ? tie.right : tie.left);
    return [
      make("h2", {}, value(node.name)),
      facts(node.role === null ? null : fact(value(node.role)), categoryName(node) === null ? null : fact(value(categoryName(node)))),
      facts(fact(counted("statements", words.length)), fact(counted("articles", node.count)), fact(counted("ties", shown.length))),
      shown.length ? make("h3", { textContent: word("tied_with") }) : null,
      listed(shown, (tie) => nodeItem(other(tie), counted("articles", tie.count), () => choose(tie, true))),
      words.length ? make("h3", { textContent: word("said") }) : null,
      listed(words, (one) => make("li", {}, articleCard(one.article, quote(one)))),
    ];
  }
  function tiePanel(tie) {
    const shown = wantedArticles(tie).map((it) => articles[it]).sort(newestFirst);
    const citations = tie.citations.map(([statement, , citing, way]) => ({ said: said(statement), citing: nodes[citing], way }));
    said(0);
    const ends = (node) => make("button", { type: "button", on: () => choose(node, true) }, dot(node), value(node.name));
    return [
      make("h2", {}, value(tie.left.name), " ↔ ", value(tie.right.name)),
      facts(fact(counted("articles", shown.length)), tie.citations.length ? fact(word("cited")) : null),
      make("p", { className: "ends" }, ends(tie.left), " ", ends(tie.right)),
      listed(shown, (article) => make("li", {}, articleCard(article, ...article.said
        .filter((one) => one.node === tie.left || one.node === tie.right || citations.some((it) => it.said === one))
        .map((one) => quote(one, ...citations.filter((it) => it.said === one)))))),
    ];
  }
  const passed = []; // what was chosen before, for the way back
  function choose(it, isFromPanel = false, isBack = false) {
    if (it !== null && !isBack && chosen !== null && chosen !== it) passed.push(chosen);
    if (it === null) passed.length = 0;
    chosen = it;
    hovered = null;
    showPanel();
    redraw();
    if (it !== null && !isTie(it) && isFromPanel) goTo(it);
    if (isFromPanel) at("panel").focus();
  }
  function showPanel() {
    const content = chosen === null ? startPanel() : isTie(chosen) ? tiePanel(chosen) : nodePanel(chosen);
    const back = chosen === null ? null : make("button", { type: "button", className: "back", textContent: word("back"),
      on: () => choose(passed.pop() || null, true, true) });
    at("panel").replaceChildren(...[back, ...content].filter((it) => it !== null));
    at("panel").scrollTop = 0;
  }
  at("panel").addEventListener("keydown", (event) => event.key === "Escape" && choose(null, true));

  // ------------------------------------------------------------------ search box

  let offered = [];
  let active = -1;
  function offer() {
    const text = at("search").value;
    at("search").dir = text ? "auto" : document.documentElement.dir; // an empty box with dir=auto puts its hint on the wrong side
    offered = text.trim() ? search(text).slice(0, FOUND) : [];
    active = offered.length ? 0 : -1;
    showOffered(text.trim() !== "");
  }
  function showOffered(isOpen) {
    at("found").hidden = !isOpen;
    at("search").setAttribute("aria-expanded", String(isOpen));
    const items = offered.map((node, place) => make("li", { role: "option", id: `found-${place}`, "aria-selected": String(place === active), on: () => take(place) },
      value(node.name), node.role === null ? null : make("small", {}, value(node.role))));
    const none = make("li", { role: "option", "aria-disabled": "true", className: "none", textContent: word("found_none") });
    at("found").replaceChildren(...(items.length ? items : [none]));
    if (active >= 0) {
      at("search").setAttribute("aria-activedescendant", `found-${active}`);
      at("found").children[active].scrollIntoView({ block: "nearest" });
    } else at("search").removeAttribute("aria-activedescendant");
  }
  function take(place) {
    const node = offered[place];
    if (node === undefined) return;
    at("search").value = node.name;
    showOffered(false);
    choose(node, true);
  }
  at("search").addEventListener("input", offer);
  at("search").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offered.length) {
      active = (active + step + offered.length) % offered.length;
      showOffered(true);
    } else if (event.key === "Enter") take(active);
    else if (event.key === "Escape") showOffered(false);
    else return;
    event.preventDefault();
  });
  at("search").addEventListener("blur", () => setTimeout(() => showOffered(false), 150));

  // ------------------------------------------------------------------ controls

  function apply() {
    wanted.from = at("from").value;
    wanted.to = at("to").value;
    wanted.least = Math.max(1, Number.parseInt(at("least").value, 10) || 1);
    wanted.quoted = at("quoted").checked;
    wanted.cited = at("cited").checked;
    wanted.kinds = new Set([...at("kinds").querySelectorAll("[data-kind]")].filter((it) => it.checked).map((it) => it.dataset.kind));
    wanted.alone = at("alone") === null || at("alone").checked;
    filter();
    tell();
    showPanel();
    redraw();
  }
  function tell() {
    const shown = nodes.filter((it) => it.isShown).length;
    at("counts").replaceChildren(fact(counted("sources", shown)), " ", fact(counted("ties", ties.filter((it) => it.isShown).length)));
    if (nodes.length && sigma !== null) notice(shown ? null : "nothing");
  }
  function makeKinds() {
    const order = Object.keys(data.words.ar.kind);
    const kinds = [...new Set(nodes.map((it) => it.kind))].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const box = (attributes, name) => make("label", {}, make("input", { type: "checkbox", checked: "", ...attributes }), " ", make("span", name));
    at("kinds").append(...kinds.map((kind) => box({ "data-kind": kind }, { "data-word-kind": kind })));
    if (nodes.some((it) => !it.ties.length)) at("kinds").append(box({ id: "alone" }, { "data-word": "alone" }));
    at("ways").hidden = !ties.some((it) => it.citations.length);
  }
  function write() {
    document.documentElement.lang = lang;
    document.documentElement.dir = lang === "ar" ? "rtl" : "ltr";
    const title = data.ego === null ? [word("title")] : named("ego", nodes[data.ego].name);
    at("title").replaceChildren(...title);
    document.title = at("title").textContent;
    for (const it of document.querySelectorAll("[data-word]")) it.textContent = word(it.dataset.word);
    for (const it of document.querySelectorAll("[data-word-kind]")) it.textContent = data.words[lang].kind[it.dataset.wordKind] || it.dataset.wordKind;
    at("language").textContent = word("language");
    at("language").lang = lang === "ar" ? "en" : "ar";
    at("search").placeholder = word("search");
    at("search").setAttribute("aria-label", word("search"));
    at("found").setAttribute("aria-label", word("kinds"));
    at("picture").setAttribute("aria-label", word("picture"));
    at("panel").setAttribute("aria-label", word("panel"));
    at("filterbar").setAttribute("aria-label", word("filters"));
    for (const id of ["zoom_in", "zoom_out"]) at(id).setAttribute("aria-label", word(id));
    if (at("notice").dataset.name) notice(at("notice").dataset.name);
    offer();
    showOffered(false);
    tell();
    showPanel();
  }
  for (const event of ["input", "change"]) at("filters").addEventListener(event, apply);
  at("filters").querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  at("filters").addEventListener("reset", () => setTimeout(apply, 0));
  at("language").addEventListener("click", () => {
    lang = lang === "ar" ? "en" : "ar";
    write();
  });
  at("zoom_in").addEventListener("click", () => zoom(1 / 1.4));
  at("zoom_out").addEventListener("click", () => zoom(1.4));
  at("fit").addEventListener("click", fit);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readColors();
    redraw();
  });
  if (matchMedia("(max-width: 52rem)").matches) at("filters").open = false;

  makeKinds();
  if (data.ego !== null) chosen = nodes[data.ego];
  focusOn();
  draw();
  write();
  window.qawl = { sigma, graph, nodes, ties, choose, search, searchKeys }; // to go on from a console, and for tests
})();

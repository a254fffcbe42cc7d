// Search over the names, titles and predictions of a site that has no server.
"use strict";

(() => {
  const MOST = 40;
  const form = document.getElementById("find");
  const input = form.elements.q;
  const results = document.getElementById("results");
  const all = [
    ...QAWL.sources.map(([id, text, kind]) => ({ group: "names", path: `person/${id}`, text, more: kind })),
    ...QAWL.outlets.map(([id, text, kind]) => ({ group: "names", path: `outlet/${id}`, text, more: kind })),
    ...QAWL.articles.map(([id, text, day]) => ({ group: "articles", path: `article/${id}`, text, more: day })),
    ...QAWL.predictions.map((it) => ({ group: "predictions", path: `article/${it.article}`, anchor: `t-${it.statement}`, text: it.text, more: `${it.name} · ${it.day}` })),
  ];

  const show = () => {
    results.replaceChildren();
    const asked = terms(input.value).map(topicKey);
    if (!asked.length) return;
    const name = nameKey(input.value);
    const found = all.filter((it) => {
      if (it.key === undefined) it.key = textKey(it.text) + (it.group === "names" ? nameKey(it.text) : "");
      return asked.every((key) => it.key.includes(key)) || (it.group === "names" && name && it.key.includes(name.trimEnd()));
    });
    if (!found.length) results.append(document.getElementById("none").content.cloneNode(true));
    for (const group of ["names", "articles", "predictions"]) {
      const hits = found.filter((it) => it.group === group).slice(0, MOST);
      if (!hits.length) continue;
      const section = document.getElementById("group").content.cloneNode(true);
      section.querySelector("h2").textContent = QAWL.labels[group];
      for (const hit of hits) {
        const item = document.createElement("li");
        const link = item.appendChild(document.createElement("a"));
        link.href = `${hit.path}.html` + (hit.anchor ? `#${hit.anchor}` : "");
        link.appendChild(document.createElement("bdi")).textContent = hit.text;
        const more = document.createElement("span");
        more.className = "soft";
        more.appendChild(document.createElement("bdi")).textContent = hit.more;
        item.append(" ", more);
        section.querySelector("ul").append(item);
      }
      results.append(section);
    }
  };

  input.value = new URLSearchParams(location.search).get("q") || "";
  if (input.value) input.dir = "auto";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  input.addEventListener("input", show);
  show();
})();

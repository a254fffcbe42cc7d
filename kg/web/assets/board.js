// The filters of the prediction board on a site that has no server; without scripts the pages list all.
"use strict";

(() => {
  const MOST = 200;
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  const total = document.querySelector("#total bdi");
  const row = document.getElementById("row").content;
  const up = form.dataset.state ? "../" : "";
  const written = list.innerHTML;
  const all = QAWL.predictions;

  const chosen = () => {
    const want = Object.fromEntries(new FormData(form));
    const topic = topicKey(want.topic);
    const name = nameKey(want.by);
    const none = (want.topic.trim() && !topic) || (want.by.trim() && !name);
    return all.filter((it) => {
      it.key ??= textKey(it.text);
      it.nameKey ??= nameKey(it.name);
      return (
        !none &&
        (!form.dataset.state || it.state === form.dataset.state) &&
        it.key.includes(topic) &&
        it.nameKey.includes(name) &&
        (!want.outlet || it.outlet === want.outlet) &&
        (!want.polarity || it.polarity === want.polarity) &&
        (!want.certainty || it.certainty === want.certainty) &&
        (!want.horizon || (it.end ? "dated" : "undated") === want.horizon) &&
        it.published >= want.since &&
        (!want.until || (it.published || "~").slice(0, want.until.length) <= want.until)
      );
    });
  };

  const value = (text) => {
    const bdi = document.createElement("bdi");
    bdi.textContent = text;
    return bdi;
  };

  const card = (it) => {
    const made = row.cloneNode(true);
    const field = (name) => made.querySelector(`[data-f=${name}]`);
    field("who").replaceChildren(value(it.name));
    field("who").href = it.local ? `${up}article/${it.article}.html#s-${it.statement}` : `${up}person/${it.source}.html`;
    field("role").replaceChildren(value(it.role));
    field("text").textContent = it.text;
    field("text").href = `${up}article/${it.article}.html#t-${it.statement}`;
    field("day").replaceChildren(value(it.day));
    const outlet = document.createElement("a");
    outlet.href = `${up}outlet/${it.outlet}.html`;
    outlet.append(value(it.outletName));
    field("outlet").replaceChildren(it.outlet ? outlet : "");
    const chips = document.createElement("ul");
    chips.className = "chips";
    const chip = (name, ...parts) => {
      const item = document.createElement("li");
      item.className = `chip ${name}`;
      item.append(...parts);
      chips.append(item, " ");
    };
    const labels = QAWL.labels;
    chip(it.polarity, labels.polarity[it.polarity]);
    chip("", labels.certainty[it.certainty]);
    if (it.horizon) chip("", `${labels.horizon}: `, value(it.horizon), it.end ? value(it.end) : "");
    chip(it.state, it.truth ? labels.truth[it.truth] : labels.state[it.state]);
    field("chips").replaceChildren(chips);
    return made;
  };

  const show = () => {
    const found = chosen();
    total.textContent = found.length.toLocaleString("en");
    if (![...new FormData(form).values()].some((text) => text.trim())) {
      list.innerHTML = written;
      return;
    }
    if (!found.length) {
      list.replaceChildren(document.getElementById("none").content.cloneNode(true));
      return;
    }
    const cards = document.createElement("ul");
    cards.className = "cards two";
    cards.append(...found.slice(0, MOST).map(card));
    list.replaceChildren(cards);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("input", show);
})();

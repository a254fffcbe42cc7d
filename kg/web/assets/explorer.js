// Search as you type, and the direction of a search box: of its words, or of the page while it is empty (dir=auto would
// put the placeholder on the left).
"use strict";

const WAIT_MS = 180;

for (const input of document.querySelectorAll("input[type=search]")) {
  input.addEventListener("input", () => {
    if (input.value.trim() === "") input.removeAttribute("dir");
    else input.dir = "auto";
  });
}

const form = document.getElementById("find");
const results = document.getElementById("results");
if (form && results) {
  let timer = 0;
  let running = null;
  const ask = async () => {
    const query = new URLSearchParams(new FormData(form));
    if (running) running.abort();
    running = new AbortController();
    try {
      const reply = await fetch(`${form.action}?${query}&part=results`, { signal: running.signal });
      results.innerHTML = await reply.text();
      history.replaceState(null, "", `?${query}`);
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
}

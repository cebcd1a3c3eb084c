// The city map's side: List | Map on a phone, the filter's sheet, and the list that follows the filter.
const city = document.querySelector(".city");
const legend = document.getElementById("legend");
const sheet = document.getElementById("sheet");
const slow = navigator.connection && (navigator.connection.saveData || /2g|3g/.test(navigator.connection.effectiveType ?? ""));
let running = null;

function show(what) {
  city.dataset.shows = what;
  for (const button of document.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === what));
}

// The list twin, filtered by the server: its rows are taken over as nodes.
async function follow() {
  running?.abort();
  running = new AbortController();
  const query = new URLSearchParams(new FormData(legend));
  const rows = document.getElementById("rows");
  if (!query.has("state")) return rows.replaceChildren();
  if (query.getAll("state").length === legend.querySelectorAll('input[name="state"]').length) query.delete("state");
  try {
    const answer = await fetch(`/requests?${query}`, { signal: running.signal });
    if (!answer.ok) return;
    const twin = new DOMParser().parseFromString(await answer.text(), "text/html");
    rows.replaceChildren(...[...twin.querySelectorAll(".rows > .row")].map((row) => document.adoptNode(row)));
  } catch (problem) {
    if (problem.name !== "AbortError") throw problem;
  }
}

for (const button of document.querySelectorAll("[data-show]")) button.addEventListener("click", () => show(button.dataset.show));
legend.addEventListener("change", follow);
if (matchMedia("(max-width: 1099px)").matches) sheet.open = false;
if (slow) show("list");

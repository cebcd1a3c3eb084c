// Open requests like this one near the pin: a link to follow one is offered before a second is sent.
import { make, placed, say } from "./words.js";

const MOST = 3;
const NEAR_FT = 820;

export async function similar(fields, words, signal) {
  const section = document.getElementById("similar");
  if (!fields.lat.value) return void (section.hidden = true);
  const query = new URLSearchParams({ lat: fields.lat.value, long: fields.long.value, service_code: fields.service_code.value });
  try {
    const answer = await fetch(`/api/v1/nearby?${query}`, { signal });
    if (!answer.ok) return void (section.hidden = true);
    const { requests = [] } = await answer.json();
    const near = requests.filter((request) => !(request.distance_ft > NEAR_FT)).slice(0, MOST);
    document.getElementById("similar-rows").replaceChildren(...near.map((request) => row(request, words)));
    section.hidden = !near.length;
  } catch (problem) {
    if (problem.name !== "AbortError") section.hidden = true;
  }
}

function row(request, words) {
  const place = [placed(request.place_label, words), Number.isFinite(request.distance_ft) && say(words.feet_away, { count: Math.round(request.distance_ft) })];
  return make(
    "li",
    { className: "row" },
    make(
      "a",
      { className: "row__link", attributes: { href: `/requests/${encodeURIComponent(request.number)}`, target: "_blank", rel: "noopener" } },
      make(
        "span",
        { className: "row__what" },
        make("span", { className: "row__title", text: words.services[request.service_name] ?? request.service_name }),
        make("span", { className: "row__place", text: place.filter(Boolean).join(" · ") }),
        make("span", { className: "row__when", text: words.states[request.state] ?? "" }),
      ),
    ),
  );
}

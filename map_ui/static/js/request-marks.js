// Open requests of what the map shows, on one canvas; the legend, where there is one, filters them.
import { gathered } from "./gather.js";
import { drawMark, markSize } from "./draw-mark.js";
import { grouped, make, placed, say } from "./words.js";

const LISTED_FROM = 17;
const LISTED_MOST = 8;
let announced = false;

function announceFirst(map) {
  if (announced) return;
  announced = true;
  requestAnimationFrame(() => {
    performance.mark("first-marker");
    map.fire("firstmarker");
  });
}

const RequestMark = L.CircleMarker.extend({
  _updatePath() {
    const renderer = this._renderer;
    if (!renderer._drawing || this._empty()) return;
    drawMark(renderer._ctx, this._point, this.options.properties, this.options.style);
    announceFirst(this._map);
  },
});

export function requestMarks(map, given) {
  const renderer = L.canvas({ padding: 0.25, tolerance: 8 });
  const layer = L.layerGroup().addTo(map);
  const legend = document.getElementById("legend");
  const shown = document.getElementById("shown");
  const tell = make("p", { className: "map__tell", attributes: { role: "status" } });
  map.getContainer().append(tell);
  let running = null;
  let held = "";

  async function refresh() {
    if (map.getSize().x === 0) return;
    const query = asked(map, legend);
    if (query === held) return;
    held = query;
    running?.abort();
    running = new AbortController();
    if (query === null) return draw({ features: [], total: 0 });
    try {
      const answer = await fetch(`${given.url}?${query}`, { signal: running.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(await answer.json());
    } catch (problem) {
      if (problem.name === "AbortError") return;
      held = "";
      tell.textContent = given.words.no_signal;
    }
  }

  function draw(collection) {
    layer.clearLayers();
    map.closePopup();
    for (const feature of gathered(map, collection.features, given.style.worstFirst)) layer.addLayer(mark(feature));
    tell.textContent = collection.features.length ? "" : given.words.nothing_here;
    const total = collection.total ?? collection.features.length;
    if (shown) shown.textContent = say(given.words.shown, { count: total });
    map.getContainer().dataset.marks = collection.features.length;
    map.getContainer().dataset.total = total;
  }

  function mark(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const properties = feature.properties;
    const drawn = new RequestMark([lat, lon], { renderer, radius: markSize(properties) / 2 + 2, properties, style: given.style });
    const members = properties.count ? (properties.members ?? []) : [properties];
    drawn.on("click", () => {
      if (properties.count && (map.getZoom() < LISTED_FROM || !members.length)) map.setView([lat, lon], Math.min(map.getZoom() + 2, map.getMaxZoom()));
      else popup(map, [lat, lon], members, given.words);
    });
    return drawn;
  }

  map.on("moveend", refresh);
  map.on("resize", refresh);
  legend?.addEventListener("change", refresh);
  refresh();
}

// The query for what is shown; null when every state is switched off.
function asked(map, legend) {
  const box = map.getBounds().pad(0.05);
  const query = new URLSearchParams({
    bbox: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((degrees) => degrees.toFixed(5)).join(","),
    zoom: String(map.getZoom()),
  });
  if (legend) {
    const boxes = [...legend.querySelectorAll('input[name="state"]')];
    const on = boxes.filter((input) => input.checked);
    if (!on.length) return null;
    if (on.length < boxes.length) for (const input of on) query.append("state", input.value);
    if (legend.elements.group?.value) query.append("group", legend.elements.group.value);
  }
  return query.toString();
}

function popup(map, at, members, words) {
  const body = make("div", { className: "popup" }, ...members.slice(0, LISTED_MOST).map((properties) => entry(properties, words)));
  L.popup({ minWidth: 220, maxWidth: 280, maxHeight: 300, offset: [0, -8], autoPanPadding: [16, 16] }).setLatLng(at).setContent(body).openOn(map);
}

function entry(properties, words) {
  return make(
    "div",
    { className: "popup__entry" },
    make("p", { className: "popup__title", text: words.services[properties.service] ?? properties.service }),
    make("p", { className: "popup__line", text: placed(properties.label, words) ?? "" }),
    make("p", { className: "popup__line", text: standing(properties, words) }),
    make("a", {
      className: "popup__link",
      text: say(words.open_request, { number: grouped(properties.number) }),
      attributes: { href: `/requests/${encodeURIComponent(properties.number)}` },
    }),
  );
}

function standing(properties, words) {
  const state = words.states[properties.state] ?? properties.state;
  if (properties.state === "past") return say(words.hours_past, { count: Math.abs(properties.due_in_hours) });
  if (properties.state === "long_past") return say(words.days_past, { count: Math.abs(properties.due_in_days) });
  if (Number.isFinite(properties.due_in_hours) && properties.due_in_hours >= 0) {
    return `${state} · ${say(words.hours_left, { count: properties.due_in_hours })}`;
  }
  return state;
}

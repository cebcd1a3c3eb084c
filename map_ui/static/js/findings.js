// What contradicts itself in the layers: each finding's line or spot under its mark; those of the list carry its numbers.
import { drawMark, markSize } from "./draw-mark.js";
import { make } from "./words.js";

const SMALL = 15;
const CLOSE = 17;
const WIDE = 60;
const BELOW_BUTTONS = 112;

const FindingMark = L.CircleMarker.extend({
  _updatePath() {
    if (!this._renderer._drawing || this._empty()) return;
    drawMark(this._renderer._ctx, this._point, this.options.properties, this.options.style);
  },
});

export function findings(map, given) {
  const renderer = L.canvas({ padding: 0.25, tolerance: 8 });
  const layer = L.layerGroup().addTo(map);
  const tell = make("p", { className: "map__tell", attributes: { role: "status" } });
  map.getContainer().append(tell);
  let running = null;
  let wanted = null;

  async function refresh() {
    if (map.getSize().x === 0) return;
    const box = map.getBounds().pad(0.05);
    const bbox = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((degrees) => degrees.toFixed(5)).join(",");
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${given.url}&bbox=${bbox}`, { signal: running.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(await answer.json());
    } catch (problem) {
      if (problem.name !== "AbortError") tell.textContent = given.words.no_signal;
    }
  }

  function draw({ features, more }) {
    layer.clearLayers();
    const last_first = features.toReversed();
    for (const feature of last_first) if (feature.geometry.type !== "Point") line(feature);
    for (const feature of last_first) mark(feature);
    if (!features.length) tell.textContent = given.words.nothing;
    else tell.textContent = more ? given.words.more : "";
    map.getContainer().dataset.findings = features.length;
    map.getContainer().dataset.numbered = features.filter((feature) => listed(feature.properties)).length;
    const found = features.find(({ properties }) => properties.number === wanted);
    wanted = null;
    if (found) open(found.properties);
  }

  function line({ geometry, properties }) {
    const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
    const path = lines.map((one) => one.map(([lon, lat]) => [lat, lon]));
    const color = given.style.marks[properties.kind].fill;
    const weight = listed(properties) ? 4 : 2;
    for (const [shade, extra] of [[given.style.halo, 5], [given.style.ink, 2.5], [color, 0]]) {
      L.polyline(path, { renderer, color: shade, weight: weight + extra, interactive: extra === 5, lineCap: "round" })
        .on("click", () => open(properties))
        .addTo(layer);
    }
  }

  function mark({ properties }) {
    const inside = listed(properties);
    const drawn = { state: properties.kind, number: inside ? properties.number : null, size: inside ? undefined : SMALL };
    new FindingMark(placed(properties), { renderer, radius: markSize(drawn) / 2 + 2, properties: drawn, style: given.style })
      .on("click", () => open(properties))
      .addTo(layer);
  }

  function open(properties) {
    const body = make(
      "div",
      { className: "popup" },
      make("p", { className: "popup__title", text: properties.sentence, attributes: { lang: "en" } }),
      make("p", { className: "popup__line", text: given.words.kinds[properties.kind] }),
      make("p", { className: "popup__line", text: properties.features.join(", ") }),
      make("a", { className: "popup__link", text: given.words.in_list, attributes: { href: inList(properties) } }),
    );
    L.popup({ minWidth: 220, maxWidth: 280, offset: [0, -8], autoPanPaddingTopLeft: [16, BELOW_BUTTONS], autoPanPaddingBottomRight: [16, 16] }).setLatLng(placed(properties)).setContent(body).openOn(map);
  }

  // On another page of the list the link leads there; on this one it only marks the row.
  function inList(properties) {
    const row = `#finding-${properties.number}`;
    if (listed(properties)) return row;
    const there = new URL(given.list_url, location.href);
    there.searchParams.set("page", Math.ceil(properties.number / given.a_page));
    return there.pathname + there.search + row;
  }

  function listed({ number }) {
    return number >= given.numbers[0] && number <= given.numbers[1];
  }

  function show(button) {
    wanted = Number(button.dataset.number);
    const zoom = Math.max(map.getZoom(), CLOSE);
    map.setView([Number(button.dataset.lat), Number(button.dataset.long)], zoom, { animate: false });
    map.getContainer().scrollIntoView({ block: "nearest" });
    refresh();
  }

  for (const button of document.querySelectorAll("button[data-number]")) button.addEventListener("click", () => show(button));
  map.fitBounds(given.around, { maxZoom: CLOSE, padding: [WIDE, WIDE], animate: false });
  map.on("moveend", refresh);
  map.on("resize", refresh);
  refresh();
}

function placed({ spot: [lon, lat] }) {
  return [lat, lon];
}

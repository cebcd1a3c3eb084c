// Stretches of boundary by how much was corrected there, and the requests that went wrong, for what the map shows.
import { grouped, make, say } from "./words.js";

const INK = "#16202b";
const WRONG = "#96123f";
const THINNEST = 5;
const THICKEST = 12;

export function misroutes(map, given) {
  const layer = L.layerGroup().addTo(map);
  const tell = make("p", { className: "map__tell", attributes: { role: "status" } });
  map.getContainer().append(tell);
  let running = null;

  async function refresh() {
    if (map.getSize().x === 0) return;
    const box = map.getBounds().pad(0.05);
    const bbox = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((degrees) => degrees.toFixed(5)).join(",");
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${given.url}&bbox=${bbox}`, { signal: running.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      draw((await answer.json()).features);
    } catch (problem) {
      if (problem.name !== "AbortError") tell.textContent = given.words.no_signal;
    }
  }

  function draw(features) {
    layer.clearLayers();
    const stretches = features.filter((feature) => feature.geometry.type !== "Point");
    for (const feature of features) if (feature.geometry.type === "Point") dot(feature);
    for (const feature of stretches) stretch(feature);  // from afar a stretch is no longer than a dot is wide
    tell.textContent = features.length ? "" : given.words.nothing;
    map.getContainer().dataset.stretches = stretches.length;
    map.getContainer().dataset.dots = features.length - stretches.length;
  }

  function stretch({ geometry, properties }) {
    const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
    const path = lines.map((line) => line.map(([lon, lat]) => [lat, lon]));
    const weight = Math.min(THICKEST, THINNEST + properties.corrected);
    for (const [color, extra] of [["#ffffff", 6], [INK, 3], [WRONG, 0]]) {
      L.polyline(path, { color, weight: weight + extra, interactive: extra === 6, lineCap: "round" })
        .on("click", ({ latlng }) => popup(latlng, named(properties), rated(properties)))
        .addTo(layer);
    }
  }

  function dot({ geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    const feet = properties.distance_ft === null ? "" : say(given.words.feet, { feet: Math.round(properties.distance_ft) });
    const number = grouped(properties.number);
    const link = properties.href ? make("a", { className: "popup__link", text: number, attributes: { href: properties.href } }) : make("p", { className: "popup__line", text: number });
    L.circleMarker([lat, lon], { radius: 5, color: INK, weight: 1.5, fillColor: "#ffffff", fillOpacity: 1 })
      .on("click", ({ latlng }) => popup(latlng, properties.service, feet, link))
      .addTo(layer);
  }

  function named(properties) {
    const phrase = properties.line ? "line" : `${properties.street ? "street" : "area"}${properties.other_name ? "_other" : ""}`;
    return say(given.words.stretch[phrase], { one: properties.name, other: properties.other_name, street: properties.street });
  }

  function rated({ corrected, decisions, median_ft: feet }) {
    return say(given.words.rated, { corrected, decisions, feet: Math.round(feet) });
  }

  function popup(at, title, line, ...more) {
    const body = make("div", { className: "popup" }, make("p", { className: "popup__title", text: title }), make("p", { className: "popup__line", text: line }), ...more);
    L.popup({ minWidth: 200, maxWidth: 280, offset: [0, -4], autoPanPadding: [16, 16] }).setLatLng(at).setContent(body).openOn(map);
  }

  map.on("moveend", refresh);
  map.on("resize", refresh);
  refresh();
}

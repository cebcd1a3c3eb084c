// The empty map: our zoom buttons, no foreign credit line, motion only for who wants it.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function cityMap(id, given) {
  const map = L.map(id, {
    zoomControl: false,
    attributionControl: false,
    preferCanvas: true,
    minZoom: 10,
    maxZoom: 19,
    maxBounds: given.surroundings,
    scrollWheelZoom: given.scroll,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
  });
  L.control.zoom({ position: "topright", zoomInTitle: given.words.zoom_in, zoomOutTitle: given.words.zoom_out }).addTo(map);
  map.on("popupopen", ({ popup }) => popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", given.words.close));
  if (given.zoom) map.setView(given.center, given.zoom, { animate: false });
  else show(map, given);
  new ResizeObserver(() => {
    const hidden = map.getSize().x === 0;
    map.invalidateSize({ animate: false, pan: !hidden });
    if (hidden && !given.zoom) show(map, given);
  }).observe(map.getContainer());
  return map;
}

// The first view holds the whole city, but never less than a readable street net.
function show(map, given) {
  const fitting = map.getBoundsZoom(L.latLngBounds(given.extent).pad(-0.1));
  map.setView(given.center, Math.max(12, Math.min(14, Number.isFinite(fitting) ? fitting : 12)), { animate: false });
}

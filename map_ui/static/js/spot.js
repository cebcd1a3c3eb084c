// One request's place: its mark, and the error disc as a dashed ring.
import { drawMark, markSize } from "./draw-mark.js";

const SpotMark = L.CircleMarker.extend({
  _updatePath() {
    if (!this._renderer._drawing || this._empty()) return;
    drawMark(this._renderer._ctx, this._point, this.options.properties, this.options.style);
  },
});

export function spot(map, given) {
  const renderer = L.canvas({ padding: 0.5 });
  if (given.radius_m) {
    L.circle(given.at, { renderer, radius: given.radius_m, color: "#16202b", weight: 1.5, dashArray: "5 5", fillColor: "#0b5a8a", fillOpacity: 0.08, interactive: false }).addTo(map);
  }
  const properties = given.standing;
  new SpotMark(given.at, { renderer, radius: markSize(properties) / 2, properties, style: given.style, interactive: false }).addTo(map);
}

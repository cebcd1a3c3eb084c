// The city's own layers under everything: fetched after the first marks, because the marks are the answer.
const LIGHT = {
  land: "#f3f1ec", sea: "#cfe0ea", park: "#dde8d3", road: "#ffffff", casing: "#cfc9bb", rail: "#8b949c", limit: "#16202b",
  other: "#737d87", dim: "rgba(22, 32, 43, 0.12)", text: "#3b4855", water_text: "#3d6a85", park_text: "#4d6a3a", halo: "#ffffff",
};
const DARK = {
  land: "#1b232c", sea: "#142f40", park: "#1f3226", road: "#3d4a57", casing: "#10161c", rail: "#77828d", limit: "#ebe8e1",
  other: "#8a96a2", dim: "rgba(0, 0, 0, 0.3)", text: "#d5d9dd", water_text: "#8fbdd8", park_text: "#a3c48f", halo: "#12181f",
};
const WAIT_MS = 700;

export function basemap(map, given) {
  let started = false;
  const start = () => {
    if (started) return;
    started = true;
    const script = document.createElement("script");
    script.src = given.script;
    script.addEventListener("load", () => add(map, given));
    document.head.append(script);
  };
  map.once("firstmarker", start);
  if (given.at_once) start();
  else setTimeout(start, WAIT_MS);
}

function add(map, given) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const colours = dark ? DARK : LIGHT;
  const layer = protomapsL.leafletLayer({
    url: given.tiles,
    attribution: "",
    lang: document.documentElement.lang,
    maxDataZoom: 16,
    backgroundColor: colours.sea,
    paintRules: paintRules(colours),
    labelRules: labelRules(colours),
    tileDelay: 0,
  });
  layer.addTo(map);
  layer.once("load", () => (map.getContainer().dataset.basemap = "drawn"));
}

function paintRules(colours) {
  const { LineSymbolizer, PolygonSymbolizer } = protomapsL;
  const areas = (_zoom, feature) => feature.geomType === protomapsL.GeomType.Polygon;
  const lines = (_zoom, feature) => feature.geomType === protomapsL.GeomType.Line;
  const width = (zoom, feature) => roadWidth(zoom, feature.props.rank);
  const cut = new CityCut();
  return [
    { dataLayer: "land", symbolizer: new PolygonSymbolizer({ fill: colours.land }) },
    { dataLayer: "park", symbolizer: new PolygonSymbolizer({ fill: colours.park }) },
    { dataLayer: "water", symbolizer: new PolygonSymbolizer({ fill: colours.sea }), filter: areas },
    { dataLayer: "water", symbolizer: new LineSymbolizer({ color: colours.sea, width: (zoom) => (zoom < 14 ? 1.5 : zoom < 16 ? 3 : 6), lineCap: "round" }), filter: lines },
    { dataLayer: "road", symbolizer: new LineSymbolizer({ color: colours.casing, width: (zoom, feature) => width(zoom, feature) + 1.2, lineCap: "round", lineJoin: "round" }), filter: visible },
    { dataLayer: "road", symbolizer: new LineSymbolizer({ color: colours.road, width: (zoom, feature) => width(zoom, feature), lineCap: "round", lineJoin: "round" }), filter: visible },
    { dataLayer: "rail", symbolizer: new LineSymbolizer({ color: colours.rail, width: 1.2 }) },
    { dataLayer: "rail", symbolizer: new LineSymbolizer({ dash: [1.5, 6], dashColor: colours.rail, dashWidth: 5, color: colours.rail, width: 5 }), minzoom: 13 },
    { dataLayer: "limit", symbolizer: new CityCollect(cut), filter: ours },
    { dataLayer: "land", symbolizer: new CityDim(cut, colours.dim) },
    { dataLayer: "outside", symbolizer: new PolygonSymbolizer({ fill: colours.dim }) },
    { dataLayer: "limit", symbolizer: new LineSymbolizer({ color: colours.other, width: 1, dash: [2, 3], dashColor: colours.other, dashWidth: 1 }), filter: (zoom, feature) => !ours(zoom, feature) },
    { dataLayer: "limit", symbolizer: new LineSymbolizer({ color: colours.limit, width: 2, dash: [7, 5], dashColor: colours.limit, dashWidth: 2 }), filter: ours },
  ];
}

// Rank 1 among the limits is this city.
function ours(_zoom, feature) {
  return feature.props.rank === 1;
}

function visible(zoom, feature) {
  return (feature.props.rank ?? 4) <= (zoom < 12 ? 2 : zoom < 13 ? 3 : 9);
}

// Rank 1 is a motorway, 2 an arterial, 3 a collector, and higher a street.
function roadWidth(zoom, rank = 4) {
  const base = rank <= 1 ? 3.2 : rank === 2 ? 2.6 : rank === 3 ? 1.8 : 1;
  return base * 2 ** Math.max(-0.6, Math.min(3.4, (zoom - 13) * 0.62));
}

function labelRules(colours) {
  const font = "system-ui, sans-serif";
  const { CenteredTextSymbolizer, LineLabelSymbolizer } = protomapsL;
  const area = (fill, size, style) => once(new CenteredTextSymbolizer({ labelProps: ["name"], fill, stroke: colours.halo, width: 2, fontFamily: font, fontSize: size, fontWeight: 500, fontStyle: style, maxLineChars: 16, lineHeight: 1.3 }));
  const road = (size) => new LineLabelSymbolizer({ labelProps: ["name"], fill: colours.text, stroke: colours.halo, width: 4, fontFamily: font, fontSize: size, fontWeight: 500, position: 2, repeatDistance: 400 });
  const rank = (feature) => feature.props.rank ?? 4;
  return [
    { dataLayer: "limit", symbolizer: area(colours.other, 12, "normal"), maxzoom: 14, filter: (_zoom, feature) => !ours(_zoom, feature) },
    { dataLayer: "road", symbolizer: road(12), minzoom: 13, filter: (_zoom, feature) => rank(feature) <= 2 },
    { dataLayer: "road", symbolizer: road(11), minzoom: 14, filter: (_zoom, feature) => rank(feature) === 3 },
    { dataLayer: "park", symbolizer: area(colours.park_text, 11, "normal"), minzoom: 14 },
    { dataLayer: "road", symbolizer: road(11), minzoom: 15, filter: (_zoom, feature) => rank(feature) > 3 },
    { dataLayer: "water", symbolizer: new LineLabelSymbolizer({ labelProps: ["name"], fill: colours.water_text, stroke: colours.halo, width: 3, fontFamily: font, fontSize: 11, fontStyle: "italic", position: 2 }), minzoom: 14, filter: (_zoom, feature) => feature.geomType === protomapsL.GeomType.Line },
    { dataLayer: "water", symbolizer: area(colours.water_text, 11, "italic"), minzoom: 14, filter: (_zoom, feature) => feature.geomType === protomapsL.GeomType.Polygon },
  ];
}

// An area is cut into tiles, and each piece would be named.
function once(symbolizer) {
  return {
    place(layout, geometry, feature) {
      const labels = symbolizer.place(layout, geometry, feature);
      return labels?.map((label) => ({ ...label, deduplicationKey: feature.props.name, deduplicationDistance: 600 }));
    },
  };
}

// Everything outside the city's limits is dimmed, and the enclaves, being holes in it, with it.
class CityCut {
  constructor() {
    this.rings = [];
  }
}

class CityCollect {
  constructor(cut) {
    this.cut = cut;
  }

  before() {
    this.cut.rings = [];
  }

  draw(_context, geometry) {
    this.cut.rings.push(...geometry);
  }
}

class CityDim {
  constructor(cut, fill) {
    this.cut = cut;
    this.fill = fill;
  }

  draw(context, geometry) {
    context.save();
    context.globalAlpha = 1;
    context.beginPath();
    context.rect(-4096, -4096, 12288, 12288);
    trace(context, this.cut.rings);
    context.clip("evenodd");
    context.beginPath();
    trace(context, geometry);
    context.fillStyle = this.fill;
    context.fill();
    context.restore();
  }
}

function trace(context, rings) {
  for (const ring of rings) {
    ring.forEach((point, at) => (at ? context.lineTo(point.x, point.y) : context.moveTo(point.x, point.y)));
    context.closePath();
  }
}

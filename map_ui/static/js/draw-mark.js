// One mark on a canvas, from the same paths that the page's own SVG marks use.
const paths = new Map();
const BOX = 24;
const LETTERS = [11, 10, 8, 6.5];

function path(text) {
  if (!paths.has(text)) paths.set(text, new Path2D(text));
  return paths.get(text);
}

function held(mark, properties) {
  if (properties.count) return String(properties.count);
  if (mark.holds === "hours" && Number.isFinite(properties.due_in_hours)) return String(Math.abs(properties.due_in_hours));
  if (mark.holds === "number" && properties.number) return String(properties.number);
  if (mark.holds === "days" && Number.isFinite(properties.due_in_days)) return String(Math.abs(properties.due_in_days));
  return "";
}

export function markSize(properties) {
  if (!properties.count) return properties.size ?? 26;
  return 30 + 5 * Math.min(4, String(properties.count).length);
}

export function drawMark(context, point, properties, style) {
  const mark = style.marks[properties.count ? properties.worst : properties.state];
  if (!mark) return;
  const scale = markSize(properties) / BOX;
  context.save();
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.translate(point.x - 12 * scale, point.y - 12 * scale);
  context.scale(scale, scale);
  context.lineJoin = "round";
  context.lineCap = "round";
  const outline = path(mark.outline);
  const lines = mark.lines ? path(mark.lines) : null;
  stroke(context, outline, style.halo, 4.5 / Math.max(1, scale * 0.9));
  if (lines) stroke(context, lines, style.halo, 4.5);
  context.fillStyle = mark.fill;
  context.fill(outline);
  stroke(context, outline, style.ink, 1.5 / Math.max(1, scale * 0.9));
  if (mark.inner && properties.count && mark.fill === style.halo) rim(context, outline, mark);
  else if (mark.inner) stroke(context, path(mark.inner), mark.inner_color, mark.inner_width);
  if (lines && properties.count) outside(context, mark, () => stroke(context, lines, style.ink, 2));
  else if (lines) stroke(context, lines, style.ink, 2);
  if (mark.ticks && !properties.count) {
    for (const tick of style.ticks) {
      if (properties.age_days >= tick.days) stroke(context, path(tick.path), style.ink, 2);
    }
  }
  const text = held(mark, properties);
  if (text) {
    context.font = `600 ${LETTERS[Math.min(text.length, LETTERS.length) - 1]}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = mark.text_color;
    const [x, y] = mark.center;
    context.fillText(text, x, y + 0.4);
  }
  context.restore();
}

// What leaves a ring is not drawn over the number in it.
function outside(context, mark, draw) {
  context.save();
  context.clip(path(`M-6-6H30V30H-6Z${mark.outline}`), "evenodd");
  draw();
  context.restore();
}

// A ring that holds a number keeps its slate edge, but thinner, so that the number has room.
function rim(context, outline, mark) {
  context.save();
  context.clip(outline);
  stroke(context, outline, mark.inner_color, 5);
  context.restore();
  stroke(context, outline, "#16202B", 1);
}

function stroke(context, shape, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(shape);
}

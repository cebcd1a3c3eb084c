// Marks that would lie on each other become one with their count, where the worst of them lies, in its shape.
const REACH_PX = 40;
const CLOSE_REACH_PX = 14;
const CLOSE_ZOOM = 17;

export function gathered(map, features, worstFirst) {
  const rank = new Map(worstFirst.map((state, at) => [state, at]));
  const reach = map.getZoom() < CLOSE_ZOOM ? REACH_PX : CLOSE_REACH_PX;
  const stateOf = (feature) => feature.properties.worst ?? feature.properties.state;
  const groups = new Grid(reach);
  for (const feature of [...features].sort((a, b) => rank.get(stateOf(a)) - rank.get(stateOf(b)))) {
    const [lon, lat] = feature.geometry.coordinates;
    groups.put(map.project([lat, lon]), feature);
  }
  return groups.all.reverse().map(({ lead, members }) => (members.length === 1 ? lead : cluster(lead, members, stateOf(lead))));
}

function cluster(lead, members, worst) {
  const count = members.reduce((sum, member) => sum + (member.properties.count ?? 1), 0);
  const single = members.every((member) => !member.properties.count);
  return { type: "Feature", geometry: lead.geometry, properties: { count, worst, members: single ? members.map((member) => member.properties) : [] } };
}

class Grid {
  constructor(reach) {
    this.reach = reach;
    this.cells = new Map();
    this.all = [];
  }

  put(point, feature) {
    const column = Math.floor(point.x / this.reach);
    const row = Math.floor(point.y / this.reach);
    const near = this.nearest(point, column, row);
    if (near) return void near.members.push(feature);
    const group = { point, lead: feature, members: [feature] };
    const key = `${column},${row}`;
    if (!this.cells.has(key)) this.cells.set(key, []);
    this.cells.get(key).push(group);
    this.all.push(group);
  }

  nearest(point, column, row) {
    for (let x = column - 1; x <= column + 1; x += 1) {
      for (let y = row - 1; y <= row + 1; y += 1) {
        for (const group of this.cells.get(`${x},${y}`) ?? []) {
          if (group.point.distanceTo(point) <= this.reach) return group;
        }
      }
    }
    return null;
  }
}

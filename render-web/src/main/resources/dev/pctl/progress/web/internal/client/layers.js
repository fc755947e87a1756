// Places a graph in layers: each package right of what it needs, with few crossings.

// Rounds of ordering by barycentres. More change little.
const ROUNDS = 6;

export function layers(nodes, needs) {
  const depth = depths(nodes, needs);
  const columns = [];
  for (const node of nodes) {
    (columns[depth.get(node)] ??= []).push(node);
  }
  const users = new Map(nodes.map((n) => [n, []]));
  for (const node of nodes) {
    for (const other of needs.get(node) || []) {
      users.get(other)?.push(node);
    }
  }
  const place = new Map();
  const number = (column) => column.forEach((node, i) => place.set(node, i));
  columns.forEach(number);
  for (let round = 0; round < ROUNDS; round++) {
    const forward = round % 2 === 0;
    const neighbours = forward ? needs : users;
    const order = forward ? columns : [...columns].reverse();
    for (const column of order) {
      const centre = new Map(column.map((n) => [n, barycentre(n, neighbours.get(n) || [], place)]));
      column.sort((a, b) => centre.get(a) - centre.get(b));
      number(column);
    }
  }
  return columns;
}

function barycentre(node, neighbours, place) {
  const known = neighbours.filter((n) => place.has(n));
  return known.length === 0 ? place.get(node) : known.reduce((sum, n) => sum + place.get(n), 0) / known.length;
}

// The longest path to a package from one that needs nothing. Cycles, which a plan should not have, are cut.
function depths(nodes, needs) {
  const depth = new Map();
  const open = new Set();
  const all = new Set(nodes);
  for (const start of nodes) {
    const stack = [start];
    while (stack.length > 0) {
      const node = stack.at(-1);
      if (depth.has(node)) {
        stack.pop();
        continue;
      }
      const below = (needs.get(node) || []).filter((n) => all.has(n));
      const next = open.has(node) ? [] : below.filter((n) => !depth.has(n) && !open.has(n));
      open.add(node);
      if (next.length > 0) {
        stack.push(...next);
      } else {
        depth.set(node, below.reduce((d, n) => Math.max(d, (depth.get(n) ?? -1) + 1), 0));
        stack.pop();
      }
    }
  }
  return depth;
}

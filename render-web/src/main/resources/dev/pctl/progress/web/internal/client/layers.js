// Places a graph in layers: each package right of what it needs, with few crossings. An edge over several layers gets a
// place in each of them, so that it does not run through other packages.

// Rounds of ordering by barycentres. More change little.
const ROUNDS = 8;

// Returns the columns, the chains of places that edges run through, and what is only such a place.
export function layers(nodes, needs) {
  const depth = depths(nodes, needs);
  const columns = [];
  const before = new Map();
  const after = new Map();
  const way = new Set();
  const put = (id, column) => {
    (columns[column] ??= []).push(id);
    before.set(id, []);
    after.set(id, []);
  };
  nodes.forEach((node) => put(node, depth.get(node)));
  const routes = [];
  for (const node of nodes) {
    for (const other of needs.get(node) || []) {
      const route = [other];
      for (let column = depth.get(other) + 1; column < depth.get(node); column++) {
        const id = other + '\n' + column;
        if (!before.has(id)) {
          put(id, column);
          way.add(id);
        }
        route.push(id);
      }
      route.push(node);
      for (let i = 1; i < route.length; i++) {
        if (!before.get(route[i]).includes(route[i - 1])) {
          before.get(route[i]).push(route[i - 1]);
          after.get(route[i - 1]).push(route[i]);
        }
      }
      routes.push(route);
    }
  }
  order(columns, before, after);
  return { columns, routes, way };
}

function order(columns, before, after) {
  const place = new Map();
  const number = (column) => column.forEach((node, i) => place.set(node, (i + 0.5) / column.length));
  columns.forEach(number);
  for (let round = 0; round < ROUNDS; round++) {
    const forward = round % 2 === 0;
    for (const column of forward ? columns : [...columns].reverse()) {
      const centre = new Map(column.map((n) => [n, barycentre(n, (forward ? before : after).get(n), place)]));
      column.sort((a, b) => centre.get(a) - centre.get(b));
      number(column);
    }
  }
}

function barycentre(node, neighbours, place) {
  return neighbours.length === 0 ? place.get(node) : neighbours.reduce((sum, n) => sum + place.get(n), 0) / neighbours.length;
}

// The longest path to a package from one that needs nothing. Cycles, which a plan should not have, are cut.
function depths(nodes, needs) {
  const depth = new Map();
  const open = new Set();
  for (const start of nodes) {
    const stack = [start];
    while (stack.length > 0) {
      const node = stack.at(-1);
      if (depth.has(node)) {
        stack.pop();
        continue;
      }
      const next = open.has(node) ? [] : needs.get(node).filter((n) => !depth.has(n) && !open.has(n));
      open.add(node);
      if (next.length > 0) {
        stack.push(...next);
      } else {
        depth.set(node, needs.get(node).reduce((d, n) => Math.max(d, (depth.get(n) ?? -1) + 1), 0));
        stack.pop();
      }
    }
  }
  return depth;
}

// The dependency graph in layers, from what needs nothing on the left to the roots on the right.

import { html, useLayoutEffect, useMemo, useRef } from './dom.js';
import { layers } from './layers.js';
import { STATES, isFound, mark, spec, state } from './words.js';
import { Empty } from './parts.js';

// More than these cannot be read. Of larger graphs, the interesting part is drawn.
const MOST = 250;

const BOX = { width: 168, height: 24, gapX: 48, gapY: 8, way: 2 };

export function Graph({ s, open }) {
  const shown = interesting(s);
  const key = shown.map((p) => p.id).join(' ');
  const box = useRef(null);
  useLayoutEffect(() => {
    const active = box.current && box.current.querySelector('.node.s-failed, .node.s-running');
    if (active) {
      const [at, around] = [active.getBoundingClientRect(), box.current.getBoundingClientRect()];
      box.current.scrollLeft += at.left - around.left - (around.width - at.width) / 2;
    }
  }, []);
  const drawn = useMemo(() => arrange(shown), [key]);
  if (shown.length === 0) {
    return html`<${Empty}>${s.list.length === 0 ? 'No plan is known yet.' : 'Nothing is to be built.'}<//>`;
  }
  if (drawn.edges.length === 0) {
    return html`<${Empty}>The log names no dependencies between these packages.<//>`;
  }
  const now = new Map(shown.map((p) => [p.id, p]));
  const all = s.list.filter((p) => !isFound(p)).length;
  return html`<div class="graph">
    <p class="muted tools">${shown.length < all ? 'Shows ' + shown.length + ' of ' + all + ' packages: those in work, failed or on the critical path, and what they need.' : 'What each package needs is on its left. Packages that were there before are left out.'} The same is in the table.</p>
    <div class="scroll" ref=${box} tabindex="0" role="group" aria-label="Dependency graph, scrollable"><svg width=${drawn.width} height=${drawn.height} role="img" aria-label="Dependency graph">
      ${drawn.edges.map((e) => html`<path d=${e.path} class="edge ${s.critical.has(e.from) && s.critical.has(e.to) ? 'crit' : ''}"/>`)}
      ${drawn.nodes.map((n) => node(n, now.get(n.id), s, open))}
    </svg></div></div>`;
}

function node(n, p, s, open) {
  const text = spec(p);
  const critical = s.critical.has(p.id);
  return html`<g key=${n.id} class="node s-${state(p)} ${critical ? 'crit' : ''}" transform="translate(${n.x} ${n.y})" onClick=${() => open({ pkg: p.key })}>
    <title>${text + ': ' + STATES[state(p)] + (critical ? ', on the critical path' : '')}</title>
    <rect width=${BOX.width} height=${BOX.height} rx="5"/>
    <text x="8" y="16"><tspan class="mark">${mark(p)}</tspan><tspan dx="6">${text.length > 20 ? text.slice(0, 19) + '…' : text}</tspan></text></g>`;
}

function interesting(s) {
  const work = s.list.filter((p) => !isFound(p));
  if (work.length <= MOST) {
    return work;
  }
  const byId = new Map(work.map((p) => [p.id, p]));
  const chosen = new Set(work.filter((p) => s.critical.has(p.id) || ['running', 'waiting', 'failed'].includes(state(p))).slice(0, MOST));
  for (const p of [...chosen]) {
    for (const id of p.needs || []) {
      if (chosen.size < MOST && byId.has(id)) chosen.add(byId.get(id));
    }
  }
  return [...chosen];
}

function arrange(packages) {
  const ids = packages.map((p) => p.id);
  const known = new Set(ids);
  const needs = new Map(packages.map((p) => [p.id, (p.needs || []).filter((id) => known.has(id))]));
  const { columns, routes, way } = layers([...known], needs);
  const tall = (id) => (way.has(id) ? BOX.way : BOX.height) + BOX.gapY;
  const sum = (column) => column.reduce((h, id) => h + tall(id), 0);
  const height = Math.max(1, ...columns.map(sum)) + 16;
  const at = new Map();
  columns.forEach((column, i) => {
    let y = 8 + (height - 16 - sum(column)) / 2;
    for (const id of column) {
      at.set(id, { id, x: 8 + i * (BOX.width + BOX.gapX), y, middle: y + (tall(id) - BOX.gapY) / 2 });
      y += tall(id);
    }
  });
  const edges = routes.map((route) => ({ from: route[0], to: route.at(-1), path: line(route.map((id) => at.get(id)), way) }));
  return { nodes: [...at.values()].filter((n) => !way.has(n.id)), edges, width: columns.length * (BOX.width + BOX.gapX), height };
}

function line(points, way) {
  let path = '';
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const x = a.x + BOX.width;
    const bend = (b.x - x) / 2;
    path += `M${way.has(a.id) ? a.x : x} ${a.middle}L${x} ${a.middle}C${x + bend} ${a.middle} ${b.x - bend} ${b.middle} ${b.x} ${b.middle}`;
  }
  return path;
}

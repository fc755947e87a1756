// The dependency graph in layers, from what needs nothing on the left to the roots on the right.

import { html, useMemo } from './dom.js';
import { layers } from './layers.js';
import { STATES, isFound, mark, spec, state } from './words.js';
import { Empty } from './parts.js';

// More than these cannot be read. Of larger graphs, the interesting part is drawn.
const MOST = 250;

const BOX = { width: 168, height: 24, gapX: 56, gapY: 8 };

export function Graph({ s, open }) {
  const shown = interesting(s);
  const key = shown.map((p) => p.id).join(' ');
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
    <div class="scroll" tabindex="0" role="group" aria-label="Dependency graph, scrollable"><svg width=${drawn.width} height=${drawn.height} role="img" aria-label="Dependency graph">
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
  const columns = layers([...known], needs);
  const tallest = Math.max(1, ...columns.map((c) => c.length));
  const height = tallest * (BOX.height + BOX.gapY) + 16;
  const at = new Map();
  columns.forEach((column, i) => column.forEach((id, k) => {
    const free = height - 16 - column.length * (BOX.height + BOX.gapY);
    at.set(id, { id, x: 8 + i * (BOX.width + BOX.gapX), y: 8 + free / 2 + k * (BOX.height + BOX.gapY) });
  }));
  const edges = [];
  for (const [id, list] of needs) {
    for (const other of list) {
      const a = at.get(other);
      const b = at.get(id);
      const x1 = a.x + BOX.width;
      const y1 = a.y + BOX.height / 2;
      const y2 = b.y + BOX.height / 2;
      const bend = Math.max(24, (b.x - x1) / 2);
      edges.push({ from: other, to: id, path: `M${x1} ${y1}C${x1 + bend} ${y1} ${b.x - bend} ${y2} ${b.x} ${y2}` });
    }
  }
  return { nodes: [...at.values()], edges, width: columns.length * (BOX.width + BOX.gapX), height };
}

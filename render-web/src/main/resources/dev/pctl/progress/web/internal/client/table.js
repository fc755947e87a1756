// All packages as a table: what timeline and graph draw, in words.

import { html, useMemo, useRef, useState } from './dom.js';
import { moment, precise, range, ticking } from './format.js';
import { METHODS, STATES, busy, elapsed, isActive, isFound, remaining, spec, state, usual } from './words.js';
import { Empty, State, useRows } from './parts.js';

const ROW = 28;

const ORDER = ['failed', 'running', 'waiting', 'skipped', 'cancelled', 'unfinished', 'planned', 'succeeded', 'found'];

const COLUMNS = [
  ['name', 'Package', (p) => spec(p)],
  ['state', 'State', (p) => ORDER.indexOf(state(p))],
  ['method', 'How', (p) => p.method || ''],
  ['started', 'Begun', (p) => p.started ?? Infinity],
  ['took', 'Time', (p, now) => -(isFound(p) ? -1 : elapsed(p, now) ?? -1)],
  ['usual', 'Expected', (p) => -((p.usual || p.forecast || {}).p50 ?? -1)],
  ['needs', 'Needs', (p) => (p.needs || []).length],
];

function expected(forecast) {
  return forecast ? range(forecast.p10, forecast.p90) : '';
}

export function Table({ s, now, open, filter }) {
  const [sort, setSort] = useState(null);
  const box = useRef(null);
  const rows = useMemo(() => {
    const list = filter(s.list);
    if (!sort) return list;
    const value = COLUMNS.find((c) => c[0] === sort.by)[2];
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    return [...list].sort((a, b) => compare(value(a, now), value(b, now)) * sort.way);
  }, [s.list, filter, sort]);
  const [first, last] = useRows(box, rows.length, ROW);
  const names = useMemo(() => new Map(s.list.map((p) => [p.id, spec(p)])), [s.list]);
  const by = (id) => setSort((old) => (!old || old.by !== id ? { by: id, way: 1 } : old.way === 1 ? { by: id, way: -1 } : null));
  return html`<div class="scroll packages" ref=${box} tabindex="0" role="group" aria-label="Packages, scrollable">
    <table aria-rowcount=${rows.length + 1}>
      <thead><tr aria-rowindex="1">${COLUMNS.map(([id, name]) => html`<th scope="col" aria-sort=${sort && sort.by === id ? (sort.way > 0 ? 'ascending' : 'descending') : 'none'}>
        <button class="sort" onClick=${() => by(id)}>${name}${sort && sort.by === id ? (sort.way > 0 ? ' ▴' : ' ▾') : ''}</button></th>`)}</tr></thead>
      <tbody>
        ${first > 0 && html`<tr class="gap" aria-hidden="true"><td colspan="7" style=${{ height: first * ROW + 'px' }}></td></tr>`}
        ${rows.slice(first, last).map((p, i) => html`<tr key=${p.key} aria-rowindex=${first + i + 2}>
          <th scope="row"><button class="name" title=${spec(p)} onClick=${() => open({ pkg: p.key })}>${spec(p)}</button></th>
          <td><${State} pkg=${p} /> ${STATES[state(p)]}${state(p) === 'running' ? ': ' + busy(p) : ''}</td>
          <td>${METHODS[p.method] || ''}</td>
          <td>${p.started === undefined || isFound(p) ? '' : moment(p.started, now)}</td>
          <td class="num">${isFound(p) || elapsed(p, now) === null ? '' : isActive(p) ? ticking(elapsed(p, now)) : precise(elapsed(p, now))}</td>
          <td class="muted" title=${usual(p.usual || p.forecast)}>${isActive(p) ? remaining(p, now) : expected(p.usual || p.forecast)}</td>
          <td class="muted needs" title=${(p.needs || []).map((id) => names.get(id) || id).join(', ')}>${(p.needs || []).map((id) => names.get(id) || id).join(', ')}</td>
        </tr>`)}
        ${last < rows.length && html`<tr class="gap" aria-hidden="true"><td colspan="7" style=${{ height: (rows.length - last) * ROW + 'px' }}></td></tr>`}
      </tbody>
    </table>
    ${rows.length === 0 && html`<${Empty}>${s.list.length === 0 ? 'No package is known yet.' : 'No package matches.'}<//>`}
  </div>`;
}

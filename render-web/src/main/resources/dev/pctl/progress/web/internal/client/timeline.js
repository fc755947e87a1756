// The timeline: a bar for each package, which grows while it is in work. Only visible rows are in the document.

import { html, useLayoutEffect, useMemo, useRef, useState } from './dom.js';
import { clock, precise, ticking } from './format.js';
import { STATES, busy, elapsed, isActive, isFound, spec, state, times } from './words.js';
import { Empty, State, useRows, useWidth } from './parts.js';

const ROW = 26;

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400];

// Pixels between two marks of the axis.
const TICK = 90;

const SPANS = { all: Infinity, hour: 3600, minutes: 600 };

export function Timeline({ s, now, open, filter }) {
  const [span, setSpan] = useState('all');
  const [follow, setFollow] = useState(true);
  const box = useRef(null);
  const [area, width] = useWidth();
  const rows = useMemo(() => filter(s.list), [s.list, filter]);
  const [first, last] = useRows(box, rows.length, ROW);
  const axis = range(s, now, SPANS[span]);
  const label = width < 560 ? 132 : 240;
  useFollow(box, rows, follow && !s.run.outcome, setFollow);
  const body = { height: Math.max(1, rows.length) * ROW + 'px' };
  const place = (t) => ((t - axis.from) / (axis.to - axis.from)) * 100;
  const nowAt = place(now);
  return html`<div class="timeline">
    <div class="tools">
      <label>Show <select value=${span} onChange=${(e) => setSpan(e.target.value)}>
        <option value="all">the whole run</option><option value="hour">the last hour</option><option value="minutes">the last 10 minutes</option></select></label>
      ${!s.run.outcome && html`<label><input type="checkbox" checked=${follow} onChange=${(e) => setFollow(e.target.checked)}/> Follow</label>`}
      <${Legend} />
    </div>
    <div class="scroll" ref=${box} tabindex="0" role="group" aria-label="Timeline, scrollable">
      <div ref=${area} role="table" aria-label="Timeline of packages" aria-rowcount=${rows.length + 1}>
        <div class="axis" role="row" aria-rowindex="1">
          <div class="t-name" role="columnheader" style=${{ width: label + 'px' }}>Package</div>
          <div class="t-track" role="columnheader"><span class="sr">Time</span>${ticks(axis, width - label).map((t) => html`<span
            class="tick" style=${{ left: place(t.at) + '%' }} key=${t.at}>${t.text}</span>`)}</div>
        </div>
        <div class="t-body" style=${body} role="rowgroup">
          ${rows.length > 0 && nowAt > 0 && nowAt < 100 && !s.run.outcome && html`<div class="now-line" aria-hidden="true" style=${{ left: 'calc(' + label + 'px + (100% - ' + label + 'px) * ' + nowAt / 100 + ')' }}></div>`}
          ${rows.slice(first, last).map((p, i) => html`<${Row} key=${p.key} p=${p} at=${first + i} label=${label} place=${place}
            now=${now} open=${open} critical=${s.critical.has(p.id)} />`)}
        </div>
      </div>
      ${rows.length === 0 && html`<${Empty}>${s.list.length === 0 ? 'No package is known yet.' : 'No package matches.'}<//>`}
    </div>
  </div>`;
}

function Legend() {
  return html`<p class="legend" aria-hidden="true">${[['ph-prep', 'preparing'], ['ph-wait', 'waiting'], ['ph-config', 'configure'],
    ['ph-build', 'build'], ['ph-install', 'install'], ['ph-cache', 'from cache'], ['expected', 'expected']]
    .map(([c, w]) => html`<span><i class="seg ${c}"></i>${w}</span>`)}<span><b class="crit-dot">◆</b>critical path</span></p>`;
}

// Keeps the newest active package in sight, until the reader scrolls away from it.
function useFollow(box, rows, follow, setFollow) {
  const moved = useRef(-1);
  let newest = -1;
  if (follow) {
    for (let i = rows.length - 1; i >= 0 && newest < 0; i--) {
      if (isActive(rows[i])) newest = i;
    }
  }
  useLayoutEffect(() => {
    const el = box.current;
    if (newest >= 0) {
      const bottom = (newest + 3) * ROW + 28;
      if (bottom > el.scrollTop + el.clientHeight || newest * ROW < el.scrollTop) {
        moved.current = Math.max(0, Math.min(bottom - el.clientHeight, el.scrollHeight - el.clientHeight));
        el.scrollTop = moved.current;
      }
    }
  }, [newest, follow]);
  useLayoutEffect(() => {
    const el = box.current;
    const stop = () => setFollow(false);
    el.addEventListener('wheel', stop, { passive: true });
    el.addEventListener('touchmove', stop, { passive: true });
    return () => {
      el.removeEventListener('wheel', stop);
      el.removeEventListener('touchmove', stop);
    };
  }, []);
}

function Row({ p, at, label, place, now, open, critical }) {
  return html`<div class="t-row ${state(p) === 'planned' ? 'planned' : ''}" role="row" aria-rowindex=${at + 2} style=${{ top: at * ROW + 'px' }}>
    <div class="t-name" role="rowheader" style=${{ width: label + 'px' }}>
      <${State} pkg=${p} /><button class="name" title=${spec(p)} onClick=${() => open({ pkg: p.key })}>${spec(p)}</button>
      ${critical && html`<b class="crit-dot" title="on the critical path">◆<span class="sr">on the critical path</span></b>`}
    </div>
    <div class="t-track" role="cell">
      <span class="sr">${isActive(p) ? busy(p) + ', ' + times(p, now) : elapsed(p, now) === null || isFound(p) ? STATES[state(p)] : precise(elapsed(p, now))}</span>
      <${Bars} p=${p} place=${place} now=${now} />
    </div>
  </div>`;
}

const KINDS = { configure: 'config', cmake: 'config', meson: 'config', qmake: 'config', autoreconf: 'config', edit: 'config',
  install: 'install', 'post-install': 'install', staging: 'prep', fetching: 'prep', extracting: 'prep', patching: 'prep' };

function segments(p, now) {
  const end = p.finished ?? now;
  if (p.method === 'binary-cache' || p.method === 'download') {
    return [{ from: p.started, to: end, kind: 'cache', name: p.method === 'download' ? 'download' : 'from cache' }];
  }
  const list = [];
  let from = p.started;
  for (const phase of p.phases || []) {
    if (phase.started === undefined) continue;
    if (phase.started > from) list.push({ from, to: phase.started, kind: 'prep', name: 'preparing' });
    const to = phase.finished ?? end;
    list.push({ from: phase.started, to, kind: KINDS[phase.name] || 'build', name: phase.name });
    from = Math.max(from, to);
  }
  if (from < end) {
    const waits = p.activity === 'waiting' && !p.outcome;
    list.push({ from, to: end, kind: waits ? 'wait' : list.length ? 'rest' : 'prep', name: waits ? 'waiting' : list.length ? 'finishing' : 'preparing' });
  }
  return list;
}

function Bars({ p, place, now }) {
  if (p.started === undefined || isFound(p)) {
    return null;
  }
  const clip = (x) => Math.max(0, Math.min(100, x));
  const box = (from, to) => ({ left: clip(place(from)) + '%', width: Math.max(0, clip(place(to)) - clip(place(from))) + '%' });
  const past = elapsed(p, now);
  const end = p.finished ?? now;
  const parts = segments(p, now).map((x) => html`<i class="seg ph-${x.kind}" style=${box(x.from, x.to)} title=${x.name + ' ' + precise((x.to - x.from) / 1000)}></i>`);
  if (p.outcome === 'failed') {
    parts.push(html`<i class="seg end-failed" style=${{ left: clip(place(end)) + '%' }}></i>`);
  }
  let after = end;
  if (isActive(p) && p.forecast) {
    const at = (seconds) => Math.max(now, p.started + seconds * 1000);
    after = at(p.forecast.p90);
    parts.push(html`<i class="seg expected" style=${box(now, at(p.forecast.p50))}></i>`);
    if (after > now) {
      parts.push(html`<i class="whisker" style=${box(at(p.forecast.p10), after)}></i>`);
    }
  }
  const x = clip(place(after));
  const text = isActive(p) ? ticking(past) : precise(past);
  parts.push(html`<span class="took" aria-hidden="true" style=${x < 82 ? { left: 'calc(' + x + '% + 6px)' } : { right: 'calc(' + (100 - clip(place(p.started))) + '% + 6px)' }}>${
    clip(place(p.started)) < 12 && x >= 82 ? '' : text}</span>`);
  return parts;
}

// The axis begins with the first package, so that what came before does not squeeze the rest.
function range(s, now, span) {
  let from = Infinity;
  let to = s.run.finished ?? now;
  for (const p of s.list) {
    if (p.started !== undefined && !isFound(p)) {
      from = Math.min(from, p.started);
      if (isActive(p) && p.forecast) to = Math.max(to, p.started + p.forecast.p90 * 1000);
    }
  }
  if (from === Infinity) from = s.run.started ?? now;
  const end = s.run.finished ?? now;
  if (span !== Infinity) from = Math.max(from, end - span * 1000);
  to = Math.max(to, from + 1000);
  return { from, to: to + (to - from) * 0.03 };
}

function ticks(axis, width) {
  const seconds = (axis.to - axis.from) / 1000;
  const step = STEPS.find((x) => (x / seconds) * width >= TICK) || STEPS.at(-1);
  const offset = new Date(axis.from).getTimezoneOffset() * 60000;
  const list = [];
  for (let t = Math.ceil((axis.from - offset) / (step * 1000)) * step * 1000 + offset; t < axis.to - (axis.to - axis.from) * 0.05; t += step * 1000) {
    list.push({ at: t, text: clock(t, step < 60) });
  }
  return list;
}

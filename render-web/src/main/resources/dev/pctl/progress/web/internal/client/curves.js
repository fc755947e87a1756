// Curves of the machine: disk with its forecast, memory, processors, network.

import { Plot, html, useEffect, useRef } from './dom.js';
import { clock, percent, size, sizes } from './format.js';
import { Card, Empty, useWidth } from './parts.js';

const HEIGHT = 96;

// Steps of an axis of bytes: powers of two, as the sizes are.
const BYTE_STEPS = Array.from({ length: 62 }, (x, i) => 2 ** i);

export function Curves({ s }) {
  const list = [];
  for (const m of s.machines) {
    const of = (name) => s.curves.get(m.worker + '|' + name);
    const where = s.machines.length > 1 ? m.worker + ': ' : '';
    for (const disk of m.disks || []) {
      list.push({ id: m.worker + disk.path, title: where + 'Disk' + (m.disks.length > 1 ? ' ' + disk.path : ''), now: diskNow(disk), lines: [of('disk|' + disk.path)], max: disk.used + disk.free, unit: size,
        marks: [[0.8, '80%'], [0.9, '90%']], band: disk.expectedPeak, danger: disk.verdict === 'at-risk' });
    }
    if (m.memory) list.push({ id: m.worker + 'm', title: where + 'Memory', now: size(m.memory.used) + ' of ' + size(m.memory.total), lines: [of('memory')], max: m.memory.total, unit: size });
    if (m.cpu && m.cpu.share !== undefined) list.push({ id: m.worker + 'c', title: where + 'Processors', now: percent(m.cpu.share) + ' of ' + m.cpu.cores + (m.cpu.load === undefined ? '' : ', load ' + m.cpu.load.toFixed(1)), lines: [of('cpu')], max: 1, unit: percent });
    if (m.network) list.push({ id: m.worker + 'n', title: where + 'Network', now: '↓ ' + size(m.network.received) + '/s  ↑ ' + size(m.network.sent) + '/s', lines: [of('received'), of('sent')], unit: (b) => size(b) + '/s' });
  }
  return html`<${Card} name="curves" title="Machine">
    ${list.length === 0 && html`<${Empty}>This run has no readings of its machine.<//>`}
    <div class="curve-grid">${list.map((c) => html`<${Curve} key=${c.id} c=${c} end=${s.run.finished} />`)}</div>
  <//>`;
}

function diskNow(disk) {
  let text = size(disk.used) + ' of ' + size(disk.total) + ', ' + percent(disk.full) + ' full';
  if (disk.speed !== undefined && Math.abs(disk.speed) * 60 >= 1048576) {
    text += ', ' + (disk.speed < 0 ? 'shrinking ' : 'growing ') + size(Math.abs(disk.speed) * 60) + '/min';
  }
  if (disk.expectedPeak) {
    text += ', expected peak ' + sizes(disk.expectedPeak.low, disk.expectedPeak.high)
      + (disk.verdict === 'safe' ? ' (safe)' : disk.verdict === 'at-risk' ? ' (at risk)' : '');
  }
  return text;
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function Curve({ c }) {
  const [box, width] = useWidth();
  const plot = useRef(null);
  const current = useRef(c);
  current.current = c;
  const data = merge(c.lines);
  const points = data[0].length;
  useEffect(() => {
    if (width < 60 || points < 2) return undefined;
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const draw = () => {
      plot.current?.destroy();
      plot.current = new Plot(options(width, current), merge(current.current.lines), box.current);
    };
    draw();
    scheme.addEventListener('change', draw);
    return () => {
      scheme.removeEventListener('change', draw);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [width, points < 2, c.lines.length]);
  useEffect(() => { plot.current?.setData(data); }, [points, data[0].at(-1), c.band && c.band.high]);
  return html`<figure class="curve"><figcaption><span>${c.title}</span><span class="curve-now ${c.danger ? 'danger' : ''}">${c.now}</span></figcaption>
    <div ref=${box} class="plot ${points < 2 ? 'none' : ''}" role="img" aria-label=${c.title + ': ' + c.now}>${points < 2 && html`<span class="muted">One reading so far.</span>`}</div></figure>`;
}

function merge(lines) {
  const first = lines[0] || { t: [], v: [] };
  return [first.t.map((t) => t / 1000), ...lines.map((l) => (l ? first.t.map((t, i) => l.v[i] ?? null) : []))];
}

function options(width, current) {
  const strokes = [color('--accent'), color('--install')];
  const c = current.current;
  const axis = { stroke: color('--muted'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
  return {
    width, height: HEIGHT, legend: { show: false }, padding: [6, 6, 0, 0],
    cursor: { show: false },
    scales: { y: { range: (u, low, high) => [0, Math.max(1e-9, current.current.max || high * 1.1 || 1)] } },
    axes: [
      { ...axis, size: 20, space: 80, grid: { show: false }, values: (u, splits) => splits.map((t) => clock(t * 1000)) },
      { ...axis, size: 58, space: 34, incrs: c.unit === percent ? [0.25, 0.5, 1] : BYTE_STEPS, values: (u, splits) => splits.map(current.current.unit) },
    ],
    series: [{}, ...c.lines.map((l, i) => ({ stroke: strokes[i], width: 1.5, fill: i === 0 ? strokes[0] + '22' : undefined, points: { show: false } }))],
    hooks: { drawAxes: [(u) => forecast(u, current.current)] },
  };
}

// The interval of the expected peak as a band, and the shares that matter as lines.
function forecast(u, c) {
  const { ctx } = u;
  const { left, width } = u.bbox;
  ctx.save();
  if (c.band) {
    const top = u.valToPos(Math.min(c.band.high, c.max), 'y', true);
    const bottom = u.valToPos(Math.min(c.band.low, c.max), 'y', true);
    ctx.fillStyle = color(c.danger ? '--bad' : '--accent') + '2e';
    ctx.fillRect(left, top, width, Math.max(2, bottom - top));
  }
  ctx.strokeStyle = color('--warn');
  ctx.setLineDash([4, 4]);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = color('--warn');
  ctx.font = 9 * devicePixelRatio + 'px system-ui, sans-serif';
  for (const [share, label] of c.marks || []) {
    const y = u.valToPos(c.max * share, 'y', true);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
    ctx.fillText(label, left + 3, y + (share < 0.85 ? 9 : -2) * devicePixelRatio);
  }
  ctx.restore();
}

// Plan and cache, earlier runs and the accuracy of forecasts, and a comparison with another run.

import { html } from './dom.js';
import { ago, brief, count, percent, precise, range } from './format.js';
import { elapsed, isFound, spec, state } from './words.js';
import { Card, Empty } from './parts.js';

// Less saved time than this, in seconds, is not worth a line.
const WORTH = 60;

export function Plan({ s, open }) {
  const c = s.counts;
  const r = s.review;
  const parts = { source: 0, 'binary-cache': 0, download: 0, open: 0 };
  for (const p of s.list) {
    if (!isFound(p)) parts[p.method in parts ? p.method : 'open']++;
  }
  return html`<${Card} name="plan" title="Plan and cache">
    ${s.list.length === 0 ? html`<${Empty}>No plan is known yet.<//>` : html`
      <div class="stack" role="img" aria-label="${parts.source} from source, ${parts['binary-cache']} from binary cache, ${parts.download} downloaded, ${parts.open} not known yet, ${c.found} already there">
        ${[['source', parts.source], ['cache', parts['binary-cache'] + parts.download], ['open', parts.open], ['found', c.found]].map(([k, n]) => n > 0 && html`<i class="st-${k}" style=${{ flexGrow: n }}></i>`)}</div>
      <ul class="key">
        ${parts.source > 0 && html`<li><i class="st-source"></i>${parts.source} from source</li>`}
        ${parts['binary-cache'] > 0 && html`<li><i class="st-cache"></i>${parts['binary-cache']} from binary cache</li>`}
        ${parts.download > 0 && html`<li><i class="st-cache"></i>${parts.download} downloaded</li>`}
        ${parts.open > 0 && html`<li><i class="st-open"></i>${parts.open} not known yet</li>`}
        ${c.found > 0 && html`<li><i class="st-found"></i>${c.found} already there</li>`}
      </ul>
      <${Cache} r=${r} />
      ${s.outlook.criticalPath && s.outlook.criticalPath.length > 1 && html`<p><b class="crit-dot">◆</b> Critical path: ${path(s)}</p>`}
      ${r.slower && html`<h3>Slower than usual</h3><ul class="plain">${r.slower.slice(0, 5).map((x) => html`<li>
        <button class="name" onClick=${() => open({ pkg: x.key })}>${x.spec}</button> ${precise(x.took)}${x.usual ? ', usually ' + range(x.usual.p10, x.usual.p90) : ''}</li>`)}</ul>`}`}
  <//>`;
}

function path(s) {
  const names = new Map(s.list.map((p) => [p.id, p.name]));
  const all = s.outlook.criticalPath.map((id) => names.get(id) || id.split(/[/@]/)[0]);
  return all.length <= 8 ? all.join(' → ') : all.slice(0, 7).join(' → ') + ' → … → ' + all.at(-1);
}

function Cache({ r }) {
  if (!r.installed) {
    return null;
  }
  return html`<p>Cache hits: ${r.cacheHits} of ${count(r.installed, 'package', 'packages')} (${percent(r.cacheHits / r.installed)})${
    r.cacheHits > 0 && r.saved >= WORTH ? ', which saved ~' + brief(r.saved) : ''}.</p>
    ${r.wouldHaveSaved >= WORTH && html`<p>A binary cache would have saved ~${brief(r.wouldHaveSaved)}.</p>`}`;
}

export function Earlier({ s, now }) {
  const o = s.outlook;
  const some = o.earlier || o.similar || o.accuracy || o.total;
  const most = Math.max(1, ...(o.earlier || []).map((r) => r.took));
  return html`<${Card} name="earlier" title="Earlier runs">
    ${!some && html`<${Empty}>No earlier run is known.<//>`}
    ${o.total && html`<p>This run was expected to take ${range(o.total.p10, o.total.p90)} (${o.total.basis}).</p>`}
    ${o.earlier && html`<table class="runs"><caption>The same build</caption><tbody>${o.earlier.slice(0, 5).map((r) => html`<tr>
      <td>${ago(Math.max(0, (now - r.ended) / 1000))}</td><td class="num">${brief(r.took)}</td>
      <td class="run-bar" aria-hidden="true"><i style=${{ width: (r.took / most) * 100 + '%' }}></i></td></tr>`)}</tbody></table>
      ${o.deviation !== undefined && html`<p class="muted">On average ${brief(o.mean)} ± ${brief(o.deviation)}</p>`}`}
    ${o.similar && html`<table class="runs"><caption>Similar builds</caption><tbody>${o.similar.slice(0, 3).map((r) => html`<tr>
      <td>${r.title}</td><td class="num">${brief(r.took)}</td><td class="muted">${ago(Math.max(0, (now - r.ended) / 1000))}</td></tr>`)}</tbody></table>`}
    ${o.accuracy && html`<p>Last ${count(o.accuracy.forecasts, 'forecast', 'forecasts')}${o.accuracy.atLeast === undefined ? '' : ' of ' + Math.round(o.accuracy.atLeast) + 's or more'}:
      median error ${Math.round(o.accuracy.error * 100)}%, interval held in ${Math.round(o.accuracy.held * 100)}%</p>`}
  <//>`;
}

// Differences smaller than these are noise: seconds, and a share of the longer time.
const NOISE_SECONDS = 2;
const NOISE_SHARE = 0.1;

export function Comparison({ s, other }) {
  const now = s.run.finished ?? s.run.updated;
  const before = new Map(other.packages.map((p) => [p.name, p]));
  const rows = [];
  for (const p of s.list.filter((x) => !isFound(x) || before.has(x.name))) {
    const old = before.get(p.name);
    before.delete(p.name);
    if (!old) {
      rows.push([p, 'new', null, elapsed(p, now)]);
      continue;
    }
    const a = elapsed(old, other.run.finished ?? other.run.updated);
    const b = elapsed(p, now);
    if (old.method === 'binary-cache' && p.method === 'source') {
      rows.push([p, 'cache lost', a, b]);
    } else if (a !== null && b !== null && !isFound(p) && Math.abs(a - b) > Math.max(NOISE_SECONDS, NOISE_SHARE * Math.max(a, b))) {
      rows.push([p, b > a ? 'slower' : 'faster', a, b]);
    }
  }
  for (const old of before.values()) {
    if (!isFound(old)) rows.push([old, 'not in this run', elapsed(old, other.run.finished ?? other.run.updated), null]);
  }
  rows.sort((x, y) => Math.abs((y[3] ?? 0) - (y[2] ?? 0)) - Math.abs((x[3] ?? 0) - (x[2] ?? 0)));
  const time = (x) => (x === null ? '–' : precise(x));
  return html`<${Card} name="comparison" title="Compared with ${other.run.title || 'the other run'}">
    ${rows.length === 0 && html`<${Empty}>The two runs took about the same time for each package.<//>`}
    ${rows.length > 0 && html`<div class="scroll short" tabindex="0" role="group" aria-label="Comparison, scrollable"><table><thead><tr><th scope="col">Package</th><th scope="col">Difference</th><th scope="col" class="num">Before</th><th scope="col" class="num">Now</th></tr></thead>
      <tbody>${rows.slice(0, 200).map(([p, what, a, b]) => html`<tr><th scope="row">${spec(p)}</th><td class="d-${what.split(' ')[0]}">${what}${p.outcome && state(p) === 'failed' ? ', failed' : ''}</td><td class="num">${time(a)}</td><td class="num">${time(b)}</td></tr>`)}</tbody></table></div>`}
  <//>`;
}

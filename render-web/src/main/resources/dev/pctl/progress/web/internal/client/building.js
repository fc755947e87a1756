// What is being built now.

import { html } from './dom.js';
import { plain } from './format.js';
import { busy, currentPhase, fraction, steps, times, usual, state } from './words.js';
import { Bar, Card, Empty, share, title } from './parts.js';

// Packages shown one by one. The timeline has all.
const MOST = 12;

const MEANINGS = {
  autoreconf: 'preparing the configure script', configure: 'checking what this machine offers',
  cmake: 'checking what this machine offers', meson: 'checking what this machine offers',
  qmake: 'checking what this machine offers', edit: 'adapting the makefiles',
  bootstrap: 'building what it builds itself with', build: 'compiling from source', install: 'copying into place',
  staging: 'downloading and unpacking the source', fetching: 'downloading', extracting: 'unpacking',
  patching: 'changing the source as the recipe says', waiting: 'for another process that works on it',
  preparing: 'working out what it needs',
};

export function Building({ s, now, open }) {
  if (s.run.outcome) {
    return null;
  }
  const several = s.machines.length > 1;
  return html`<${Card} name="building" title="Now building" aside=${s.active.length > 1 ? s.active.length + ' at once' : ''}>
    ${s.active.length === 0 && html`<${Empty}>${s.worked === 0 ? 'No package has begun yet.' : 'No package is in work at the moment.'}<//>`}
    <ul class="now">${s.active.slice(0, MOST).map((p) => html`<${Now} key=${p.key} p=${p} now=${now} open=${open} critical=${s.critical.has(p.id)} several=${several} />`)}</ul>
    ${s.active.length > MOST && html`<p class="muted">and ${s.active.length - MOST} more in the timeline</p>`}
    ${s.active.length === 0 && s.output.length > 0 && html`<pre class="last" tabindex="0" aria-label="Newest output">${s.output.slice(-5).map(plain).join('\n')}</pre>`}
  <//>`;
}

function Now({ p, now, open, critical, several }) {
  const phase = currentPhase(p);
  const item = phase && phase.steps && phase.steps.item;
  const doing = busy(p);
  return html`<li>
    <div class="now-head">
      <button class="name" onClick=${() => open({ pkg: p.key })}>${title(p)}</button>
      ${critical && html`<span class="tag crit">critical path</span>`}
      ${several && html`<span class="tag">${p.worker}</span>`}
      <span class="doing">${doing}<span class="muted"> ${MEANINGS[doing] ? '(' + MEANINGS[doing] + ')' : ''}</span></span>
      <span class="now-share">${share(p, now)}</span>
    </div>
    <${Bar} share=${fraction(p, now)} kind=${state(p) === 'waiting' ? 'wait' : ''} label=${'Share of ' + p.name} />
    <div class="now-foot"><span>${[steps(p), times(p, now)].filter(Boolean).join(' · ')}</span><span class="muted usual">${usual(p.usual || p.forecast)}</span></div>
    <p class="last-line" title=${plain(item || p.line || '')}>${plain(item || p.line || p.activityDetail || '') || '\u00a0'}</p>
  </li>`;
}

// The page: it puts the views together and lets the clocks tick.

import { html, render, useCallback, useEffect, useMemo, useRef, useState } from './dom.js';
import { brief, clock } from './format.js';
import { STATES, failed, isFound, spec, state } from './words.js';
import { Store } from './store.js';
import { FileSource, LiveSource } from './source.js';
import { notify, showInTab } from './notify.js';
import { Card } from './parts.js';
import { Header } from './header.js';
import { Failures } from './failures.js';
import { AdviceList } from './advice.js';
import { Building } from './building.js';
import { Timeline } from './timeline.js';
import { Graph } from './graph.js';
import { Table } from './table.js';
import { Curves } from './curves.js';
import { Comparison, Earlier, Plan } from './facts.js';
import { LogPanel } from './log.js';

const VIEWS = [['timeline', 'Timeline'], ['graph', 'Graph'], ['table', 'Table']];

const FILTERS = [
  ['work', 'built or fetched here', (p) => !isFound(p)],
  ['all', 'all', () => true],
  ['active', 'in work', (p) => ['running', 'waiting'].includes(state(p))],
  ['failed', 'failed or not built', (p) => ['failed', 'skipped', 'cancelled', 'unfinished'].includes(state(p))],
  ['source', 'from source', (p) => p.method === 'source'],
  ['cache', 'from binary cache', (p) => p.method === 'binary-cache'],
  ['planned', 'waiting', (p) => state(p) === 'planned'],
];

const LINKS = {
  connecting: 'Connecting to the build.',
  busy: 'Too many viewers at the moment. Trying again.',
  refused: 'This address has no valid token. Open the address that the build announced.',
};

function App({ store, source, live }) {
  const [, draw] = useState(0);
  const [panel, setPanel] = useState(null);
  useEffect(() => {
    let asked = false;
    const soon = () => {
      if (!asked) {
        asked = true;
        setTimeout(() => { asked = false; draw((n) => n + 1); }, 0);
      }
    };
    const stop = store.subscribe(soon);
    const tick = setInterval(soon, 1000);
    soon();
    return () => { stop(); clearInterval(tick); };
  }, []);
  const s = store.view();
  const now = store.now();
  useEnds(s, live);
  useEffect(() => {
    if (s.list.length > 0 && performance.getEntriesByName('rows').length === 0) {
      requestAnimationFrame(() => performance.mark('rows'));
    }
  }, [s.list.length > 0]);
  if (!s.run) {
    return html`<main class="boot" role="status">${LINKS[store.link.state] || 'The connection is lost. Trying again.'}</main>`;
  }
  showInTab(s.run, s.failures.length > 0);
  const open = setPanel;
  return html`<${Header} s=${s} now=${now} live=${live} />
    <${Banner} store=${store} s=${s} />
    <main class="page">
      <div class="main">
        <${Failures} s=${s} open=${open} />
        <${AdviceList} s=${s} now=${now} source=${source} />
        ${store.other && html`<${Comparison} s=${s} other=${store.other} />`}
        <${Building} s=${s} now=${now} open=${open} />
        <${Packages} s=${s} now=${now} open=${open} />
      </div>
      <div class="side">
        <${Curves} s=${s} />
        <${Plan} s=${s} open=${open} />
        <${Earlier} s=${s} now=${now} />
        <${Output} s=${s} open=${open} />
      </div>
    </main>
    ${panel && html`<${LogPanel} key=${JSON.stringify(panel)} what=${panel} s=${s} now=${now} source=${source} close=${() => setPanel(null)} />`}
    <${Status} s=${s} />
    <footer>${live ? html`as of ${clock(store.asOf, true)}` : html`Report of ${new Date(s.run.updated ?? Date.now()).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}, ${clock(s.run.updated ?? Date.now())}`} · pctl-progress</footer>`;
}

function Output({ s, open }) {
  return html`<${Card} name="output" title="Output" aside=${html`<button class="small" onClick=${() => open({})}>Newest lines</button>`}>
    <p class="muted">${s.output.length === 0 ? 'The build has not written anything yet.' : 'What the build wrote outside the logs of its packages.'}${s.run.gaps > 0 ? ' A part of the log was lost ' + (s.run.gaps === 1 ? 'once.' : s.run.gaps + ' times.') : ''}</p><//>`;
}

function Banner({ store, s }) {
  const link = store.link.state;
  if (link === 'ended' && !s.run.outcome) {
    return html`<p class="banner" role="status">The build no longer serves this page. As of ${clock(store.asOf, true)}.</p>`;
  }
  if (link === 'live' || link === 'file' || link === 'ended' || s.run.outcome) {
    return null;
  }
  const text = LINKS[link] || 'The connection to the build is lost. Trying again.';
  return html`<p class="banner" role="status"><strong>${text}</strong> This is as of ${clock(store.asOf, true)}, ${brief((Date.now() + store.skew - store.asOf) / 1000)} ago.</p>`;
}

function Packages({ s, now, open }) {
  const [view, setView] = useState('timeline');
  const [kind, setKind] = useState('work');
  const [text, setText] = useState('');
  const filter = useCallback((list) => {
    const test = FILTERS.find((f) => f[0] === kind)[2];
    const wanted = text.trim().toLowerCase();
    return list.filter((p) => test(p) && (!wanted || spec(p).toLowerCase().includes(wanted)));
  }, [kind, text]);
  const shown = useMemo(() => (view === 'graph' ? 0 : filter(s.list).length), [s.list, filter, view]);
  const keys = (e) => {
    const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      const next = VIEWS[(VIEWS.findIndex((v) => v[0] === view) + step + VIEWS.length) % VIEWS.length][0];
      setView(next);
      document.getElementById('tab-' + next).focus();
    }
  };
  return html`<section class="card tabs-card" aria-label="Packages">
    <div class="card-head">
      <div role="tablist" aria-label="Views of the packages" onKeyDown=${keys}>${VIEWS.map(([id, name]) => html`<button role="tab" id="tab-${id}" aria-controls="view"
        aria-selected=${view === id} tabindex=${view === id ? 0 : -1} onClick=${() => setView(id)}>${name}</button>`)}</div>
      ${view !== 'graph' && html`<div class="card-aside filter">
        <span class="muted" role="status">${shown} of ${s.list.length}</span>
        <input type="search" aria-label="Find a package" placeholder="Find a package" value=${text} onInput=${(e) => setText(e.target.value)} />
        <select aria-label="Which packages" value=${kind} onChange=${(e) => setKind(e.target.value)}>${FILTERS.map(([id, name]) => html`<option value=${id}>${name}</option>`)}</select></div>`}
    </div>
    <div role="tabpanel" id="view" aria-labelledby="tab-${view}">
      ${view === 'timeline' && html`<${Timeline} s=${s} now=${now} open=${open} filter=${filter} />`}
      ${view === 'graph' && html`<${Graph} s=${s} open=${open} />`}
      ${view === 'table' && html`<${Table} s=${s} now=${now} open=${open} filter=${filter} />`}
    </div>
  </section>`;
}

// Says changes of state to screen readers, and nothing else.
function Status({ s }) {
  const last = s.list.filter((p) => p.finished !== undefined && !isFound(p)).reduce((a, b) => (!a || b.finished >= a.finished ? b : a), null);
  const text = s.run.outcome ? 'The run ' + (s.run.outcome === 'unfinished' ? 'is unfinished' : s.run.outcome === 'cancelled' ? 'was cancelled' : s.run.outcome)
    : last ? spec(last) + ' ' + STATES[state(last)] : '';
  return html`<p class="sr" role="status" aria-live="polite">${text}</p>`;
}

// Notifies when the run ends or something fails while the page is open.
function useEnds(s, live) {
  const before = useRef(null);
  useEffect(() => {
    if (!s.run || !live) return;
    const old = before.current;
    before.current = { outcome: s.run.outcome, failures: s.failures.length };
    if (!old) return;
    if (s.run.outcome && !old.outcome) {
      notify((s.run.title || 'The build') + ' ' + s.run.outcome, s.failures.length ? failed(s.failures[0]) : s.run.detail || '');
    } else if (s.failures.length > old.failures) {
      notify(failed(s.failures.at(-1)), s.failures.at(-1).why);
    }
  });
}

const store = new Store();
const file = document.getElementById('run-data');
const source = file ? new FileSource(store, file) : new LiveSource(store);
globalThis.pctlProgress = { store };
const root = document.getElementById('page');
root.textContent = '';
render(html`<${App} store=${store} source=${source} live=${!file} />`, root);
source.start();

// The page of many runs: those that need attention first, each with a link to its own page.

import { html, render, useEffect, useState } from './dom.js';
import { brief, clock, count, percent } from './format.js';
import { Bar } from './parts.js';
import { LiveSource } from './source.js';

const WORDS = {
  failed: 'failed', question: 'asks', silent: 'silent', critical: 'critical', warning: 'warning', overdue: 'overdue',
  active: 'active', unfinished: 'unfinished', cancelled: 'cancelled', succeeded: 'succeeded',
};
const MARKS = {
  failed: '✗', question: '?', silent: '⚠', critical: '⚠', warning: '⚠', overdue: '⚠', active: '▸', unfinished: '–', cancelled: '–', succeeded: '✓',
};
const NEEDED = ['failed', 'question', 'silent', 'critical', 'warning', 'overdue'];

// What the page knows, as the server sends it.
class FleetStore {
  constructor() {
    this.rows = new Map();
    this.order = [];
    this.totals = null;
    this.skew = 0;
    this.link = 'connecting';
    this.listeners = new Set();
  }

  apply(message) {
    if (message.full) {
      this.rows = new Map();
    }
    for (const row of message.rows) {
      this.rows.set(row.key, row);
    }
    if (message.order) {
      this.order = message.order;
      const known = new Set(message.order);
      for (const key of [...this.rows.keys()]) {
        if (!known.has(key)) {
          this.rows.delete(key);
        }
      }
    }
    this.totals = message.totals || this.totals;
    this.heard(message.now);
    this.changed();
  }

  heard(serverTime) {
    this.skew = serverTime - Date.now();
    this.asOf = serverTime;
    this.link = 'live';
  }

  connection(state) {
    this.link = state;
    this.changed();
  }

  now() {
    return this.link === 'live' ? Date.now() + this.skew : this.asOf ?? Date.now();
  }

  changed() {
    this.listeners.forEach((f) => f());
  }

  list() {
    return this.order.map((key) => this.rows.get(key)).filter(Boolean);
  }
}

const LINKS = {
  lost: 'The connection is lost. The page tries again; what it shows is as of ',
  busy: 'The server has too many viewers. The page tries again; what it shows is as of ',
  refused: 'The address of this page is not valid any more. What it shows is as of ',
  ended: 'The server has ended. What the page shows is as of ',
};

function App({ store }) {
  const [, setDrawn] = useState(0);
  const [text, setText] = useState('');
  const [only, setOnly] = useState('all');
  useEffect(() => {
    const redraw = () => setDrawn((n) => n + 1);
    store.listeners.add(redraw);
    const timer = setInterval(redraw, 1000);
    return () => { store.listeners.delete(redraw); clearInterval(timer); };
  }, []);
  const rows = store.list();
  const totals = store.totals;
  useEffect(() => {
    document.title = totals ? short(totals) + 'Builds' : 'Builds';
  });
  const wanted = rows.filter((r) => matches(r, text.toLowerCase()) && shown(r, only));
  return html`
    ${LINKS[store.link] && html`<p class="banner" role="alert">${LINKS[store.link]}${clock(store.now(), true)}.</p>`}
    <header class="top"><div class="top-line">
      <h1>Builds</h1>
      <span class="headline" id="totals">${totals ? summary(totals) : ''}</span>
    </div></header>
    <main class="fleet">
      <section class="card" aria-labelledby="h-runs">
        <div class="card-head"><h2 id="h-runs">Runs</h2>
          <div class="card-aside filter">
            <span class="muted" role="status">${wanted.length} of ${rows.length}</span>
            <input type="search" aria-label="Find a run" placeholder="Find a run" value=${text} onInput=${(e) => setText(e.target.value)} />
            <select aria-label="Which runs" value=${only} onChange=${(e) => setOnly(e.target.value)}>
              <option value="all">all</option><option value="needed">need attention</option><option value="active">active</option><option value="ended">ended</option>
            </select>
          </div></div>
        ${rows.length === 0 && store.link !== 'connecting' && html`<p class="empty">No run has been reported yet. Runs appear here as soon as a worker reports one.</p>`}
        ${rows.length > 0 && wanted.length === 0 && html`<p class="empty">No run matches.</p>`}
        <ul class="runs">${wanted.map((r) => html`<${Run} key=${r.key} r=${r} now=${store.now()} />`)}</ul>
      </section>
    </main>`;
}

function Run({ r, now }) {
  const known = r.outcome === undefined && (r.fraction > 0 || r.p50 !== undefined);
  return html`<li class="run a-${r.attention}">
    <span class="run-mark" aria-hidden="true">${MARKS[r.attention]}</span>
    <a class="run-name" href=${'runs/' + r.key + '/' + token()}>${r.title || r.run}</a>
    <span class="run-labels muted">${Object.values(r.labels || {}).join(' · ')}</span>
    <span class="run-word">${WORDS[r.attention]}</span>
    <span class="run-share">${known ? html`<${Bar} share=${r.fraction} label=${'Share done of ' + (r.title || r.run)} /><span>${percent(r.fraction)}</span>` : ''}</span>
    <span class="run-time muted">${time(r, now)}</span>
    <span class="run-packages muted">${r.packages ? r.done + ' of ' + r.packages : ''}</span>
    <span class="run-state">${state(r, now)}</span>
    ${NEEDED.includes(r.attention) && r.remedies?.length ? html`<span class="run-remedy">${r.remedies[0]}</span>` : ''}
    ${r.clocks?.length ? html`<span class="run-remedy muted">Clock: ${r.clocks.join(', ')}</span>` : ''}
  </li>`;
}

function time(r, now) {
  if (r.started === undefined) {
    return '';
  }
  const took = brief(Math.max(0, ((r.finished ?? now) - r.started) / 1000));
  if (r.finished !== undefined) {
    return 'took ' + took;
  }
  const rest = r.p50 === undefined ? null : Math.max(0, r.p50 - (now - r.remainingAt) / 1000);
  return rest === null ? took : took + ', about ' + brief(rest) + ' left';
}

function state(r, now) {
  switch (r.attention) {
    case 'failed': return (r.failed ? r.failed + ': ' : '') + (r.why || r.detail || 'failed') + (r.failures > 1 ? ' (and ' + (r.failures - 1) + ' more)' : '');
    case 'question': return r.question;
    case 'silent': return (r.workers > 1 ? r.silent + ' ' : '') + 'silent since ' + clock(r.silentSince) + ' (' + brief((now - r.silentSince) / 1000) + ')';
    case 'critical': case 'warning': return r.advice;
    case 'overdue': return 'longer than usual; ' + doing(r);
    case 'active': return doing(r);
    default: return r.detail || '';
  }
}

function doing(r) {
  const more = r.active - (r.activities?.length || 0);
  return r.activities?.length ? r.activities.join(', ') + (more > 0 ? ' and ' + more + ' more' : '') : '';
}

function matches(r, text) {
  return text === '' || [r.title, r.run, ...Object.values(r.labels || {})].some((t) => (t || '').toLowerCase().includes(text));
}

function shown(r, only) {
  return only === 'all' || (only === 'needed' && NEEDED.includes(r.attention))
    || (only === 'active' && r.outcome === undefined) || (only === 'ended' && r.outcome !== undefined);
}

function summary(t) {
  const parts = [t.active && t.active + ' active', t.failed && t.failed + ' failed', t.succeeded && t.succeeded + ' succeeded',
    t.silent && count(t.silent, 'silent worker', 'silent workers')].filter(Boolean);
  return count(t.runs, 'run', 'runs') + (parts.length ? ': ' + parts.join(', ') : '')
    + (t.packages ? ' · ' + t.installed + ' of ' + count(t.packages, 'package', 'packages') : '');
}

function short(t) {
  return t.failed ? '✗ ' + t.failed + ' failed · ' : t.active ? '▸ ' + t.active + ' active · ' : '';
}

// The page of a run needs the token too. A fragment is sent to no server.
function token() {
  return source.token ? '#token=' + source.token : '';
}

const store = new FleetStore();
const source = new LiveSource(store);
globalThis.pctlFleet = { store };
const root = document.getElementById('page');
root.textContent = '';
render(html`<${App} store=${store} />`, root);
source.start();

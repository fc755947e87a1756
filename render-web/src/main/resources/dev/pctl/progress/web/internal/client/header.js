// The head of the page: what is built, how far it is, when it is done, and how the machine is.

import { html, useState } from './dom.js';
import { clock, count, left, moment, percent, precise, size, ticking } from './format.js';
import { canNotify, isNotifying, setNotifying } from './notify.js';
import { counts, headline, runRemaining } from './words.js';
import { Bar } from './parts.js';

const WORDS = { succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled', unfinished: 'unfinished', skipped: 'skipped' };
const MARKS = { succeeded: '✓', failed: '✗', cancelled: '–', unfinished: '?' };

export function Header({ s, now, live }) {
  const run = s.run;
  const trouble = s.failures.length > 0;
  const kind = run.outcome || (trouble ? 'failed' : 'running');
  const word = run.outcome ? WORDS[run.outcome] : trouble ? 'running, with failures' : 'running';
  return html`<header class="top k-${kind}">
    <div class="top-line">
      <span class="badge k-${kind}"><span aria-hidden="true">${MARKS[run.outcome] || (trouble ? '✗' : '▸')}</span> ${word}</span>
      <h1>${run.title || 'Build'}</h1>
      <span class="headline">${headline(s)}</span>
      ${live && html`<${Notify} />`}
    </div>
    <${Share} s=${s} run=${run} now=${now} kind=${kind} />
    <dl class="facts"><${Facts} s=${s} run=${run} now=${now} /></dl>
  </header>`;
}

function Share({ s, run, now, kind }) {
  const known = run.outcome || run.known;
  const elapsed = run.started === undefined ? null : Math.max(0, ((run.finished ?? now) - run.started) / 1000);
  return html`<div class="share">
    <span class="percent" id="percent">${known ? percent(run.fraction) : '–'}</span>
    <div class="share-main">
      <${Bar} share=${known ? run.fraction : null} kind=${'big k-' + kind} label="Share of the work that is done" />
      <p class="when"><${When} run=${run} now=${now} elapsed=${elapsed} s=${s} /></p>
    </div>
  </div>`;
}

function When({ run, now, elapsed, s }) {
  if (run.outcome) {
    return html`<strong>${WORDS[run.outcome]}</strong>${elapsed === null ? '' : ' after ' + precise(elapsed)}${
      run.finished === undefined ? '' : ', at ' + moment(run.finished, Date.now())}${run.detail ? ' (' + run.detail + ')' : ''}`;
  }
  const rest = runRemaining(run, now);
  const past = elapsed === null ? '' : ticking(elapsed) + ' elapsed';
  if (!rest) {
    return html`${past}${s.worked > 0 ? html`<span class="muted"> · no forecast yet</span>` : ''}`;
  }
  return html`<strong id="remaining">${left(rest.p10, rest.p90)} remaining</strong>, done ${
    rest.p90 < 1 ? 'any moment' : 'between ' + clock(now + rest.p10 * 1000) + ' and ' + clock(now + rest.p90 * 1000)
  } <span class="muted">· ${past} · ${rest.basis}</span>`;
}

// The cost in each currency; a price applies until the worker gets another one.
function costs(run, now) {
  const prices = run.prices || [];
  const sums = new Map();
  prices.forEach((price, i) => {
    const next = prices.slice(i + 1).find((p) => p.worker === price.worker);
    const end = Math.min(next ? next.since : Infinity, run.finished ?? now);
    const sum = sums.get(price.currency) || { spent: 0, perHour: 0 };
    sum.spent += (Math.max(0, end - price.since) / 3600000) * price.perHour;
    sum.perHour += next ? 0 : price.perHour;
    sums.set(price.currency, sum);
  });
  const rest = run.outcome ? null : runRemaining(run, now);
  return [...sums].map(([currency, { spent, perHour }]) => {
    const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'code' });
    const at = (seconds) => money.format(spent + (seconds / 3600) * perHour);
    return at(0) + (run.outcome ? '' : ' so far') + (rest ? ', ' + at(rest.p10) + ' to ' + at(rest.p90) + ' in all' : '');
  });
}

function Facts({ s, run, now }) {
  const facts = [['Packages', s.list.length === 0 ? 'none yet' : counts(s)]];
  for (const machine of s.machines) {
    for (const disk of machine.disks || []) {
      const several = machine.disks.length > 1 ? ' ' + disk.path : '';
      facts.push(['Disk' + several, size(disk.used) + ' of ' + size(disk.total) + ' (' + percent(disk.full) + ' full)'
        + (disk.verdict === 'at-risk' ? ', at risk' : disk.verdict === 'safe' ? ', safe' : '')]);
    }
    if (machine.memory) {
      facts.push(['Memory', size(machine.memory.used) + ' of ' + size(machine.memory.total)]);
    }
    if (machine.cpu && machine.cpu.share !== undefined) {
      facts.push(['Processors', percent(machine.cpu.share) + ' of ' + count(machine.cpu.cores, 'core', 'cores')]);
    }
  }
  if (s.machines.length > 1) {
    facts.push(['Workers', String(s.machines.length)]);
  }
  for (const cost of costs(run, now)) {
    facts.push(['Cost', cost]);
  }
  for (const [name, value] of Object.entries(run.labels || {}).slice(0, 6)) {
    facts.push([name, value]);
  }
  return facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`);
}

function Notify() {
  const [on, setOn] = useState(isNotifying());
  if (!canNotify()) {
    return null;
  }
  const toggle = async () => setOn(await setNotifying(!on));
  return html`<button class="small notify" aria-pressed=${on} onClick=${toggle}>${on ? 'Will notify' : 'Notify me'}</button>`;
}

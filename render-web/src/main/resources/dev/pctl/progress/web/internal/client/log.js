// The log of a package: real text, loaded part by part, with search, folding, follow, copy and download.

import { html, useEffect, useLayoutEffect, useRef, useState } from './dom.js';
import { plain, precise, size } from './format.js';
import { METHODS, STATES, busy, elapsed, isActive, spec, state, times } from './words.js';
import { Copy, State } from './parts.js';
import { save } from './source.js';

// Lines that are in the document at once. What is further away is loaded again when it is needed.
const MOST_LINES = 20000;

// Milliseconds between two looks at a log that grows.
const POLL = 1500;

const TROUBLE = /\b(error|fatal|failed|undefined reference|cannot find)\b/i;
const WARNING = /\bwarning\b/i;
const SECTION = /^==> /;

export function LogPanel({ what, s, now, source, close }) {
  const pkg = what.pkg && s.list.find((p) => p.key === what.pkg);
  const closer = useRef(null);
  const name = pkg ? spec(pkg) : what.path || 'Output of the run';
  useEffect(() => {
    const before = document.activeElement;
    closer.current.focus();
    const onKey = (e) => { if (e.key === 'Escape') close(); };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      before?.focus?.();
    };
  }, []);
  const parameters = what.pkg ? { pkg: what.pkg } : what.path ? { path: what.path } : {};
  return html`<div class="panel" role="dialog" aria-label="Log of ${name}">
    <div class="panel-head">
      <h2>${pkg && html`<${State} pkg=${pkg} />`} ${name}</h2>
      <button class="small" ref=${closer} onClick=${close}>Close</button>
    </div>
    ${pkg && html`<${About} p=${pkg} now=${now} />`}
    <${Log} key=${JSON.stringify(parameters)} parameters=${parameters} source=${source} grows=${pkg ? isActive(pkg) : !s.run.outcome} name=${name}/>
  </div>`;
}

function About({ p, now }) {
  const time = isActive(p) ? busy(p) + ', ' + times(p, now) : elapsed(p, now) === null ? '' : precise(elapsed(p, now));
  const phases = (p.phases || []).filter((x) => x.stated !== undefined || (x.started !== undefined && x.finished !== undefined))
    .map((x) => x.name + ' ' + precise(x.stated ?? (x.finished - x.started) / 1000));
  return html`<p class="about">${[STATES[state(p)], METHODS[p.method], time, phases.join(', ')].filter(Boolean).join(' · ')}
    ${p.because && html`<br/>Not built because ${p.because} failed.`}</p>`;
}

function Log({ parameters, source, grows, name }) {
  const [part, setPart] = useState(null);
  const [error, setError] = useState('');
  const [query, setQuery] = useState('');
  const [hits, setHits] = useState(null);
  const [hit, setHit] = useState(0);
  const [follow, setFollow] = useState(true);
  const [folded, setFolded] = useState(false);
  const box = useRef(null);

  const load = async (more, place) => {
    try {
      const data = await source.log({ ...parameters, ...more });
      setPart((old) => place(old, data));
      setError('');
    } catch (e) {
      setError(e.message || 'The log cannot be loaded.');
    }
  };
  const replace = (old, data) => (data.recent ? recent(data) : { lines: lines(data.text), from: data.from, to: data.to, size: data.size });
  useEffect(() => { load({}, replace); }, []);
  useEffect(() => {
    if (!grows || !follow) return undefined;
    const timer = setInterval(() => load(part && !part.recent ? { from: part.to } : {}, (old, data) => (data.recent || !old || old.recent ? replace(old, data) : append(old, data))), POLL);
    return () => clearInterval(timer);
  }, [grows, follow, part]);
  useLayoutEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [part, follow]);

  const search = async (e) => {
    e.preventDefault();
    if (!query) { setHits(null); return; }
    setFollow(false);
    setFolded(false);
    const wanted = query.toLowerCase();
    if (!part || part.recent) {
      const found = (part ? part.lines : []).map((text, i) => ({ text, i })).filter((x) => x.text.toLowerCase().includes(wanted));
      setHits({ hits: found });
      go(found, 0);
      return;
    }
    try {
      const data = await source.log({ ...parameters, q: query });
      setHits({ hits: data.hits || [], more: data.more });
      go(data.hits || [], 0);
    } catch (x) {
      setError(x.message);
    }
  };
  const go = async (list, to) => {
    if (list.length === 0) return;
    const at = (to + list.length) % list.length;
    setHit(at);
    const target = list[at];
    if (target.at !== undefined) {
      await load({ from: target.at }, replace);
    }
    requestAnimationFrame(() => {
      const el = box.current && box.current.querySelector(target.i === undefined ? '[data-i="0"]' : `[data-i="${target.i}"]`);
      el?.scrollIntoView({ block: target.i === undefined ? 'start' : 'center' });
    });
  };
  const earlier = () => {
    setFollow(false);
    load({ before: part.from }, (old, data) => ({ ...old, from: data.from, lines: lines(data.text).concat(old.lines).slice(0, MOST_LINES) }));
  };
  const download = async () => {
    try {
      if (part.recent) save(new Blob([part.lines.join('\n') + '\n'], { type: 'text/plain' }), fileName(name));
      else await source.download(parameters, fileName(name));
    } catch (e) {
      setError(e.message);
    }
  };
  return html`<div class="log-tools">
      <form role="search" onSubmit=${search}><input type="search" aria-label="Search in the log" placeholder="Search" value=${query} onInput=${(e) => setQuery(e.target.value)}/>
        <button class="small">Search</button></form>
      ${hits && html`<span class="hits" role="status">${hits.hits.length === 0 ? 'Not found' : (hit + 1) + ' of ' + hits.hits.length + (hits.more ? '+' : '')}</span>
        ${hits.hits.length > 1 && html`<button class="small" aria-label="Previous hit" onClick=${() => go(hits.hits, hit - 1)}>↑</button><button class="small" aria-label="Next hit" onClick=${() => go(hits.hits, hit + 1)}>↓</button>`}`}
      <span class="space"></span>
      <button class="small" aria-pressed=${folded} onClick=${() => setFolded(!folded)}>${folded ? 'Unfold' : 'Fold'}</button>
      <button class="small" aria-pressed=${follow} onClick=${() => { setFollow(!follow); if (!follow) load({}, replace); }}>${grows ? 'Follow' : 'To the end'}</button>
      <${Copy} text=${() => (part ? part.lines : []).map(plain).join('\n')} />
      <button class="small" disabled=${!part} onClick=${download}>Download</button>
    </div>
    ${error && html`<p class="error" role="alert">${error}</p>`}
    ${part && part.recent && part.lines.length > 0 && html`<p class="muted note">${part.kept ? 'The lines that the report keeps.' : 'The newest lines. The whole log is shown where the host allows it.'}</p>`}
    <div class="log" ref=${box} tabindex="0" role="log" aria-live="off" aria-label="Lines of the log">
      ${!part && !error && html`<p class="muted">Loading the log.</p>`}
      ${part && part.lines.length === 0 && html`<p class="empty">No output is kept of this package.</p>`}
      ${part && !part.recent && part.from > 0 && html`<button class="link" onClick=${earlier}>Load earlier lines (${size(part.from)} before these)</button>`}
      ${part && html`<${Lines} lines=${part.lines} wanted=${hits ? query.toLowerCase() : ''} folded=${folded} />`}
      ${part && !part.recent && part.to < part.size && !follow && html`<button class="link" onClick=${() => load({ from: part.to }, append)}>Load later lines</button>`}
    </div>`;
}

// Lines in sections, which fold where the build system begins a phase.
function Lines({ lines: all, wanted, folded }) {
  const sections = [];
  all.forEach((text, i) => {
    if (sections.length === 0 || SECTION.test(text)) sections.push({ title: SECTION.test(text) ? text : '', from: i, lines: [] });
    sections.at(-1).lines.push(text);
  });
  return sections.map((x) => {
    const body = html`<div class="block">${x.lines.map((text, k) => html`<${Line} key=${k} text=${text} i=${x.from + k} wanted=${wanted}/>`)}</div>`;
    return folded && x.lines.length > 3
      ? html`<details><summary>${plain(x.title) || 'Beginning'} <span class="muted">(${x.lines.length} lines)</span></summary>${body}</details>` : body;
  });
}

function Line({ text, i, wanted }) {
  const shown = plain(text);
  const kind = TROUBLE.test(shown) ? 'l-error' : WARNING.test(shown) ? 'l-warn' : SECTION.test(shown) ? 'l-section' : '';
  if (!wanted) {
    return html`<div class="l ${kind}" data-i=${i}>${shown || '\u00a0'}</div>`;
  }
  const pieces = [];
  const low = shown.toLowerCase();
  let at = 0;
  for (let next = low.indexOf(wanted); next >= 0 && pieces.length < 100; next = low.indexOf(wanted, at)) {
    pieces.push(shown.slice(at, next), html`<mark>${shown.slice(next, next + wanted.length)}</mark>`);
    at = next + wanted.length;
  }
  return html`<div class="l ${kind}" data-i=${i}>${pieces}${shown.slice(at) || (pieces.length ? '' : '\u00a0')}</div>`;
}

function lines(text) {
  const list = text.split('\n');
  if (list.at(-1) === '') list.pop();
  return list;
}

function recent(data) {
  return { recent: true, kept: data.kept, lines: data.lines || [] };
}

function append(old, data) {
  if (data.from < old.to) {
    return { ...old, lines: lines(data.text), from: data.from, to: data.to, size: data.size };
  }
  const all = old.lines.concat(lines(data.text));
  return { ...old, lines: all.length > MOST_LINES ? all.slice(-MOST_LINES) : all, to: data.to, size: data.size };
}

function fileName(name) {
  return name.replace(/[^\w.@+-]+/g, '_') + '.log';
}

// Says what failed, why, where to look, what it means, and what to do: what the terminal says, with more of the log.

import { html, useState } from './dom.js';
import { RETRY, failed, lost } from './words.js';
import { count, plain } from './format.js';
import { Copy } from './parts.js';

// Lines around the decisive one that are shown at first.
const AROUND = 3;

const MOST_NAMES = 6;

export function Failures({ s, open }) {
  return s.failures.map((f, i) => html`<${Failure} key=${i + (f.pkg || '')} f=${f} s=${s} open=${open} number=${i} />`);
}

function Failure({ f, s, open, number }) {
  const id = 'failure-' + number;
  const pkg = f.pkg && s.list.find((p) => p.id === f.pkg);
  return html`<section class="card failure" aria-labelledby=${id}>
    <div class="card-head"><h2 id=${id}><span class="mark" aria-hidden="true">✗</span> ${failed(f)}</h2>
      <div class="card-aside">
        <${Copy} text=${() => asText(f)} label="Copy report" />
        ${(pkg || f.log) && html`<button class="small" onClick=${() => open(pkg ? { pkg: pkg.key } : { path: f.log })}>Open log</button>`}
      </div></div>
    <p class="why"><span class="sr">Why: </span>${f.why}</p>
    <${Excerpt} f=${f} />
    ${f.location && html`<p class="where">Log: <code>${f.location}</code></p>`}
    <${Impact} f=${f} />
    ${f.remedies && html`<div class="fix"><h3>Fix</h3><ol>${f.remedies.map((r) => html`<li>${r}</li>`)}</ol></div>`}
    ${f.retry && html`<p class="retry"><strong>Retry:</strong> ${RETRY[f.retry]}</p>`}
  </section>`;
}

function Excerpt({ f }) {
  const [all, setAll] = useState(false);
  const lines = f.excerpt || [];
  if (lines.length === 0) {
    return f.message && f.message !== f.why
      ? html`<pre class="excerpt" tabindex="0"><span class="line decisive"><b>&gt;</b>${plain(f.message)}</span></pre>` : null;
  }
  const middle = f.decisive ?? lines.length - 1;
  const from = all ? 0 : Math.max(0, middle - (f.decisive === undefined ? 7 : AROUND));
  const to = all ? lines.length : Math.min(lines.length, middle + AROUND + 1);
  return html`<pre class="excerpt" tabindex="0" aria-label="Lines of the log">${lines.slice(from, to).map((line, i) => {
    const at = from + i;
    const decisive = at === f.decisive;
    return html`<span class="line ${decisive ? 'decisive' : ''}"><b>${decisive ? '>' : ' '}</b><i>${
      f.excerptLine ? f.excerptLine + at : ''}</i>${plain(line)}\n</span>`;
  })}</pre>
  ${lines.length > to - from || all ? html`<button class="link" onClick=${() => setAll(!all)}>${
    all ? 'Show less' : 'Show all ' + lines.length + ' lines'}</button>` : null}`;
}

function Impact({ f }) {
  const names = f.blocked || [];
  const time = lost(f);
  const rest = f.blockedCount - Math.min(MOST_NAMES, names.length);
  const parts = [];
  if (f.blockedCount > 0) {
    parts.push('Also not built: ' + names.slice(0, MOST_NAMES).join(', ') + (rest > 0 ? ' and ' + rest + ' more' : ''));
  }
  if (f.kept > 0) {
    parts.push('Kept: ' + f.kept + (f.kept === 1 ? ' installed package' : ' installed packages'));
  }
  if (time) {
    parts.push('Time lost: ' + time);
  }
  return parts.map((p) => html`<p class="impact">${p}</p>`);
}

function asText(f) {
  return [failed(f), 'Why: ' + f.why, f.location ? 'Log: ' + f.location : '',
    ...(f.excerpt || []).map((line, i) => (i === f.decisive ? '> ' : '  ') + plain(line)),
    ...(f.remedies || []).map((r, i) => 'Fix ' + (i + 1) + ': ' + r),
    f.retry ? 'Retry: ' + RETRY[f.retry] : ''].filter(Boolean).join('\n');
}

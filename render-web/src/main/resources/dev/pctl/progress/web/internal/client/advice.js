// Advice with its question. Viewers answer where the host lets them.

import { html, useState } from './dom.js';
import { ticking } from './format.js';

const MARKS = { info: 'i', warning: '!', critical: '!!' };

export function AdviceList({ s, now, source }) {
  return s.advice.map((a) => html`<${Advice} key=${a.id} a=${a} now=${now} source=${source} />`);
}

function Advice({ a, now, source }) {
  return html`<section class="card advice a-${a.severity}" aria-label=${a.severity + ': ' + a.seen}>
    <p class="seen"><span class="mark" aria-hidden="true">${MARKS[a.severity]}</span><strong>${a.seen}</strong></p>
    ${a.why && html`<p>${a.why}</p>`}
    ${a.remedies && html`<ol>${a.remedies.map((r) => html`<li>${r}</li>`)}</ol>`}
    ${a.question && html`<${Question} a=${a} now=${now} source=${source} />`}
  </section>`;
}

function Question({ a, now, source }) {
  const [error, setError] = useState('');
  const [sent, setSent] = useState(null);
  const q = a.question;
  if (a.decision) {
    return html`<p class="answer">${q.text} <strong>${a.decision}</strong></p>`;
  }
  if (q.until === undefined) {
    return null;
  }
  const answer = async (choice) => {
    setSent(choice);
    setError('');
    try {
      await source.decide(a.id, choice);
    } catch (e) {
      setSent(null);
      setError(e.message);
    }
  };
  const left = Math.max(0, (q.until - now) / 1000);
  return html`<div class="question"><span>${q.text}</span>
    ${q.answerable && source.canAsk
      ? q.choices.map((c) => html`<button disabled=${sent !== null} onClick=${() => answer(c)}>${c[0].toUpperCase() + c.slice(1)}</button>`)
      : html`<span class="muted">It is asked elsewhere.</span>`}
    <span class="muted">${sent ? 'Sent: ' + sent : 'Without an answer: ' + q.otherwise + ' in ' + ticking(left)}</span>
    ${error && html`<span class="error" role="alert">${error}</span>`}</div>`;
}

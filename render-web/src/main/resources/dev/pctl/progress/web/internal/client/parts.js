// Small parts that several views use.

import { html, useLayoutEffect, useRef, useState } from './dom.js';
import { METHODS, STATES, fraction, mark, spec, state } from './words.js';
import { percent } from './format.js';

export function Card({ title, aside, children, name }) {
  const id = 'h-' + name;
  return html`<section class="card ${name}" aria-labelledby=${id}>
    <div class="card-head"><h2 id=${id}>${title}</h2>${aside && html`<div class="card-aside">${aside}</div>`}</div>
    ${children}
  </section>`;
}

export function Empty({ children }) {
  return html`<p class="empty">${children}</p>`;
}

export function Bar({ share, kind, label }) {
  return html`<div class="bar ${kind || ''}" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100"
    aria-valuenow=${share === null ? undefined : Math.floor(share * 100)}>
    <i style=${{ width: (share === null ? 0 : share * 100) + '%' }}></i></div>`;
}

export function State({ pkg }) {
  const s = state(pkg);
  return html`<span class="state s-${s}" title=${STATES[s]}><b aria-hidden="true">${mark(pkg)}</b><span class="sr">${STATES[s]}</span></span>`;
}

export function Method({ pkg }) {
  return html`${METHODS[pkg.method] || ''}`;
}

export function share(pkg, now) {
  const f = fraction(pkg, now);
  return f === null ? '' : percent(f);
}

// The width of an element, in pixels.
export function useWidth() {
  const ref = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver((entries) => setWidth(Math.round(entries[0].contentRect.width)));
    observer.observe(ref.current);
    setWidth(Math.round(ref.current.clientWidth));
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

export function Copy({ text, label }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await copyText(text());
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return html`<button class="small" onClick=${copy}>${done ? 'Copied' : label || 'Copy'}</button>`;
}

// The clipboard's interface is there only in secure contexts, which a page from a file is not.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

// A list of which only the visible rows are in the document. The parent scrolls.
export function useRows(ref, total, height) {
  const [range, setRange] = useState([0, 60]);
  useLayoutEffect(() => {
    const box = ref.current;
    const update = () => {
      const first = Math.max(0, Math.floor(box.scrollTop / height) - 10);
      const last = Math.min(total, Math.ceil((box.scrollTop + box.clientHeight) / height) + 10);
      setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]));
    };
    update();
    box.addEventListener('scroll', update, { passive: true });
    const observer = new ResizeObserver(update);
    observer.observe(box);
    return () => {
      box.removeEventListener('scroll', update);
      observer.disconnect();
    };
  }, [total, height]);
  return range;
}

export function title(pkg) {
  return spec(pkg) + (pkg.hash ? ' /' + pkg.hash.slice(0, 7) : '');
}

// The tab's title and icon, and a notification when the run ends or fails.

import { percent } from './format.js';

const COLORS = { running: '#2f6fde', succeeded: '#1a7f37', failed: '#cf222e', cancelled: '#6e7781', unfinished: '#6e7781' };
const MARKS = { succeeded: '✓', failed: '✗', cancelled: '–', unfinished: '?' };

let shown = '';

export function showInTab(run, hasFailure) {
  const outcome = run.outcome || (hasFailure ? 'failed' : 'running');
  const share = run.outcome ? 1 : run.known ? run.fraction : 0;
  const key = [outcome, Math.floor(share * 100), run.title, run.known, run.outcome].join();
  if (key === shown) {
    return;
  }
  shown = key;
  const word = run.outcome ? MARKS[run.outcome] + ' ' : (hasFailure ? '✗ ' : '') + (run.known ? percent(share) + ' ' : '');
  document.title = word + (run.title || 'Build');
  document.querySelector('link[rel="icon"]').href = icon(outcome, share, run.outcome);
}

function icon(outcome, share, ended) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const c = canvas.getContext('2d');
  const color = COLORS[outcome];
  c.lineWidth = 12;
  c.strokeStyle = '#8c959f66';
  c.beginPath();
  c.arc(32, 32, 25, 0, 2 * Math.PI);
  c.stroke();
  c.strokeStyle = color;
  c.beginPath();
  c.arc(32, 32, 25, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * Math.max(0.02, share));
  c.stroke();
  if (ended || outcome === 'failed') {
    c.fillStyle = color;
    c.font = 'bold 34px sans-serif';
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText(MARKS[outcome] || '', 32, 34);
  }
  return canvas.toDataURL();
}

export function canNotify() {
  return 'Notification' in globalThis && Notification.permission !== 'denied' && isSecureContext;
}

export function isNotifying() {
  return canNotify() && Notification.permission === 'granted' && sessionStorage.getItem('notify') === 'yes';
}

export async function setNotifying(wanted) {
  const allowed = wanted && (await Notification.requestPermission()) === 'granted';
  sessionStorage.setItem('notify', allowed ? 'yes' : 'no');
  return allowed;
}

export function notify(title, body) {
  if (isNotifying()) {
    new Notification(title, { body, tag: 'pctl-progress' });
  }
}

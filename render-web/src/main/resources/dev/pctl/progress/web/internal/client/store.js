// What the page knows of the run: sections, packages and curves, as the server sends them.

import { isActive, isFound, state as stateOf } from './words.js';

const EMPTY_LIST = { items: [] };

export class Store {
  constructor() {
    this.sections = {};
    this.packages = new Map();
    this.curves = new Map();
    this.version = 0;
    this.skew = 0;
    this.link = { state: 'connecting', since: Date.now() };
    this.listeners = new Set();
    this.derived = null;
  }

  // Takes a snapshot or a change.
  apply(message) {
    if (message.full) {
      this.sections = {};
      this.packages = new Map();
      this.curves = new Map();
    }
    Object.assign(this.sections, message.set);
    for (const pkg of message.packages || []) {
      this.packages.set(pkg.key, pkg);
    }
    for (const key of message.removed || []) {
      this.packages.delete(key);
    }
    for (const [name, part] of Object.entries(message.curves || {})) {
      const old = this.curves.get(name);
      this.curves.set(name, part.all || !old
        ? { t: part.t, v: part.v }
        : { t: old.t.concat(part.t), v: old.v.concat(part.v) });
    }
    this.version = message.version;
    this.heard(message.now);
    this.derived = null;
    this.changed();
  }

  heard(serverTime) {
    this.skew = serverTime - Date.now();
    this.asOf = serverTime;
    if (this.link.state !== 'ended') {
      this.link = { state: 'live', since: Date.now() };
    }
  }

  connection(state) {
    if (this.link.state !== state) {
      this.link = { state, since: Date.now() };
      this.changed();
    }
  }

  // The server's time. That of a finished run, or of a page that was cut off, is the time of the last message.
  now() {
    const run = this.sections.run;
    if (run && run.finished !== undefined) {
      return run.finished;
    }
    return this.link.state === 'live' || this.asOf === undefined ? Date.now() + this.skew : this.asOf;
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed() {
    this.listeners.forEach((listener) => listener());
  }

  // Everything in the form in which the views want it. Made once for each message.
  view() {
    if (!this.derived) {
      this.derived = derive(this);
    }
    return this.derived;
  }
}

function derive(store) {
  const s = store.sections;
  const list = [...store.packages.values()].sort((a, b) =>
    (a.attempt === 0 && !a.outcome) - (b.attempt === 0 && !b.outcome) || a.place - b.place);
  const items = (name) => (s[name] || EMPTY_LIST).items || [];
  const outlook = s.outlook || {};
  return {
    run: s.run || null,
    list,
    active: list.filter(isActive),
    worked: list.filter((p) => p.attempt > 0).length,
    counts: counts(list),
    stages: items('stages'),
    roots: items('roots'),
    machines: items('machines'),
    advice: items('advice'),
    failures: items('failures'),
    output: items('output'),
    outlook,
    review: s.review || {},
    critical: new Set(outlook.criticalPath || []),
    curves: store.curves,
  };
}

function counts(list) {
  const c = { all: 0, done: 0, active: 0, waiting: 0, failed: 0, other: 0, found: 0 };
  for (const pkg of list) {
    const state = stateOf(pkg);
    if (state === 'found' || isFound(pkg)) {
      c.found++;
      continue;
    }
    c.all++;
    if (state === 'succeeded') c.done++;
    else if (state === 'running' || state === 'waiting') c.active++;
    else if (state === 'planned') c.waiting++;
    else if (state === 'failed') c.failed++;
    else c.other++;
  }
  return c;
}

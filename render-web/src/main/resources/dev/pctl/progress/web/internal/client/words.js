// What the page says of a package or a run. Follows the terminal's wording.

import { count, left, percent, precise, range, ticking } from './format.js';

export const STATES = {
  planned: 'waiting',
  running: 'in work',
  waiting: 'waiting for a lock',
  succeeded: 'done',
  found: 'already there',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
  unfinished: 'unfinished',
};

export const METHODS = {
  'source': 'from source',
  'binary-cache': 'from binary cache',
  'download': 'downloaded',
  'external': 'external',
  'already-installed': 'already installed',
};

const MARKS = { planned: '·', running: '▸', waiting: '‖', succeeded: '✓', found: '=', failed: '✗', cancelled: '–', skipped: '⊘', unfinished: '?' };

export function spec(pkg) {
  return pkg.version ? pkg.name + '@' + pkg.version : pkg.name;
}

export function isFound(pkg) {
  return pkg.method === 'external' || pkg.method === 'already-installed';
}

export function isActive(pkg) {
  return pkg.attempt > 0 && !pkg.outcome;
}

export function state(pkg) {
  if (!pkg.outcome) {
    return pkg.attempt === 0 ? (isFound(pkg) ? 'found' : 'planned') : busy(pkg) === 'waiting' ? 'waiting' : 'running';
  }
  return pkg.outcome === 'succeeded' && isFound(pkg) ? 'found' : pkg.outcome;
}

export function mark(pkg) {
  return MARKS[state(pkg)];
}

export function currentPhase(pkg) {
  const last = pkg.phases && pkg.phases.at(-1);
  return last && !last.outcome ? last : null;
}

export function busy(pkg) {
  const phase = currentPhase(pkg);
  return phase ? phase.name : pkg.activity || (pkg.phases ? 'finishing' : 'preparing');
}

export function elapsed(pkg, now) {
  if (pkg.stated !== undefined) {
    return pkg.stated;
  }
  return pkg.started === undefined ? null : Math.max(0, ((pkg.finished ?? now) - pkg.started) / 1000);
}

// From this share of the expected time on, the share grows ever more slowly.
const STRAIGHT = 0.9;

export function fraction(pkg, now) {
  if (pkg.outcome === 'succeeded') {
    return 1;
  }
  const pace = pkg.pace;
  if (!pace) {
    return null;
  }
  const at = pkg.finished !== undefined ? Math.min(pkg.finished, now) : now;
  let passed = 0;
  if (pace.end !== undefined && at > pace.since) {
    const share = (at - pace.since) / Math.max(1, pace.end - pace.since);
    const behind = 1 - STRAIGHT;
    passed = share <= STRAIGHT ? share : 1 - behind * Math.exp((STRAIGHT - share) / behind);
  }
  return Math.min(0.99, pace.reached + (1 - pace.reached) * passed);
}

export function steps(pkg) {
  const phase = currentPhase(pkg);
  const s = phase && phase.steps;
  if (!s) {
    return '';
  }
  const unit = s.item && busy(pkg) === 'build' ? 'file' : 'step';
  if (!s.total) {
    return count(s.done, unit, unit + 's') + ' done';
  }
  const share = percent(Math.min(1, s.done / s.total));
  if (s.sure && s.total === 100) {
    return share;
  }
  const about = s.sure ? '' : '~';
  return s.done + ' of ' + about + s.total + ' ' + unit + 's (' + about + share + ')';
}

export function remaining(pkg, now) {
  const total = pkg.forecast;
  const past = elapsed(pkg, now);
  if (!total || past === null) {
    return '';
  }
  if (past >= total.p90) {
    return 'longer than the usual ' + range(total.p10, total.p90);
  }
  return left(Math.max(0, total.p10 - past), total.p90 - past) + ' remaining';
}

export function times(pkg, now) {
  const past = elapsed(pkg, now);
  if (past === null) {
    return '';
  }
  const rest = remaining(pkg, now);
  return ticking(past) + ' elapsed' + (rest ? ', ' + rest : '');
}

// The forecast of the whole run, less the time since it was made; null if there is none.
export function runRemaining(run, now) {
  const r = run && run.remaining;
  if (!r || run.outcome) {
    return null;
  }
  const since = Math.max(0, (now - r.at) / 1000);
  const less = (seconds) => Math.max(0, seconds - since);
  return { p10: less(r.p10), p50: less(r.p50), p90: less(r.p90), basis: r.basis };
}

export function headline(s) {
  const run = s.run || {};
  const stage = s.stages.filter((x) => !x.outcome).at(-1);
  if (stage) {
    return stage.title + counter(stage);
  }
  const root = s.roots.filter((x) => !x.outcome).at(-1);
  if (root && !run.outcome) {
    return 'Installing ' + root.spec + counter(root);
  }
  if (run.outcome) {
    return '';
  }
  if (s.active.length === 1) {
    return 'Installing ' + spec(s.active[0]) + counter(s.active[0]);
  }
  if (s.roots.length > 0 || s.worked > 0) {
    return 'Installing software';
  }
  return run.stated || (s.list.length === 0 && s.output.length === 0
    ? 'Waiting for the first output of the build'
    : 'Working out what is to be installed');
}

function counter(item) {
  return item.index && item.total ? ' [' + item.index + '/' + item.total + ']' : '';
}

export function counts(s) {
  const c = s.counts;
  const parts = [c.done + ' of ' + c.all + ' done'];
  if (c.active) parts.push(c.active + ' in work');
  if (c.waiting) parts.push(c.waiting + (s.run.outcome ? ' not begun' : ' waiting'));
  if (c.failed) parts.push(c.failed + ' failed');
  if (c.other) parts.push(c.other + ' not built');
  return parts.join(', ');
}

export function usual(forecast) {
  return forecast ? 'usually ' + range(forecast.p10, forecast.p90) + ', ' + forecast.basis : '';
}

// The words of the terminal's block; a test compares both.

export function cause(failure) {
  if (failure.cause === 'unknown') return failure.why === 'The log gives no reason' ? 'cause unknown' : '';
  return failure.cause.replaceAll('-', ' ');
}

export function failed(failure) {
  const because = cause(failure);
  return failure.subject + ' failed' + (failure.phase ? ' in the ' + failure.phase + ' phase' : '')
    + (because === '' || because === failure.phase ? '' : ' (' + because + ')');
}

export const RETRY = {
  'yes': 'yes, it may work the next time',
  'after-fix': 'yes, after the fix',
  'no': 'no, it would fail the same way',
};

export function lost(failure) {
  return failure.lost >= 1 ? precise(failure.lost) : null;
}

// The one way in which sizes, times, ranges and shares are written. The terminal writes them the same way.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

export function size(bytes) {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const whole = unit === 0 || value >= 99.95 || Math.abs(value - Math.round(value)) < 0.05;
  return value.toFixed(whole ? 0 : 1) + ' ' + UNITS[unit];
}

export function sizes(from, to) {
  const low = size(from);
  const high = size(to);
  if (low === high) {
    return high;
  }
  const unit = low.indexOf(' ');
  return (high.endsWith(low.slice(unit)) ? low.slice(0, unit) : low) + '–' + high;
}

// Rounded down, so that 100% means all of it.
export function percent(share) {
  return Math.floor(Math.max(0, Math.min(1, share)) * 100 + 1e-9) + '%';
}

function hours(minutes) {
  return Math.floor(minutes / 60) + 'h' + String(minutes % 60).padStart(2, '0') + 'm';
}

export function brief(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) {
    return s + 's';
  }
  const minutes = Math.round(s / 60);
  return minutes < 60 ? minutes + 'm' : hours(minutes);
}

export function precise(seconds) {
  const s = Math.max(0, seconds);
  if (s < 9.95) {
    return s.toFixed(1) + 's';
  }
  const whole = Math.round(s);
  if (whole < 60) {
    return whole + 's';
  }
  return whole < 3600
    ? Math.floor(whole / 60) + 'm' + String(whole % 60).padStart(2, '0') + 's'
    : hours(Math.floor(whole / 60));
}

// A length of time that grows, in whole seconds so that it does not flicker.
export function ticking(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 60 ? whole + 's' : precise(whole);
}

export function range(from, to) {
  const low = brief(from);
  const high = brief(to);
  if (low === high) {
    return high;
  }
  const sameUnit = low.at(-1) === high.at(-1) && !low.includes('h') && !high.includes('h');
  return (sameUnit ? low.slice(0, -1) : low) + '–' + high;
}

export function left(from, to) {
  return Math.floor(from) === 0 ? 'up to ' + brief(to) : '~' + range(from, to);
}

export function count(number, one, several) {
  return number + ' ' + (number === 1 ? one : several);
}

function two(number) {
  return String(number).padStart(2, '0');
}

export function clock(time, seconds) {
  const date = new Date(time);
  const minutes = two(date.getHours()) + ':' + two(date.getMinutes());
  return seconds ? minutes + ':' + two(date.getSeconds()) : minutes;
}

// The date is added where it is not today's.
export function moment(time, now) {
  const date = new Date(time);
  const sameDay = date.toDateString() === new Date(now).toDateString();
  return sameDay ? clock(time) : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }) + ' ' + clock(time);
}

export function ago(seconds) {
  const days = Math.floor(seconds / 86400);
  if (days >= 365) return count(Math.floor(days / 365), 'year', 'years') + ' ago';
  if (days >= 60) return count(Math.floor(days / 30), 'month', 'months') + ' ago';
  if (days >= 7) return count(Math.floor(days / 7), 'week', 'weeks') + ' ago';
  if (days >= 1) return count(days, 'day', 'days') + ' ago';
  if (seconds >= 3600) return count(Math.floor(seconds / 3600), 'hour', 'hours') + ' ago';
  return seconds >= 60 ? count(Math.floor(seconds / 60), 'minute', 'minutes') + ' ago' : 'just now';
}

const CONTROL = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

// Text of a log without control sequences and without characters that change the reading direction.
export function plain(text) {
  return text.replace(CONTROL, '');
}

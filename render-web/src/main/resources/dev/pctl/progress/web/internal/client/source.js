// Where the page gets its data: from the server that serves it, or from the file that it is.

const TOKEN = 'X-Progress-Token';

// The first wait after a lost connection, and the longest, in milliseconds.
const FIRST_WAIT = 500;
const LONGEST_WAIT = 10000;

// A sign of life comes every 10 s. After this long without one the connection counts as lost.
const SILENCE = 25000;

export class LiveSource {
  constructor(store) {
    this.store = store;
    this.token = takeToken();
    this.lastId = null;
    this.canAsk = true;
  }

  headers(more) {
    return this.token ? { [TOKEN]: this.token, ...more } : { ...more };
  }

  async start() {
    let wait = FIRST_WAIT;
    for (;;) {
      let outcome = 'lost';
      try {
        outcome = await this.listen(() => { wait = FIRST_WAIT; });
      } catch {
        // The connection is gone. The next attempt says whether the server is.
      }
      if (outcome === 'ended' || outcome === 'refused') {
        this.store.connection(outcome);
        return;
      }
      this.store.connection('lost');
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, wait);
        addEventListener('online', () => { clearTimeout(timer); resolve(); }, { once: true });
      });
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  }

  async listen(onData) {
    const abort = new AbortController();
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), SILENCE);
    };
    alive();
    try {
      const more = this.lastId ? { 'Last-Event-ID': this.lastId } : {};
      const response = await fetch('api/events', { headers: this.headers(more), signal: abort.signal, cache: 'no-store' });
      if (response.status === 401 || response.status === 403 || response.status === 421) {
        return 'refused';
      }
      if (!response.ok) {
        this.store.connection(response.status === 503 ? 'busy' : 'lost');
        return 'lost';
      }
      return await this.read(response.body.getReader(), () => { alive(); onData(); });
    } finally {
      clearTimeout(timer);
    }
  }

  async read(reader, onData) {
    const decoder = new TextDecoder();
    let pieces = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return 'lost';
      }
      onData();
      pieces.push(decoder.decode(value, { stream: true }));
      const last = pieces.at(-1);
      if (!last.includes('\n\n') && !(last.startsWith('\n') && pieces.length > 1)) {
        continue;
      }
      const events = pieces.join('').split('\n\n');
      pieces = [events.pop()];
      for (const event of events) {
        if (this.take(event) === 'ended') {
          return 'ended';
        }
      }
    }
  }

  take(event) {
    const fields = {};
    for (const line of event.split('\n')) {
      const colon = line.indexOf(': ');
      fields[line.slice(0, colon)] = line.slice(colon + 2);
    }
    if (fields.event === 'end') {
      return 'ended';
    }
    if (fields.event === 'alive') {
      this.store.heard(Number(fields.data));
      this.store.changed();
    } else if (fields.data) {
      this.lastId = fields.id;
      this.store.apply(JSON.parse(fields.data));
    }
    return 'more';
  }

  async log(parameters) {
    const response = await fetch('api/log?' + new URLSearchParams(parameters), { headers: this.headers() });
    if (!response.ok) {
      throw new Error(await response.text());
    }
    return response.json();
  }

  async download(parameters, name) {
    const response = await fetch('api/download?' + new URLSearchParams(parameters), { headers: this.headers() });
    if (!response.ok) {
      throw new Error(await response.text());
    }
    save(await response.blob(), name);
  }

  async decide(advice, decision) {
    const response = await fetch('api/decisions', {
      method: 'POST',
      headers: this.headers({ 'Content-Type': 'application/json' }),
      body: JSON.stringify({ advice, decision }),
    });
    if (!response.ok) {
      throw new Error(await response.text());
    }
  }
}

// The token is in the fragment, which browsers send to no server. It is kept for this tab only.
function takeToken() {
  const found = /[#&]token=([^&]+)/.exec(location.hash);
  if (found) {
    sessionStorage.setItem('token', found[1]);
    history.replaceState(null, '', location.pathname + location.search);
    return found[1];
  }
  return sessionStorage.getItem('token');
}

export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export class FileSource {
  constructor(store, element) {
    this.store = store;
    this.element = element;
    this.canAsk = false;
  }

  async start() {
    const bytes = Uint8Array.from(atob(this.element.textContent.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    const data = JSON.parse(await new Response(stream).text());
    this.logs = data.logs || {};
    this.other = data.other || null;
    this.store.other = this.other;
    this.store.link = { state: 'file', since: Date.now() };
    this.store.apply(data.state);
    this.store.link = { state: 'file', since: Date.now() };
    this.store.changed();
  }

  async log(parameters) {
    const key = parameters.pkg || parameters.path || '';
    const lines = this.logs[key] || [];
    return { recent: true, kept: true, lines };
  }
}

// The database in a worker of its own: fetched with the first question, asked one question at a time, stopped by ending it.
export class Stopped extends Error {}

export class Unavailable extends Error {
  constructor(step, message) {
    super(message);
    this.step = step;
  }
}

const WORKER = new URL("worker.js", import.meta.url);

export class Engine {
  #address;
  #data;
  #progress;
  #blob;
  #worker;
  #opening;
  #fetching;
  #reject;
  #number = 0;
  entries = new Set();
  version = "";

  constructor(address, data, progress) {
    this.#address = address;
    this.#data = data;
    this.#progress = progress;
  }

  get loaded() {
    return this.#blob !== undefined;
  }

  async ask(sql) {
    const stopped = new Promise((_, reject) => {
      this.#reject = reject;
    });
    // A question that is stopped between two steps is told of it by whichever step comes next.
    stopped.catch(() => {});
    return Promise.race([stopped, this.#answer(sql)]);
  }

  async #answer(sql) {
    this.#opening ??= this.#open();
    const opening = this.#opening;
    try {
      await opening;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
    const number = ++this.#number;
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => data.number === number && resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.#end();
        reject(new Unavailable("engine", event.message ?? "it stopped working"));
      };
      worker.postMessage({ sql, number });
    });
  }

  stop() {
    this.#fetching?.abort();
    this.#end();
    this.#reject?.(new Stopped());
    // The next question finds it ready again.
    if (this.#blob) {
      const opening = this.#open();
      this.#opening = opening;
      opening.catch(() => {
        if (this.#opening === opening) this.#opening = undefined;
      });
    }
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#opening = undefined;
  }

  async #open() {
    this.#blob ??= await this.#fetch();
    const worker = new Worker(WORKER, { type: "module" });
    this.#worker = worker;
    const { allowed, folders, limits, tables } = this.#data;
    await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.failed) reject(new Unavailable(data.failed, data.message));
        this.entries = new Set(data.entries);
        this.version = data.version;
        resolve();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Unavailable("engine", event.message ?? "its script cannot be loaded"));
      };
      worker.postMessage({ blob: this.#blob, data: { allowed, folders, limits, tables } });
    }).catch((error) => {
      worker.terminate();
      throw error;
    });
  }

  async #fetch() {
    this.#fetching = new AbortController();
    try {
      const response = await fetch(this.#address, { signal: this.#fetching.signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const parts = [];
      let size = 0;
      for (const reader = response.body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        parts.push(value);
        size += value.length;
        this.#progress(size, this.#data.packed);
      }
      return new Blob(parts);
    } catch (error) {
      throw error.name === "AbortError" ? new Stopped() : new Unavailable("database", error.message);
    } finally {
      this.#fetching = undefined;
    }
  }
}

// Holds the database and answers one question after the other. Nothing but reading is allowed, within limits of time, rows
// and size; what may be done is the same as in mmkb/store/guarded.py, whose lists come with the message that opens this.
const ENGINE = new URL("../../vendor/sqlite/sqlite3.js", import.meta.url);
const HEAP = 512 * 1024 * 1024;

let sqlite3;
let db;
let settings;
let folders;
let pointers;

class Refusal extends Error {}

const unpacked = async (blob) => {
  const head = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  // A server may have unpacked it on the way.
  const stream = head[0] === 0x1f && head[1] === 0x8b ? blob.stream().pipeThrough(new DecompressionStream("gzip")) : blob.stream();
  return new Response(stream).arrayBuffer();
};

const start = async () => {
  const silent = () => {};
  globalThis.sqlite3ApiConfig = {
    debug: silent, log: silent, warn: silent, error: silent,
    // Nothing is kept in the browser, so nothing is tried that would need a header of the server.
    disable: { vfs: { kvvfs: true, opfs: true, "opfs-vfs": true, "opfs-sahpool": true, "opfs-wl": true } },
  };
  const { default: init } = await import(ENGINE);
  sqlite3 = await init({ print: silent, printErr: silent });
};

const arm = () => {
  const { capi } = sqlite3;
  const reads = new Set([capi.SQLITE_SELECT, capi.SQLITE_READ, capi.SQLITE_RECURSIVE]);
  const pragmas = new Set(settings.allowed.pragmas);
  const refused = new Set(settings.allowed.refused);
  capi.sqlite3_set_authorizer(db.pointer, 0, 0);
  // Tables that SQLite sets up when they are first met, by what would look like writing; after a refusal it may have forgotten them.
  for (const table of settings.allowed.virtual) db.exec(`SELECT 1 FROM ${table} LIMIT 0`);
  capi.sqlite3_set_authorizer(db.pointer, (_, action, first, second) => {
    if (reads.has(action)) return capi.SQLITE_OK;
    if (action === capi.SQLITE_FUNCTION && !refused.has(second)) return capi.SQLITE_OK;
    if (action === capi.SQLITE_PRAGMA && pragmas.has(first)) return capi.SQLITE_OK;
    return capi.SQLITE_DENY;
  }, 0);
};

const guard = () => {
  const { capi } = sqlite3;
  db.exec(`PRAGMA hard_heap_limit = ${HEAP}`);
  capi.sqlite3_limit(db.pointer, capi.SQLITE_LIMIT_LENGTH, settings.limits.bytes);
  capi.sqlite3_limit(db.pointer, capi.SQLITE_LIMIT_SQL_LENGTH, settings.limits.statement);
  capi.sqlite3_limit(db.pointer, capi.SQLITE_LIMIT_ATTACHED, 0);
  arm();
};

const open = async ({ blob, data }) => {
  settings = data;
  folders = data.folders;
  pointers = new Map();
  for (const table of data.tables) {
    for (const [column, , target] of table.columns) if (target) pointers.set(`${table.name}.${column}`, kindOf(target));
  }
  let step = "engine";
  try {
    const [bytes] = await Promise.all([unpacked(blob), start()]);
    step = "database";
    const { capi, wasm, oo1 } = sqlite3;
    db = new oo1.DB();
    const place = wasm.allocFromTypedArray(bytes);
    const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
    db.checkRc(capi.sqlite3_deserialize(db.pointer, "main", place, bytes.byteLength, bytes.byteLength, flags));
    const entries = db.selectValues("SELECT kind || '/' || id FROM entry");
    guard();
    postMessage({ opened: true, entries, version: capi.sqlite3_libversion() });
  } catch (error) {
    postMessage({ failed: step, message: String(error.message ?? error) });
  }
};

const kindOf = (table) => {
  const kind = table === "results_table" ? "results" : table;
  return kind in folders ? kind : undefined;
};

// What the entries of a column are: told by its name, as on the pages; by where it comes from; or by a column beside it.
const linked = (columns, origins) =>
  columns.map((name, place) => {
    for (const ending of ["_ids", "_id"]) {
      const kind = name.endsWith(ending) ? name.slice(0, -ending.length).split("_").pop() : "";
      if (kind && Object.hasOwn(folders, kind)) return { kind, several: ending === "_ids" };
    }
    const [table, column] = origins[place];
    if (column === "id" && kindOf(table)) return { kind: kindOf(table) };
    if (pointers.get(`${table}.${column}`)) return { kind: pointers.get(`${table}.${column}`) };
    const before = name === "id" || name === "entry_id" ? "kind" : name.endsWith("_id") ? `${name.slice(0, -3)}_kind` : "";
    const beside = columns.indexOf(before);
    return before && beside >= 0 ? { beside } : null;
  });

const refuse = (code, offset) => {
  const { capi } = sqlite3;
  const said = capi.sqlite3_errmsg(db.pointer);
  if ((code & 0xff) === capi.SQLITE_INTERRUPT) {
    throw Object.assign(new Refusal(`The question took longer than ${settings.limits.seconds} seconds and was stopped.`), { slow: true });
  }
  if ((code & 0xff) === capi.SQLITE_AUTH || /not authorized|prohibited/.test(said)) {
    arm();
    throw new Refusal(`Only reading is allowed: one SELECT, and nothing that writes or opens files (SQLite says: ${said}).`);
  }
  throw Object.assign(new Refusal(`SQLite says: ${said}.`), { said, offset });
};

const prepare = (sql) => {
  const { capi, wasm } = sqlite3;
  const scope = wasm.scopedAllocPush();
  try {
    const [text, length] = wasm.scopedAllocCString(sql, true);
    const [statement, tail] = wasm.scopedAllocPtr(2);
    const code = capi.sqlite3_prepare_v3(db.pointer, text, length, 0, statement, tail);
    if (code) {
      const bytes = capi.sqlite3_error_offset(db.pointer);
      const offset = bytes < 0 ? undefined : new TextDecoder().decode(new TextEncoder().encode(sql).subarray(0, bytes)).length;
      refuse(code, offset);
    }
    const found = wasm.peekPtr(statement);
    if (!found) throw new Refusal("There is no statement. Write one SELECT.");
    const rest = wasm.peekPtr(tail);
    const other = capi.sqlite3_prepare_v3(db.pointer, rest, length - Number(rest - text), 0, statement, 0);
    const second = wasm.peekPtr(statement);
    if (second) capi.sqlite3_finalize(second);
    if (other || second) {
      capi.sqlite3_finalize(found);
      throw new Refusal("Only one statement at a time can be asked.");
    }
    return found;
  } finally {
    wasm.scopedAllocPop(scope);
  }
};

const fetched = (statement) => {
  const { capi } = sqlite3;
  const width = capi.sqlite3_column_count(statement);
  if (!width) throw new Refusal("The statement gives no rows. Ask one SELECT.");
  const places = [...Array(width).keys()];
  const columns = places.map((i) => capi.sqlite3_column_name(statement, i));
  const origins = places.map((i) => [capi.sqlite3_column_table_name(statement, i), capi.sqlite3_column_origin_name(statement, i)]);
  const rows = [];
  let size = 0;
  for (;;) {
    const code = capi.sqlite3_step(statement);
    if (code === capi.SQLITE_DONE) return { columns, links: linked(columns, origins), rows, more: false };
    if (code !== capi.SQLITE_ROW) refuse(code);
    if (rows.length === settings.limits.rows) return { columns, links: linked(columns, origins), rows, more: true };
    const row = places.map((i) => capi.sqlite3_column_js(statement, i));
    for (const value of row) size += value?.length ?? 0;
    if (size > settings.limits.altogether) {
      throw new Refusal(`The answer is longer than ${settings.limits.altogether.toLocaleString("en")} characters.`);
    }
    rows.push(row);
  }
};

const ask = ({ sql, number }) => {
  const { capi } = sqlite3;
  const begun = performance.now();
  const end = begun + settings.limits.seconds * 1000;
  capi.sqlite3_progress_handler(db.pointer, settings.limits.steps, () => (performance.now() > end ? 1 : 0), 0);
  let statement;
  try {
    statement = prepare(sql);
    postMessage({ number, ...fetched(statement), seconds: (performance.now() - begun) / 1000 });
  } catch (error) {
    const told = error instanceof Refusal ? error.message : `SQLite's engine failed: ${error.message ?? error}`;
    postMessage({ number, error: told, said: error.said, offset: error.offset, slow: error.slow });
  } finally {
    if (statement) capi.sqlite3_finalize(statement);
    capi.sqlite3_progress_handler(db.pointer, 0, 0, 0);
  }
};

addEventListener("message", ({ data }) => (data.blob ? open(data) : ask(data)));

/*
 * The peer's SQLite file: columns for what is looked up, the document for the rest, as a careful
 * developer would lay it out. WAL and synchronous=FULL: what is answered is on the disk, as in contactd.
 */
import Database from 'better-sqlite3';

const schema = `
  CREATE TABLE IF NOT EXISTS contact (
    location_id TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    email TEXT,
    phone TEXT,
    document TEXT NOT NULL,
    PRIMARY KEY (location_id, id)
  );
  CREATE UNIQUE INDEX IF NOT EXISTS contact_by_email ON contact (location_id, email);
  CREATE UNIQUE INDEX IF NOT EXISTS contact_by_phone ON contact (location_id, phone);
  CREATE TABLE IF NOT EXISTS token (
    hash BLOB NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    location_id TEXT NOT NULL
  );
`;

/* Twice what contactd gives its own writer. (Reading through a map of the file made no difference.) */
const CACHE_KIB = 64 << 10;

export function openDatabase(file) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 5000');
  database.pragma(`cache_size = -${CACHE_KIB}`);
  database.exec(schema);
  return database;
}

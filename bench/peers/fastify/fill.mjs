/*
 * Fills the peer's file with the very documents contactd has.
 *
 *   node fill.mjs FILE LOCATION TOKEN DOCUMENTS_FILE
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { openDatabase } from './database.mjs';

const [file, location, token, documents] = process.argv.slice(2);
const database = openDatabase(file);
const addToken = database.prepare('INSERT INTO token VALUES (?, ?, ?)');
addToken.run(createHash('sha256').update(token).digest(), 'b3nchTokenIdOf20Char', location);

const addContact = database.prepare('INSERT INTO contact VALUES (?, ?, 1, ?, ?, ?)');
database.exec('BEGIN');
for await (const line of createInterface({ input: createReadStream(documents) })) {
  const { id, email, phone } = JSON.parse(line);
  addContact.run(location, id, email, phone, line);
}
database.exec('COMMIT');
database.close();

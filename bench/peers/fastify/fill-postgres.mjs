/*
 * Gives the peer tables of its own in a database of contactd's, with the very documents contactd has.
 *
 *   node fill-postgres.mjs URL LOCATION TOKEN
 */
import { createHash } from 'node:crypto';
import pg from 'pg';

const [url, location, token] = process.argv.slice(2);
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query(`
  CREATE TABLE peer_contact AS SELECT location_id, id, version, email, phone, document FROM contact;
  ALTER TABLE peer_contact ADD PRIMARY KEY (location_id, id);
  CREATE UNIQUE INDEX peer_contact_by_email ON peer_contact (location_id, email);
  CREATE UNIQUE INDEX peer_contact_by_phone ON peer_contact (location_id, phone);
  CREATE TABLE peer_token (hash bytea PRIMARY KEY, id text NOT NULL, location_id text NOT NULL);
`);
const hash = createHash('sha256').update(token).digest();
await client.query('INSERT INTO peer_token VALUES ($1, $2, $3)', [hash, 'b3nchTokenIdOf20Char', location]);
await client.query('VACUUM ANALYZE peer_contact');
await client.end();

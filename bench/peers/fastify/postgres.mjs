/*
 * The same in PostgreSQL, by pg's pool: named statements, so that each connection prepares them once, and
 * an update that locks its row.
 */
import pg from 'pg';
import { changed } from './merge.mjs';

/* 64 requests at once are what is measured; of a pool twice as large nothing was faster. */
const CONNECTIONS_MAX = 32;

const FIND = 'SELECT version, document FROM peer_contact WHERE location_id = $1 AND id = $2';
const SAVE = 'UPDATE peer_contact SET version = $1, email = $2, phone = $3, document = $4 WHERE location_id = $5 AND id = $6';

export const openPool = (url) => new pg.Pool({ connectionString: url, max: CONNECTIONS_MAX });

const find = (client, name, text, token, id) => client.query({ name, text, values: [token.location_id, id] });

async function updateIn(client, token, id, patch) {
  const [row] = (await find(client, 'lock', `${FIND} FOR UPDATE`, token, id)).rows;
  if (!row) return undefined;
  const { version, email, phone, document } = changed(row, patch, token.id);
  await client.query({ name: 'save', text: SAVE, values: [version, email, phone, document, token.location_id, id] });
  return { version, document };
}

async function update(pool, token, id, patch) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const row = await updateIn(client, token, id, patch);
    await client.query('COMMIT');
    return row;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

export function contactsOf(pool) {
  return {
    find: async (token, id) => (await find(pool, 'find', FIND, token, id)).rows[0],
    update: (token, id, patch) => update(pool, token, id, patch),
  };
}

/* Who a token is, by its hash. */
export function tokensIn(pool) {
  const text = 'SELECT id, location_id FROM peer_token WHERE hash = $1';
  return async (hash) => (await pool.query({ name: 'token', text, values: [hash] })).rows[0];
}

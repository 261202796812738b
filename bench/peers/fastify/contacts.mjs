/*
 * What the peer does with contacts in SQLite: finds one, merges a patch into one. Statements are prepared
 * once, and an update is one transaction, which takes the writer's lock at its beginning.
 */
import { changed } from './merge.mjs';

export function contactsOf(database) {
  const find = database.prepare('SELECT version, document FROM contact WHERE location_id = ? AND id = ?');
  const save = database.prepare(
    'UPDATE contact SET version = ?, email = ?, phone = ?, document = ? WHERE location_id = ? AND id = ?',
  );
  const update = database.transaction((token, id, patch) => {
    const row = find.get(token.location_id, id);
    if (!row) return undefined;
    const { version, email, phone, document } = changed(row, patch, token.id);
    save.run(version, email, phone, document, token.location_id, id);
    return { version, document };
  });
  return { find: (token, id) => find.get(token.location_id, id), update: update.immediate };
}

/*
 * What the peer does with contacts: finds one, merges a patch into one. Statements are prepared once,
 * and an update is one transaction, which takes the writer's lock at its beginning.
 */
function derive(contact) {
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ');
  contact.name = name;
  contact.firstNameLowerCase = contact.firstName?.toLowerCase();
  contact.lastNameLowerCase = contact.lastName?.toLowerCase();
  contact.fullNameLowerCase = name.toLowerCase();
  contact.emailLowerCase = contact.email?.toLowerCase();
}

function merge(contact, patch, actor) {
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === '') delete contact[name];
    else contact[name] = value;
  }
  if (patch.tags) contact.tags = [...new Set(patch.tags.map((tag) => tag.trim().toLowerCase()))];
  derive(contact);
  contact.dateUpdated = new Date().toISOString();
  contact.lastUpdatedBy = {
    source: 'INTEGRATION',
    channel: 'PRIVATE_INTEGRATION',
    sourceId: actor,
    timestamp: contact.dateUpdated,
  };
}

export function contactsOf(database) {
  const find = database.prepare('SELECT version, document FROM contact WHERE location_id = ? AND id = ?');
  const save = database.prepare(
    'UPDATE contact SET version = ?, email = ?, phone = ?, document = ? WHERE location_id = ? AND id = ?',
  );
  const update = database.transaction((token, id, patch) => {
    const row = find.get(token.location_id, id);
    if (!row) return undefined;
    const contact = JSON.parse(row.document);
    merge(contact, patch, token.id);
    const version = row.version + 1;
    const document = JSON.stringify(contact);
    save.run(version, contact.emailLowerCase, contact.phone, document, token.location_id, id);
    return { version, document };
  });
  return { find: (token, id) => find.get(token.location_id, id), update: update.immediate };
}

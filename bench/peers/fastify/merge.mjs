/* A patch merged into a contact as it is kept, whatever keeps it. */
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

/* The row as it is to be saved; `actor` is whose token it was. */
export function changed(row, patch, actor) {
  const contact = JSON.parse(row.document);
  merge(contact, patch, actor);
  const { emailLowerCase: email, phone } = contact;
  return { version: Number(row.version) + 1, email, phone, document: JSON.stringify(contact) };
}

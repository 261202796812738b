/* The body of an update, by the published page; Ajv compiles it when the route is made. */
const text = { type: ['string', 'null'], maxLength: 255 };

const dnd = {
  type: 'object',
  additionalProperties: false,
  required: ['status'],
  properties: {
    status: { enum: ['active', 'inactive', 'permanent'] },
    message: { type: 'string' },
    code: { type: 'string' },
  },
};

export const updateBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    firstName: text,
    lastName: text,
    name: text,
    email: { type: ['string', 'null'], format: 'email' },
    phone: { type: ['string', 'null'], pattern: '^\\+[1-9][0-9]{6,14}$' },
    address1: text,
    city: text,
    state: text,
    postalCode: { type: 'string', maxLength: 255 },
    website: text,
    timezone: text,
    dnd: { type: 'boolean' },
    dndSettings: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(['Call', 'Email', 'SMS', 'WhatsApp', 'GMB', 'FB'].map((name) => [name, dnd])),
    },
    tags: { type: 'array', maxItems: 500, items: { type: 'string', maxLength: 255 } },
    source: text,
    country: { type: 'string', pattern: '^[A-Z]{2}$' },
    assignedTo: text,
  },
};

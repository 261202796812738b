/* Custom fields of a location, defined by its own API and by that of objects, and their folders. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { newEmail, Server, suite, until, useServer } from './harness.mjs';

const nobody = 'AAAAAAAAAAAAAAAAAAAA';
const id = /^[A-Za-z0-9]{20}$/;

let names = 0;
const newName = () => `Field ${++names}`;

/* The two APIs of one location. */
class Fields {
  constructor(location) {
    this.location = location;
    this.path = `/locations/${location.id}/customFields`;
  }

  request(method, path, body, options) {
    return this.location.request(method, path, { body, ...options });
  }

  async expect(status, method, path, body) {
    const answer = await this.request(method, path, body);
    assert.equal(answer.status, status, answer.text);
    return answer.body;
  }

  async faults(method, path, body) {
    return (await this.expect(422, method, path, body)).message;
  }

  async create(body) {
    return (await this.expect(201, 'POST', this.path, { name: newName(), dataType: 'TEXT', ...body })).customField;
  }

  async get(fieldId) {
    return (await this.expect(200, 'GET', `${this.path}/${fieldId}`)).customField;
  }

  async update(fieldId, body) {
    const { customField } = await this.expect(200, 'PUT', `${this.path}/${fieldId}`, body);
    assert.deepEqual(await this.get(fieldId), customField);
    return customField;
  }

  delete(fieldId) {
    return this.expect(200, 'DELETE', `${this.path}/${fieldId}`);
  }

  async list(query = '') {
    return (await this.expect(200, 'GET', `${this.path}${query}`)).customFields;
  }

  objectBody(body) {
    return {
      locationId: this.location.id,
      showInForms: true,
      dataType: 'TEXT',
      fieldKey: newName(),
      objectKey: 'contact',
      parentId: '',
      ...body,
    };
  }

  async createOfObject(body) {
    return (await this.expect(201, 'POST', '/custom-fields/', this.objectBody(body))).field;
  }

  async getOfObject(fieldId) {
    return (await this.expect(200, 'GET', `/custom-fields/${fieldId}`)).field;
  }

  async updateOfObject(fieldId, body) {
    const whole = { locationId: this.location.id, showInForms: true, ...body };
    const { field } = await this.expect(200, 'PUT', `/custom-fields/${fieldId}`, whole);
    assert.deepEqual(await this.getOfObject(fieldId), field);
    return field;
  }

  listOfObject(objectKey) {
    return this.expect(200, 'GET', `/custom-fields/object-key/${objectKey}?locationId=${this.location.id}`);
  }

  createFolder(body) {
    const whole = { locationId: this.location.id, objectKey: 'contact', name: newName(), ...body };
    return this.expect(201, 'POST', '/custom-fields/folder', whole);
  }
}

function useFields() {
  const server = useServer();
  const fields = { server };
  before(() => Object.assign(fields, { home: new Fields(server.home) }));
  fields.newLocation = async () => new Fields(await server.newLocation());
  return fields;
}

describe('A custom field of a location', suite, () => {
  const fields = useFields();

  test('is answered as it was made', async () => {
    const body = { name: 'Pin code', dataType: 'TEXT', placeholder: 'Of your town', position: 3 };
    const made = await fields.home.create(body);
    assert.match(made.id, id);
    assert.deepEqual(made, {
      id: made.id,
      ...body,
      fieldKey: 'contact.pin_code',
      locationId: fields.home.location.id,
      model: 'contact',
    });
    assert.deepEqual(await fields.home.get(made.id), made);
  });

  test('is made by the published example, which has more than a text needs', async () => {
    const made = await fields.home.create({
      name: 'Custom Field',
      dataType: 'TEXT',
      placeholder: 'Placeholder Text',
      acceptedFormat: ['.pdf', '.docx', '.jpeg'],
      isMultipleFile: false,
      maxNumberOfFiles: 2,
      textBoxListOptions: [{ label: 'First', prefillValue: '' }],
      position: 0,
      model: 'opportunity',
    });
    assert.equal(made.fieldKey, 'opportunity.custom_field');
    assert.equal(made.model, 'opportunity');
    for (const unused of ['acceptedFormat', 'maxFileLimit', 'isMultiFileAllowed', 'picklistOptions']) {
      assert.ok(!(unused in made), unused);
    }
  });

  test('is found by its key as well', async () => {
    const made = await fields.home.create({});
    assert.deepEqual(await fields.home.get(made.fieldKey), made);
  });

  test('of files keeps what files there may be', async () => {
    const made = await fields.home.create({
      dataType: 'FILE_UPLOAD',
      acceptedFormat: ['.pdf', '.png', '.pdf'],
      isMultipleFile: true,
      maxNumberOfFiles: 4,
    });
    assert.deepEqual(made.acceptedFormat, ['.pdf', '.png']);
    assert.equal(made.isMultiFileAllowed, true);
    assert.equal(made.maxFileLimit, 4);
  });

  for (const [dataType, taken] of [
    ['SINGLE_OPTIONS', { options: ['a', 'b'] }],
    ['RADIO', { picklistOptions: ['a', 'b'] }],
    ['CHECKBOX', { options: [], textBoxListOptions: [{ label: 'a' }, { label: 'b' }] }],
  ]) {
    test(`of type ${dataType} takes ${Object.keys(taken).at(-1)}`, async () => {
      const made = await fields.home.create({ dataType, ...taken });
      assert.deepEqual(made.picklistOptions, ['a', 'b']);
      assert.deepEqual(made.picklistImageOptions, []);
      assert.equal(made.isAllowedCustomOption, false);
    });
  }

  test('of boxes gives each an id, which outlives its label', async () => {
    const made = await fields.home.create({
      dataType: 'TEXTBOX_LIST',
      textBoxListOptions: [{ label: 'First', prefillValue: '!' }, { label: 'Second' }],
    });
    const [first, second] = made.textBoxListOptions;
    assert.match(first.id, id);
    assert.notEqual(first.id, second.id);
    assert.deepEqual(made.picklistOptions, ['First', 'Second']);
    assert.equal(first.prefillValue, '!');

    const contact = await fields.home.location.create({
      customFields: [{ id: made.id, field_value: { [first.id]: 'a' } }],
    });
    assert.deepEqual(contact.customFields, [{ id: made.id, value: { [first.id]: 'a' } }]);

    const changed = await fields.home.update(made.id, {
      name: made.name,
      textBoxListOptions: [{ label: 'Second' }, { id: first.id, label: 'Erst' }, { label: 'Third' }],
    });
    const ids = changed.textBoxListOptions.map((box) => box.id);
    assert.deepEqual(ids.slice(0, 2), [second.id, first.id]);
    assert.match(ids[2], id);
  });

  test('is changed by what the body names and nothing else', async () => {
    const made = await fields.home.create({ placeholder: 'here', position: 2 });
    const name = newName();
    assert.deepEqual(await fields.home.update(made.id, { name }), { ...made, name });
    assert.deepEqual(await fields.home.update(made.id, { name, position: 5 }), { ...made, name, position: 5 });
    const { placeholder, ...bare } = { ...made, name, position: 5 };
    assert.equal(placeholder, 'here');
    assert.deepEqual(await fields.home.update(made.id, { name, placeholder: null }), bare);
  });

  test('is not there when it is deleted, and its key is free', async () => {
    const made = await fields.home.create({});
    assert.equal((await fields.home.delete(made.id)).succeded, true);
    for (const [method, body] of [['GET'], ['PUT', { name: 'x' }], ['DELETE']]) {
      const { message } = await fields.home.expect(400, method, `${fields.home.path}/${made.id}`, body);
      assert.equal(message, `Custom field with id ${made.id} not found`);
    }
    const again = await fields.home.create({ name: made.name });
    assert.equal(again.fieldKey, made.fieldKey);
    assert.notEqual(again.id, made.id);
  });

  test('has a key that no other has', async () => {
    const made = await fields.home.create({});
    const { message } = await fields.home.expect(400, 'POST', fields.home.path, { name: made.name, dataType: 'DATE' });
    assert.equal(message, `Custom field with key ${made.fieldKey} already exists`);
    await fields.home.create({ name: made.name, model: 'opportunity' });
    await fields.home.create({ name: made.name, fieldKey: newName() });
    await (await fields.newLocation()).create({ name: made.name });
  });

  test('is listed by its model, by place and age', async () => {
    const other = await fields.newLocation();
    assert.deepEqual(await other.list(), []);
    const last = await other.create({ position: 2 });
    const first = await other.create({ position: 1 });
    const opportunity = await other.create({ model: 'opportunity' });
    await other.createOfObject({ objectKey: 'business' });
    assert.deepEqual(await other.list(), [first, last]);
    assert.deepEqual(await other.list('?model=contact'), [first, last]);
    assert.deepEqual(await other.list('?model=opportunity'), [opportunity]);
    assert.deepEqual(await other.list('?model=all'), [first, last, opportunity]);
    const message = await other.faults('GET', `${other.path}?model=business`);
    assert.deepEqual(message, ['model must be one of the following values: contact, opportunity, all']);
  });

  test('is not of a model that it is not of', async () => {
    const made = await fields.home.create({});
    const business = await fields.home.createOfObject({ objectKey: 'business' });
    await fields.home.expect(400, 'PUT', `${fields.home.path}/${made.id}`, { name: 'x', model: 'opportunity' });
    await fields.home.expect(400, 'GET', `${fields.home.path}/${business.id}`);
    await fields.home.expect(400, 'DELETE', `${fields.home.path}/${business.id}`);
    assert.deepEqual(await fields.home.get(made.id), made);
    assert.deepEqual(await fields.home.getOfObject(business.id), business);
  });

  test('of another location is not there', async () => {
    const other = await fields.newLocation();
    const made = await fields.home.create({});
    const { message } = await other.expect(400, 'GET', `${other.path}/${made.id}`);
    assert.equal(message, `Custom field with id ${made.id} not found`);
    await other.expect(400, 'GET', `/custom-fields/${made.id}`);
    assert.deepEqual(await fields.home.get(made.id), made);
  });

  test('is refused with every fault', async () => {
    const message = await fields.home.faults('POST', fields.home.path, {
      id: 'x',
      name: 'x'.repeat(256),
      position: -1,
      maxNumberOfFiles: 101,
      isMultipleFile: 'no',
      acceptedFormat: ['.exe'],
      options: ['a', 'a'],
    });
    assert.deepEqual(message, [
      'property id should not exist',
      'name must be shorter than or equal to 255 characters',
      'dataType must be one of the following values: TEXT, LARGE_TEXT, NUMERICAL, FLOAT, PHONE, EMAIL, MONETORY, ' +
        'CHECKBOX, SINGLE_OPTIONS, MULTIPLE_OPTIONS, DATE, TIME, RADIO, TEXTBOX_LIST, FILE_UPLOAD, SIGNATURE',
      'position must not be less than 0',
      'each value in acceptedFormat must be one of the following values: .pdf, .docx, .doc, .jpg, .jpeg, .png, .gif, ' +
        '.csv, .xlsx, .xls, all',
      'isMultipleFile must be a boolean value',
      'maxNumberOfFiles must not be greater than 100',
      "All options's elements must be unique",
    ]);
  });

  for (const [what, body, fault] of [
    ['a name without letters', { name: '?!' }, 'name must contain a letter or a digit'],
    ['a name of blanks', { name: ' ' }, 'name should not be empty'],
    ['another location', { locationId: nobody }, 'property locationId should not exist'],
    ['an option too many', { options: Array.from({ length: 501 }, (_, index) => `${index}`) }, 'options must contain no more than 500 elements'],
    ['a key of another model', { fieldKey: 'opportunity.x' }, 'fieldKey must begin with contact.'],
  ]) {
    test(`with ${what} is refused`, async () => {
      const message = await fields.home.faults('POST', fields.home.path, { name: newName(), dataType: 'RADIO', ...body });
      assert.deepEqual(message, [fault]);
    });
  }

  test('has at most 500 options of 255 characters', async () => {
    const options = Array.from({ length: 500 }, (_, index) => `${index}`.padStart(255, 'ä'));
    const made = await fields.home.create({ dataType: 'RADIO', options });
    assert.deepEqual(made.picklistOptions, options);
  });

  test('is one of 1000, and of 4 MiB', async () => {
    const other = await fields.newLocation();
    const options = Array.from({ length: 500 }, (_, index) => `${index}`.padStart(255, 'ä'));
    let answer;
    let count = 0;
    for (; count < 100; count++) {
      answer = await other.request('POST', other.path, { name: newName(), dataType: 'RADIO', options });
      if (answer.status !== 201) break;
    }
    assert.ok(count > 4, `${count}`);
    const full = 'A location must not have more than 1000 custom fields of an object, nor 4 MiB of them';
    assert.equal(answer.body.message, full);
    const small = [];
    for (; count < 1000; count++) small.push(other.create({}));
    await Promise.all(small);
    const { message } = await other.expect(422, 'POST', other.path, { name: newName(), dataType: 'TEXT' });
    assert.equal(message, full);
    assert.equal((await other.list()).length, 1000);
    await other.create({ model: 'opportunity' });
    const [first] = await other.list();
    await other.delete(first.id);
    await other.create({});
  });

  test('under v3 is deleted in both spellings', async () => {
    const made = await fields.home.create({});
    const { body } = await fields.home.request('DELETE', `${fields.home.path}/${made.id}`, undefined, { version: 'v3' });
    assert.deepEqual([body.succeded, body.succeeded], [true, true]);
  });

  test('made by the command line is seen by both APIs', async () => {
    const made = await fields.home.location.newField({ name: newName(), type: 'RADIO', options: ['a'] });
    const seen = await fields.home.get(made.id);
    assert.deepEqual([seen.fieldKey, seen.picklistOptions], [made.fieldKey, ['a']]);
    assert.deepEqual((await fields.home.getOfObject(made.id)).options, [{ key: 'a', label: 'a' }]);
    const own = await fields.home.create({});
    const { customFields } = await fields.server.command('custom-field', 'list', '--location', fields.home.location.id);
    assert.ok(customFields.some((one) => one.id === own.id));
  });
});

describe('A custom field of an object', suite, () => {
  const fields = useFields();
  const pet = { objectKey: 'custom_objects.pet' };

  test('is answered as it was made', async () => {
    const folder = await fields.home.createFolder(pet);
    const body = fields.home.objectBody({
      ...pet,
      name: 'Colour',
      description: 'Of its fur',
      placeholder: 'Choose',
      dataType: 'RADIO',
      fieldKey: 'custom_object.pet.colour',
      allowCustomOption: true,
      parentId: folder.id,
      options: [{ key: 'r', label: 'Red', url: 'http://example.com/r.png' }, { key: 'b', label: 'Blue' }],
    });
    const made = await fields.home.createOfObject(body);
    assert.match(made.id, id);
    for (const [name, value] of Object.entries(body)) assert.deepEqual(made[name], value, name);
    assert.deepEqual(await fields.home.getOfObject(made.id), made);
  });

  for (const [objectKey, fieldKey, kept] of [
    ['contact', 'contact.size', 'contact.size'],
    ['business', 'size', 'business.size'],
    ['opportunity', 'Shoe Size', 'opportunity.shoe_size'],
    ['custom_objects.car', 'custom_objects.car.size', 'custom_object.car.size'],
    ['custom_object.bike', 'custom_object.bike.size', 'custom_object.bike.size'],
  ]) {
    test(`of '${objectKey}' called '${fieldKey}' has the key ${kept}`, async () => {
      const made = await fields.home.createOfObject({ objectKey, fieldKey });
      assert.equal(made.fieldKey, kept);
      assert.equal(made.objectKey, objectKey.replace('custom_object.', 'custom_objects.'));
      const { fields: listed } = await fields.home.listOfObject(objectKey);
      assert.deepEqual(listed.filter((one) => one.id === made.id), [made]);
    });
  }

  test('is the same one that the location has', async () => {
    const made = await fields.home.createOfObject({
      name: newName(),
      dataType: 'CHECKBOX',
      options: [{ key: 'r', label: 'Red' }],
      placeholder: 'here',
    });
    const seen = await fields.home.get(made.id);
    assert.deepEqual(
      [seen.name, seen.fieldKey, seen.dataType, seen.picklistOptions, seen.placeholder, seen.model],
      [made.name, made.fieldKey, 'CHECKBOX', ['Red'], 'here', 'contact'],
    );
    await fields.home.update(made.id, { name: made.name, options: ['Red', 'Blue'] });
    const { options } = await fields.home.getOfObject(made.id);
    assert.deepEqual(options, [{ key: 'r', label: 'Red' }, { key: 'Blue', label: 'Blue' }]);
  });

  test('of a contact takes values by label and by key', async () => {
    const made = await fields.home.createOfObject({ dataType: 'RADIO', options: [{ key: 'r', label: 'Red' }] });
    for (const field_value of ['Red', 'r']) {
      const contact = await fields.home.location.create({ customFields: [{ key: made.fieldKey, field_value }] });
      assert.deepEqual(contact.customFields, [{ id: made.id, value: 'Red' }]);
    }
  });

  test('of anything else has no values in contacts', async () => {
    const made = await fields.home.createOfObject({ objectKey: 'business' });
    const answer = await fields.home.location.post({
      firstName: 'Ann',
      customFields: [{ id: made.id, field_value: 'x' }],
    });
    assert.deepEqual(answer.body.contact.customFields, []);
    assert.match(answer.headers['x-contactd-warning'], new RegExp(made.id));
  });

  test('is changed by what the body names and nothing else', async () => {
    const made = await fields.home.createOfObject({ name: 'a', description: 'b', placeholder: 'c', showInForms: false });
    const changed = await fields.home.updateOfObject(made.id, { showInForms: false, name: 'd' });
    const { dateUpdated } = changed;
    assert.deepEqual(changed, { ...made, name: 'd', dateUpdated });
    assert.ok(dateUpdated >= made.dateUpdated);
    const { description, ...bare } = changed;
    assert.equal(description, 'b');
    const cleared = await fields.home.updateOfObject(made.id, { showInForms: false, description: null });
    assert.deepEqual(cleared, { ...bare, dateUpdated: cleared.dateUpdated });
  });

  test('gets more options, but loses none', async () => {
    const made = await fields.home.createOfObject({ dataType: 'RADIO', options: [{ key: 'r', label: 'Red' }] });
    const body = { locationId: fields.home.location.id, showInForms: true, options: [{ label: 'Blue' }] };
    const message = await fields.home.faults('PUT', `/custom-fields/${made.id}`, body);
    assert.deepEqual(message, ['options must include all existing options']);
    assert.deepEqual(await fields.home.getOfObject(made.id), made);
    const options = [{ label: 'Blue' }, { key: 'r', label: 'Rot' }];
    const changed = await fields.home.updateOfObject(made.id, { options });
    assert.deepEqual(changed.options, [{ key: 'Blue', label: 'Blue' }, { key: 'r', label: 'Rot' }]);
    const same = [...options, { key: 'Blue', label: 'blau' }];
    assert.deepEqual(await fields.home.faults('PUT', `/custom-fields/${made.id}`, { ...body, options: same }), [
      "All options's elements must be unique",
    ]);
  });

  test('is told by its id and key when it is deleted', async () => {
    const made = await fields.home.createOfObject(pet);
    const answer = await fields.home.expect(200, 'DELETE', `/custom-fields/${made.id}`);
    assert.deepEqual([answer.succeded, answer.id, answer.key], [true, made.id, made.fieldKey]);
    for (const [method, body] of [['GET'], ['DELETE'], ['PUT', { locationId: fields.home.location.id, showInForms: true }]]) {
      const { message } = await fields.home.expect(400, method, `/custom-fields/${made.id}`, body);
      assert.equal(message, `Custom field with id ${made.id} not found`);
    }
  });

  test('is refused with every fault', async () => {
    const message = await fields.home.faults('POST', '/custom-fields/', { position: 1, objectKey: 'pet', options: [{}] });
    assert.deepEqual(message, [
      'property position should not exist',
      'locationId must be a string',
      'showInForms must be a boolean value',
      'dataType must be one of the following values: TEXT, LARGE_TEXT, NUMERICAL, PHONE, MONETORY, CHECKBOX, ' +
        'SINGLE_OPTIONS, MULTIPLE_OPTIONS, DATE, TEXTBOX_LIST, FILE_UPLOAD, RADIO, EMAIL',
      'fieldKey must be a string',
      'parentId must be a string',
      'options.0.key must be a string',
      'options.0.label must be a string',
      'objectKey must be one of the following values: contact, opportunity, business, custom_objects.{key}',
    ]);
  });

  test('of another location is refused before anything else is judged', async () => {
    for (const [method, path] of [['POST', '/custom-fields/'], ['PUT', `/custom-fields/${nobody}`], ['POST', '/custom-fields/folder']]) {
      await fields.home.expect(403, method, path, { locationId: nobody, foo: 1 });
    }
  });

  test('of an object that is none is not listed', async () => {
    const message = await fields.home.faults('GET', `/custom-fields/object-key/pets?locationId=${fields.home.location.id}`);
    assert.deepEqual(message, ['objectKey must be one of the following values: contact, opportunity, business, custom_objects.{key}']);
    const path = '/custom-fields/object-key/contact';
    assert.equal((await fields.home.expect(422, 'GET', path)).message, "locationId can't be undefined");
    await fields.home.expect(403, 'GET', `${path}?locationId=${nobody}`);
  });

  test('keeps emails of contacts', async () => {
    const made = await fields.home.createOfObject({ dataType: 'EMAIL' });
    const customFields = [{ id: made.id, field_value: ' Ann@Example.com ' }];
    const contact = await fields.home.location.create({ customFields });
    assert.deepEqual(contact.customFields, [{ id: made.id, value: 'Ann@Example.com' }]);
    const wrong = [{ id: made.id, field_value: 'ann' }];
    assert.deepEqual(await fields.home.location.refusal(contact.id, { customFields: wrong }), [
      'customFields.0.field_value must be an email',
    ]);
  });
});

describe('A folder of custom fields', suite, () => {
  const fields = useFields();

  test('is made, renamed and listed beside the fields', async () => {
    const other = await fields.newLocation();
    const { traceId, ...made } = await other.createFolder({ objectKey: 'custom_object.pet', name: ' General Info ' });
    assert.ok(traceId);
    assert.match(made.id, id);
    assert.deepEqual(made, {
      id: made.id,
      objectKey: 'custom_objects.pet',
      locationId: other.location.id,
      name: 'General Info',
    });
    const renamed = await other.expect(200, 'PUT', `/custom-fields/folder/${made.id}`, {
      locationId: other.location.id,
      name: 'More',
    });
    assert.equal(renamed.name, 'More');
    const { fields: none, folders } = await other.listOfObject('custom_objects.pet');
    assert.deepEqual(none, []);
    assert.equal(folders.length, 1);
    assert.equal(folders[0].name, 'More');
    assert.equal(folders[0].documentType, 'folder');
    assert.deepEqual((await other.listOfObject('contact')).folders, []);
    assert.deepEqual(await other.getOfObject(made.id), folders[0]);
  });

  test('leaves its fields behind when it is deleted', async () => {
    const folder = await fields.home.createFolder({ name: 'General' });
    const inside = await fields.home.createOfObject({ parentId: folder.id });
    assert.equal(inside.parentId, folder.id);
    assert.equal((await fields.home.get(inside.id)).parentId, folder.id);
    const path = `/custom-fields/folder/${folder.id}?locationId=${fields.home.location.id}`;
    const answer = await fields.home.expect(200, 'DELETE', path);
    assert.deepEqual([answer.succeded, answer.id, answer.key], [true, folder.id, 'contact.general']);
    assert.equal((await fields.home.getOfObject(inside.id)).parentId, '');
    const { message } = await fields.home.expect(400, 'DELETE', path);
    assert.equal(message, `Folder with id ${folder.id} not found`);
    const { message: unknown } = await fields.home.expect(400, 'GET', `/custom-fields/${folder.id}`);
    assert.equal(unknown, `Custom field with id ${folder.id} not found`);
  });

  test('takes fields of its own object only', async () => {
    const folder = await fields.home.createFolder({ objectKey: 'business' });
    for (const parentId of [folder.id, nobody]) {
      const { message } = await fields.home.expect(400, 'POST', '/custom-fields/', fields.home.objectBody({ parentId }));
      assert.equal(message, `Folder with id ${parentId} not found`);
      await fields.home.expect(400, 'POST', fields.home.path, { name: newName(), dataType: 'TEXT', parentId });
    }
    const inside = await fields.home.createOfObject({ objectKey: 'business', parentId: folder.id });
    assert.equal(inside.parentId, folder.id);
  });

  test('is one of 100 of an object', async () => {
    const other = await fields.newLocation();
    for (let count = 0; count < 100; count++) await other.createFolder();
    const body = { locationId: other.location.id, objectKey: 'contact', name: 'One more' };
    const { message } = await other.expect(422, 'POST', '/custom-fields/folder', body);
    assert.equal(message, 'A location must not have more than 100 folders of custom fields of an object');
    await other.createFolder({ objectKey: 'business' });
  });

  test('is refused with every fault', async () => {
    assert.deepEqual(await fields.home.faults('POST', '/custom-fields/folder', { name: '', foo: 1 }), [
      'property foo should not exist',
      'locationId must be a string',
      'objectKey must be a string',
      'name should not be empty',
    ]);
    const folder = await fields.home.createFolder();
    const body = { locationId: fields.home.location.id, name: 'x'.repeat(256), objectKey: 'contact' };
    assert.deepEqual(await fields.home.faults('PUT', `/custom-fields/folder/${folder.id}`, body), [
      'property objectKey should not exist',
      'name must be shorter than or equal to 255 characters',
    ]);
  });
});

describe('What contacts see of definitions', suite, () => {
  const fields = useFields();

  const value = (field, field_value) => ({ customFields: [{ id: field.id, field_value }] });

  test('is a change at once', async () => {
    const { location } = fields.home;
    for (let round = 0; round < 10; round++) {
      const field = await fields.home.create({ dataType: 'RADIO', options: ['a'] });
      const contact = await location.create(value(field, 'a'));
      await location.refusal(contact.id, value(field, 'b'));
      await fields.home.update(field.id, { name: field.name, options: ['a', 'b'] });
      const changed = await location.update(contact.id, value(field, 'b'));
      assert.deepEqual(changed.customFields, [{ id: field.id, value: 'b' }]);
    }
  });

  test('is not the value of a deleted field, whoever asks', async () => {
    const { location } = fields.home;
    const [gone, kept] = [await fields.home.create({}), await fields.home.create({})];
    const email = `${randomUUID()}@example.com`;
    const contact = await location.create({
      email,
      customFields: [{ id: gone.id, field_value: '1' }, { id: kept.id, field_value: '2' }],
    });
    const { headers } = await location.get(contact.id);
    await fields.home.delete(gone.id);
    const left = [{ id: kept.id, value: '2' }];
    assert.deepEqual((await location.stored(contact.id)).customFields, left);
    assert.equal((await location.get(contact.id)).headers.etag, headers.etag);
    assert.deepEqual((await location.stored(contact.id, { version: 'v3' })).customFields, left);
    const found = await location.request('GET', `/contacts/search/duplicate?locationId=${location.id}&email=${email}`);
    assert.deepEqual(found.body.contact.customFields, left);
    const withKeys = await location.request('GET', `/contacts/${contact.id}?include=customFieldKeys`);
    assert.deepEqual(withKeys.body.contact.customFields, [{ ...left[0], key: kept.fieldKey }]);
    const upserted = await location.upsert({ email, city: 'Dolomite' });
    assert.deepEqual(upserted.body.contact.customFields, left);
    assert.deepEqual((await location.update(contact.id, { city: 'Bessemer' })).customFields, left);
  });

  test('is not the value of a deleted field where many contacts are found', async () => {
    const location = fields.home.location;
    const [gone, kept] = [await fields.home.create({}), await fields.home.create({})];
    const { body } = await location.request('POST', '/businesses/', { body: { name: 'Acme', locationId: location.id } });
    const businessId = body.buiseness.id;
    const email = newEmail();
    const customFields = [{ id: gone.id, field_value: 'lost' }, { id: kept.id, field_value: '2' }];
    const { id } = await location.create({ email, customFields });
    const bulk = { locationId: location.id, ids: [id], businessId };
    assert.equal((await location.request('POST', '/contacts/bulk/business', { body: bulk })).status, 200);
    const search = (filter) => {
      const whole = { locationId: location.id, pageLimit: 10, filters: [filter] };
      return location.request('POST', '/contacts/search', { body: whole });
    };
    const byGone = { field: `customFields.${gone.id}`, operator: 'eq', value: 'lost' };
    const of = `locationId=${location.id}`;
    const ways = {
      search: () => search({ field: 'email', operator: 'eq', value: email }),
      list: () => location.request('GET', `/contacts/?${of}&query=${email}`),
      business: () => location.request('GET', `/contacts/business/${businessId}?${of}`),
      lookUp: () => location.request('GET', `/contacts/lookup?${of}&email=${email}`, { version: 'v3' }),
    };
    const shown = async (way) => {
      const { status, text, body: found } = await ways[way]();
      assert.equal(status, 200, text);
      assert.deepEqual(found.contacts.map((contact) => contact.id), [id], way);
      return found.contacts[0].customFields;
    };
    const [lost, left] = [{ id: gone.id, value: 'lost' }, { id: kept.id, value: '2' }];
    for (const way of Object.keys(ways)) assert.deepEqual(await shown(way), [lost, left], way);
    assert.equal((await search(byGone)).body.total, 1);
    await fields.home.delete(gone.id);
    for (const way of Object.keys(ways)) assert.deepEqual(await shown(way), [left], way);
    const refused = await search(byGone);
    assert.equal(refused.status, 400, refused.text);
    assert.equal(refused.body.message, `Invalid field customFields.${gone.id}`);
  });

  test('is no value for a deleted field any more', async () => {
    const { location } = fields.home;
    const field = await fields.home.create({});
    const contact = await location.create(value(field, '1'));
    await fields.home.delete(field.id);
    const answer = await location.put(contact.id, value(field, '2'));
    assert.deepEqual(answer.body.contact.customFields, []);
    assert.match(answer.headers['x-contactd-warning'], new RegExp(field.id));
  });

  test('stays so after a kill, and on another server of the same store', async () => {
    const server = await new Server({}).start();
    const home = new Fields(await server.newLocation());
    const field = await home.create({});
    const contact = await home.location.create(value(field, '1'));
    const other = await new Server({ folder: server.folder }).start();
    const seen = async () => {
      const answer = await other.request('GET', `/contacts/${contact.id}`, { token: home.location.token });
      return answer.body.contact.customFields;
    };
    assert.equal((await seen()).length, 1);
    await home.delete(field.id);
    await until(async () => (await seen()).length === 0, 'the other server to know');
    await server.kill();
    const again = await new Server({ folder: server.folder }).start();
    const answer = await again.request('GET', `/contacts/${contact.id}`, { token: home.location.token });
    assert.deepEqual(answer.body.contact.customFields, []);
    await again.stop();
    await other.stop();
  });

  test('has the keys of fields when they are asked for', async () => {
    const { location } = fields.home;
    const field = await fields.home.create({});
    const contact = await location.create(value(field, '1'));
    const ask = (include, options) => location.request('GET', `/contacts/${contact.id}?include=${include}`, options);
    const { body, headers } = await ask('customFieldKeys');
    const plain = await location.stored(contact.id);
    assert.deepEqual(plain.customFields, [{ id: field.id, value: '1' }]);
    const customFields = [{ id: field.id, value: '1', key: field.fieldKey }];
    assert.deepEqual(body.contact, { ...plain, customFields });
    assert.equal(headers.etag, '"1"');
    const v3 = await ask('customFieldKeys', { version: 'v3' });
    assert.equal(v3.body.contact.customFields[0].key, field.fieldKey);
    const wrong = await ask('customFieldKeys,notes');
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.body.message, ['each value in include must be one of the following values: customFieldKeys']);
  });
});

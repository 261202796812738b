/*
 * The kinds of objects that have custom fields: contacts, whose values are kept here, and others,
 * of which a location keeps the definitions only.
 *
 * An object's key is "contact", "opportunity", "business" or "custom_objects.pet". The published
 * pages write the last one with and without its "s"; both are understood. The keys of its fields
 * begin with "contact.", …, "custom_object.pet." (as published, without).
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/faults.h"
#include "base/str.h"

/* Ours: code points of what comes behind "custom_objects.". */
enum { CUSTOM_OBJECT_NAME_MAX = 64 };

/* "custom_object.pet" to "custom_objects.pet"; false when it is no key of an object. */
bool custom_object_parse(struct arena *arena, struct str text, struct str *object_key);

/* The same with a fault: "objectKey must be one of the following values: …". */
void custom_object_check(struct arena *arena, struct str text, struct str *object_key,
                         struct faults *faults);

/* What the keys of its fields begin with. */
struct str custom_object_prefix(struct arena *arena, struct str object_key);

/* True for "contact" and "opportunity", whose fields the API of locations shows. */
bool custom_object_is_model(struct str object_key);

/* What is behind the object's prefix, in either spelling; the whole key when there is none. */
struct str custom_object_without_prefix(struct arena *arena, struct str object_key, struct str key);

/*
 * Text as people write it, by ICU: case, email addresses, time zones. Pure; any thread.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* Lower case by Unicode's rules for no language in particular; ASCII takes a short way. */
struct str text_lower(struct arena *arena, struct str text);

/*
 * Well-formed UTF-8 in Unicode's composed form, so that one address typed on two keyboards is one
 * text; ASCII is returned as it is.
 */
struct str text_nfc(struct arena *arena, struct str text);

/* Bytes of an address: RFC 5321, 4.5.3.1, a path of 256 with its brackets. */
enum { TEXT_EMAIL_MAX = 254 };

/*
 * An address as class-validator's IsEmail takes it: local part of at most 64 bytes made of atoms
 * (no quoted form), a domain with a dot whose labels are letters, digits and hyphens, or
 * international ones (checked by ICU's IDNA), TEXT_EMAIL_MAX bytes in all.
 */
bool text_is_email(struct str text);

/* phone_normalize (phone.h) into the arena; on false *e164 is as it was. */
bool text_e164(struct arena *arena, struct str text, struct str country, struct str *e164);

/* A name of the IANA time zone database, canonical or alias, spelt as there. */
bool text_is_time_zone(struct str text);

/* All of them, sorted by byte; they live for ever. */
const struct str *text_time_zones(size_t *count);

/* Without leading and trailing white space of any script, composed, lower-cased: how a tag is kept.
 */
struct str text_tag(struct arena *arena, struct str text);

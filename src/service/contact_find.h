/*
 * Which contact is the same person, by a location's rule. Private to the service.
 */
#pragma once

#include "service/contacts.h"

/*
 * The oldest contact with that email (lower-cased) or phone (E.164), by the fields and in the order
 * of the rule; an empty text is not looked for. *matched is the field that it was found by,
 * MATCH_NONE with ERR_NOT_FOUND when there is none.
 */
MUST_CHECK enum err contact_match(struct store_view *view, struct arena *arena,
                                  struct str location_id, const struct duplicate_rule *rule,
                                  struct str email, struct str phone, struct contact_row *row,
                                  enum match_field *matched);

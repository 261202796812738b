/*
 * A location (sub-account): what the rules for its contacts depend on, whose it is, and the rest.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum match_field { MATCH_NONE, MATCH_EMAIL, MATCH_PHONE };

/*
 * Which contacts count as the same person, in which order. {EMAIL, PHONE} looks for the email
 * first. With allow_duplicates the order still says how upsert finds a contact.
 */
struct duplicate_rule {
    bool allow_duplicates;
    enum match_field first;  /* never MATCH_NONE */
    enum match_field second; /* MATCH_NONE: the first alone decides */
};

/*
 * "email", "phone", "email,phone", "phone,email". Sets the order only: allow_duplicates stays as it
 * is.
 */
bool duplicate_rule_parse(struct str text, struct duplicate_rule *rule);
struct str duplicate_rule_name(const struct duplicate_rule *rule);

/* True when the rule forbids two contacts with the same value of that field (not MATCH_NONE). */
bool duplicate_rule_forbids(const struct duplicate_rule *rule, enum match_field field);

struct location {
    struct str id;
    struct str name;
    struct str country;  /* alpha-2; never empty */
    struct str timezone; /* may be empty */
    struct duplicate_rule duplicates;
    int64_t date_added_ms;
    struct str company_id; /* the agency's name for itself; empty: made without one */
    struct str email;      /* lower-cased; may be empty */
    struct str document;   /* location_body.h's: what no column has; empty: nothing */
};

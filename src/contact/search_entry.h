/*
 * What of a contact can be searched: one row of the index. Texts are in the form in which they are
 * compared (search_normal), on both sides. Pure; everything is in the arena of whoever made it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "contact/contact.h"
#include "contact/search.h"
#include "contact/text_list.h"

/* How each kind is kept. A list is its texts, each between two "\n". */
#define SEARCH_SLOT_TEXT(member)  struct str member;
#define SEARCH_SLOT_PHONE(member) struct str member;
#define SEARCH_SLOT_WORD(member)  struct str member;
#define SEARCH_SLOT_ID(member)    struct str member;
#define SEARCH_SLOT_TEXTS(member) struct str member;
#define SEARCH_SLOT_WORDS(member) struct str member;
#define SEARCH_SLOT_FLAG(member)  bool member;
#define SEARCH_SLOT_DATE(member)  int64_t member; /* ms since 1970; SEARCH_NO_DATE */

#define SEARCH_NO_DATE INT64_MIN

struct search_entry {
#define FIELD(member, name, kind) SEARCH_SLOT_##kind(member)
#include "contact/search_fields.def"
    struct text_list tag_list; /* as in `tags` */
    struct str custom;         /* values of custom fields: see search_custom_key */
    struct str words;          /* what a search's words are looked for in, one text a line */
};

/* `workflows` are the ids of those it is in, which its document does not tell. */
void search_entry_make(struct arena *arena, const struct contact *contact,
                       const struct text_list *workflows, struct search_entry *entry);

/* `words` of the other members: one text a line. */
struct str search_entry_words(struct arena *arena, const struct search_entry *entry);

/*
 * Lower case, without white space at the ends; white space and control characters between are one
 * blank, so that none of the separators below is ever in a text.
 */
struct str search_normal(struct arena *arena, struct str text);

/* Only the digits. */
struct str search_digits(struct arena *arena, struct str text);

/* A finite number, or a text that is one. */
bool search_number(const struct json *given, double *number);

/* What stands around a text in a list, and in `custom`. */
#define SEARCH_LIST_MARK   "\n"
#define SEARCH_CUSTOM_MARK "\x1e"
#define SEARCH_VALUE_MARK  "\x1f"

/* "MARK key MARK": what a value in `custom` follows; the next SEARCH_CUSTOM_MARK ends it. */
struct str search_custom_key(struct arena *arena, struct str key);

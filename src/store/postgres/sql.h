/*
 * The words of store/tables/statements.def that PostgreSQL has of its own. The planner finds the
 * index.
 */
#pragma once

#define INDEXED_BY(index)
#define UNINDEXED(column)    column
#define ROW_ADDRESS          "ctid"
#define ROWS_OF_LIST(text)   "json_array_elements_text(CAST(" text " AS json)) AS list (value)"
#define POSITION(part, text) "strpos(" text ", " part ")"
#define BYTES_OF(text)       "octet_length(" text ")"
#define LARGER_OF(a, b)      "greatest(" a ", " b ")"

/* Whether a contact's email and phone tolerate no other; its own ones are addresses as well. */
#define CONTACT_UNIQUE "email_unique, phone_unique"
#define PASTE_CONTACT_SQL                                                                         \
    "WITH own AS (INSERT INTO address (location_id, contact_id, field, value, owner, own)"        \
    " SELECT ?1, ?2, a.field, a.value, CASE WHEN a.is_unique = 1 THEN '' ELSE ?2 END, 1"          \
    " FROM (VALUES ('email', ?4, CAST(?6 AS bigint)), ('phone', ?5, ?7))"                         \
    " AS a (field, value, is_unique)"                                                             \
    " WHERE a.value IS NOT NULL) INSERT INTO contact (location_id, id, version, email, phone,"    \
    " email_unique, phone_unique, date_added, business_id, document) VALUES (?1, ?2, ?3, ?4, ?5," \
    " ?6, ?7, ?8, ?9, ?10)"
#define ADDITIONAL_ADDRESSES "(SELECT * FROM address WHERE own = 0) AS address"
#define PASTE_ADDRESS_SQL                                                     \
    "INSERT INTO address (location_id, contact_id, field, value, owner, own)" \
    " VALUES (?1, ?2, ?3, ?4, ?5, 0)"

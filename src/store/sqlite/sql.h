/*
 * The words of store/tables/statements.def that SQLite has of its own.
 */
#pragma once

#define INDEXED_BY(index)    " INDEXED BY " #index
#define UNINDEXED(column)    "+" column
#define ROW_ADDRESS          "rowid"
#define ROWS_OF_LIST(text)   "json_each(" text ")"
#define POSITION(part, text) "instr(" text ", " part ")"
#define BYTES_OF(text)       "length(CAST(" text " AS BLOB))"
#define LARGER_OF(a, b)      "max(" a ", " b ")"

/* Whether a contact's email and phone tolerate no other, as flags; and the row as SQLite keeps it.
 */
#define CONTACT_UNIQUE "email_owner = '' AS email_unique, phone_owner = '' AS phone_unique"
#define PASTE_CONTACT_SQL                                                                    \
    "INSERT INTO contact (location_id, id, version, email, phone, email_owner, phone_owner," \
    " date_added, business_id, document) VALUES (?1, ?2, ?3, ?4, ?5, iif(?6, '', ?2),"       \
    " iif(?7, '', ?2), ?8, ?9, ?10)"
#define ADDITIONAL_ADDRESSES "address"
#define PASTE_ADDRESS_SQL                                                \
    "INSERT INTO address (location_id, contact_id, field, value, owner)" \
    " VALUES (?1, ?2, ?3, ?4, ?5)"

/*
 * The functions that a search's SQL calls for each contact it looks at.
 *
 *  has(text, part)                   1 when the part is in the text, byte for byte; SQLite's
 * instr() counts characters, which takes three times as long custom_has(custom, key, part)     the
 * same of the value behind the key in a contact's `custom` custom_value(custom, key)         that
 * value, a text custom_number(custom, key)        that value, a number
 *
 * The last three are NULL when the key is not there.
 */
#pragma once

#include <sqlite3.h>

/* An SQLite code. */
__attribute__((warn_unused_result)) int search_function_register(sqlite3 *connection);

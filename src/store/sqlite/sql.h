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

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

#include "store/sqlite/search_mark.h"

#include "store/sqlite/statement.h"

/*
 * A batch has at most 1024 operations, and none marks more than the 500 contacts of a bulk call.
 * Lines that do not fit would be lost to search, so there is room for more than a batch can bring.
 */
enum { MARK_LINES_MAX = 64 << 20 };

void search_marks_init(struct search_marks *marks)
{
    buf_init(&marks->lines, MARK_LINES_MAX);
    buf_init(&marks->location_id, MARK_LINES_MAX);
}

void search_marks_release(struct search_marks *marks)
{
    buf_release(&marks->lines);
    buf_release(&marks->location_id);
}

void search_marks_clear(struct search_marks *marks)
{
    buf_clear(&marks->lines);
    buf_clear(&marks->location_id);
}

void search_mark(struct search_marks *marks, struct str location_id, struct str contact_id)
{
    if (!str_eq(buf_str(&marks->location_id), location_id)) {
        buf_clear(&marks->location_id);
        buf_append(&marks->location_id, location_id);
        buf_append_char(&marks->lines, ':');
        buf_append(&marks->lines, location_id);
        buf_append_char(&marks->lines, '\n');
    }
    buf_append(&marks->lines, contact_id);
    buf_append_char(&marks->lines, '\n');
}

enum err search_marks_write(struct search_marks *marks, struct sqlite_view *writer)
{
    if (marks->lines.len == 0)
        return ERR_NONE;
    if (marks->lines.overflowed)
        return ERR_STORE_FAILED;
    STATEMENT statement = statement_take(writer, SQL_SEARCH_MARK);
    bind_text(statement, 1, buf_str(&marks->lines));
    return statement_change(writer, statement);
}

bool search_marks_next(struct str *rest, struct str *location_id, struct str *contact_id)
{
    struct str line;
    while (str_cut(rest, '\n', &line) && !str_is_empty(line)) {
        if (line.ptr[0] != ':') {
            *contact_id = line;
            return true;
        }
        *location_id = str_slice(line, 1, line.len);
    }
    return false;
}

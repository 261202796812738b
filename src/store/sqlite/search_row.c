/*
 * The happy path of putting a contact: find its row by the id; give it a place when it has none;
 * write the row; write tags and words only where they differ from the row's.
 */
#include "store/sqlite/search_file.h"
#include "store/sqlite/search_place.h"
#include "store/sqlite/statement.h"

/* ---- places -----------------------------------------------------------------------------------
 */

/* ERR_NOT_FOUND when nothing of the location is in the file. */
static enum err find_location(struct search_file *file, struct str id, int64_t *number)
{
    STATEMENT statement = search_file_take(file, SEARCH_SQL_LOCATION_NUMBER);
    bind_text(statement, 1, id);
    enum err err = search_file_row(file, statement);
    if (!err)
        *number = column_int(statement, 0);
    return err;
}

static enum err add_location(struct search_file *file, struct str id)
{
    STATEMENT statement = search_file_take(file, SEARCH_SQL_LOCATION_ADD);
    bind_text(statement, 1, id);
    return search_file_done(file, statement);
}

/* ERR_OVERLOADED past PLACE_LOCATION_MAX: of so many locations the last cannot be searched. */
static enum err number_of(struct search_file *file, struct str id, int64_t *number)
{
    enum err err = find_location(file, id, number);
    if (err != ERR_NOT_FOUND)
        return err;
    err = add_location(file, id);
    if (!err)
        err = find_location(file, id, number);
    return !err && *number > PLACE_LOCATION_MAX ? ERR_OVERLOADED : err;
}

/* The seat behind the last one taken of a millisecond; `first` when none is. */
static enum err next_seat(struct search_file *file, int64_t first, int64_t *place)
{
    STATEMENT statement = search_file_take(file, SEARCH_SQL_CONTACT_LAST);
    bind_int(statement, 1, first);
    bind_int(statement, 2, first + PLACE_SEATS - 1);
    enum err err = search_file_row(file, statement);
    *place = first;
    if (!err && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        *place = column_int(statement, 0) + 1;
    return err;
}

/*
 * Where a millisecond is full, those that follow are tried at doubled distances: a million contacts
 * of one date find their places in twenty steps, and those that came first stay first.
 */
static enum err choose_place(struct search_file *file, int64_t number, int64_t date_added_ms,
                             int64_t *place)
{
    enum err err = ERR_NONE;
    for (int64_t later_ms = 0; !err; later_ms = later_ms * 2 + 1) {
        int64_t first = place_of(number, date_added_ms + later_ms);
        err = next_seat(file, first, place);
        if (*place < first + PLACE_SEATS)
            break;
        if (date_added_ms + later_ms > PLACE_MS_MAX)
            return ERR_OVERLOADED;
    }
    return err;
}

/* ---- contacts ---------------------------------------------------------------------------------
 */

/* A contact as the file has it. */
struct kept {
    int64_t place;
    struct search_entry entry; /* its full_name, email, phone, company_name, tags, words */
};

static enum err find_contact(struct search_file *file, struct arena *arena, int64_t number,
                             struct str id, struct kept *kept)
{
    STATEMENT statement = search_file_take(file, SEARCH_SQL_CONTACT_FIND);
    bind_text(statement, 1, id);
    bind_int(statement, 2, place_first(number));
    bind_int(statement, 3, place_last(number));
    enum err err = search_file_row(file, statement);
    if (err)
        return err;
    *kept = (struct kept){
        .place = column_int(statement, 0),
        .entry =
            {
                .full_name = column_text(arena, statement, 1),
                .email = column_text(arena, statement, 2),
                .phone = column_text(arena, statement, 3),
                .company_name = column_text(arena, statement, 4),
                .tags = column_text(arena, statement, 5),
            },
    };
    kept->entry.words = search_entry_words(arena, &kept->entry);
    return ERR_NONE;
}

static enum err change_words(struct search_file *file, enum search_statement which, int64_t place,
                             struct str words)
{
    STATEMENT statement = search_file_take(file, which);
    bind_int(statement, 1, place);
    bind_text(statement, 2, words);
    return search_file_done(file, statement);
}

/* Each of the texts of a list column (contact/search_entry.h). */
static enum err change_tags(struct search_file *file, enum search_statement which, int64_t place,
                            struct str tags)
{
    struct str rest = tags;
    struct str tag;
    enum err err = ERR_NONE;
    while (!err && str_cut(&rest, SEARCH_LIST_MARK[0], &tag)) {
        if (str_is_empty(tag))
            continue;
        STATEMENT statement = search_file_take(file, which);
        bind_text(statement, 1, tag);
        bind_int(statement, 2, place);
        err = search_file_done(file, statement);
    }
    return err;
}

static void bind_date(sqlite3_stmt *statement, int parameter, int64_t wall_ms)
{
    if (wall_ms != SEARCH_NO_DATE)
        bind_int(statement, parameter, wall_ms);
}

static enum err write_row(struct search_file *file, enum search_statement which, int64_t place,
                          const struct search_entry *entry)
{
    STATEMENT statement = search_file_take(file, which);
    int parameter = 1;
    bind_text(statement, parameter++, entry->custom);
#define BIND_TEXT(value)          bind_text(statement, parameter++, value);
#define BIND_PHONE                BIND_TEXT
#define BIND_WORD                 BIND_TEXT
#define BIND_ID                   BIND_TEXT
#define BIND_TEXTS                BIND_TEXT
#define BIND_WORDS                BIND_TEXT
#define BIND_FLAG(value)          bind_int(statement, parameter++, value);
#define BIND_DATE(value)          bind_date(statement, parameter++, value);
#define FIELD(member, name, kind) BIND_##kind(entry->member)
#include "contact/search_fields.def"
    bind_int(statement, parameter, place);
    return search_file_done(file, statement);
}

static enum err add_contact(struct search_file *file, int64_t number,
                            const struct search_entry *entry)
{
    int64_t place;
    enum err err = choose_place(file, number, entry->date_added, &place);
    if (!err)
        err = write_row(file, SEARCH_SQL_CONTACT_ADD, place, entry);
    if (!err)
        err = change_words(file, SEARCH_SQL_WORDS_ADD, place, entry->words);
    if (!err)
        err = change_tags(file, SEARCH_SQL_TAG_ADD, place, entry->tags);
    return err ? err : search_file_run(file, SEARCH_SQL_LOCATION_COUNT, number, 1);
}

static enum err update_contact(struct search_file *file, const struct kept *kept,
                               const struct search_entry *entry)
{
    enum err err = write_row(file, SEARCH_SQL_CONTACT_CHANGE, kept->place, entry);
    if (!err && !str_eq(kept->entry.words, entry->words)) {
        err = change_words(file, SEARCH_SQL_WORDS_REMOVE, kept->place, kept->entry.words);
        if (!err)
            err = change_words(file, SEARCH_SQL_WORDS_ADD, kept->place, entry->words);
    }
    if (!err && !str_eq(kept->entry.tags, entry->tags)) {
        err = change_tags(file, SEARCH_SQL_TAG_REMOVE, kept->place, kept->entry.tags);
        if (!err)
            err = change_tags(file, SEARCH_SQL_TAG_ADD, kept->place, entry->tags);
    }
    return err;
}

enum err search_file_put(struct search_file *file, struct arena *arena, struct str location_id,
                         const struct search_entry *entry)
{
    int64_t number;
    struct kept kept;
    enum err err = number_of(file, location_id, &number);
    if (err)
        return err;
    err = find_contact(file, arena, number, entry->id, &kept);
    if (err == ERR_NOT_FOUND)
        return add_contact(file, number, entry);
    return err ? err : update_contact(file, &kept, entry);
}

static enum err remove_kept(struct search_file *file, int64_t number, const struct kept *kept)
{
    enum err err = change_words(file, SEARCH_SQL_WORDS_REMOVE, kept->place, kept->entry.words);
    if (!err)
        err = change_tags(file, SEARCH_SQL_TAG_REMOVE, kept->place, kept->entry.tags);
    if (!err)
        err = search_file_run(file, SEARCH_SQL_CONTACT_REMOVE, kept->place, 0);
    if (!err)
        err = search_file_run(file, SEARCH_SQL_LOCATION_COUNT, number, -1);
    return err ? err : search_file_run(file, SEARCH_SQL_LOCATION_REMOVE, number, 0);
}

enum err search_file_remove_contact(struct search_file *file, struct arena *arena,
                                    struct str location_id, struct str id)
{
    int64_t number;
    struct kept kept;
    enum err err = find_location(file, location_id, &number);
    if (!err)
        err = find_contact(file, arena, number, id, &kept);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    return remove_kept(file, number, &kept);
}

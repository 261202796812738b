/*
 * Users by their emails: looked up one by one, where a search looks at all.
 */
#include "contact/text.h"
#include "service/users.h"

/* ---- the body ---------------------------------------------------------------------------------
 */

/* Numbers are texts, as published, and lists are texts with commas. */
struct filter_body {
    struct json_opt_text company_id;
    struct json_opt_text emails;
    struct json_opt_flag deleted;
    struct json_opt_text skip;
    struct json_opt_text limit;
    struct json_opt_text projection;
};

#define ROW(json_kind, member, json_name, ...)                      \
    {                                                               \
        .name = STR_INIT(json_name), .kind = JSON_KIND_##json_kind, \
        .offset = offsetof(struct filter_body, member), __VA_ARGS__ \
    }

static const struct json_field filter_fields[] = {
    ROW(TEXT, company_id, "companyId", .max = RECORD_WORD_MAX, .required = true),
    ROW(TEXT, emails, "emails", .max = USER_EMAILS_LEN_MAX, .required = true),
    ROW(FLAG, deleted, "deleted", .max = 0),
    ROW(TEXT, skip, "skip", .max = RECORD_WORD_MAX),
    ROW(TEXT, limit, "limit", .max = RECORD_WORD_MAX),
    ROW(TEXT, projection, "projection", .max = RECORD_ADDRESS_MAX),
};

const struct json_table user_filter_table = {
    filter_fields, sizeof filter_fields / sizeof *filter_fields, sizeof(struct filter_body)};

/* Between commas, trimmed; no more than USER_EMAILS_MAX are looked at. */
static struct text_list parts_of(struct arena *arena, const char *name, struct str text,
                                 struct faults *faults)
{
    struct str *parts = ARENA_ARRAY(arena, struct str, USER_EMAILS_MAX);
    struct str part;
    size_t count = 0;
    while (str_cut(&text, ',', &part)) {
        part = str_trim(part);
        if (str_is_empty(part))
            continue;
        if (count == USER_EMAILS_MAX) {
            faults_add(faults, "%s must contain no more than %d elements", name, USER_EMAILS_MAX);
            break;
        }
        parts[count++] = text_lower(arena, text_nfc(arena, part));
    }
    return text_list_of_ids(arena, parts, count);
}

static int64_t number_of(const char *name, const struct json_opt_text *text, int64_t least,
                         int64_t most, int64_t otherwise, struct faults *faults)
{
    int64_t number = otherwise;
    if (!str_is_empty(text->value))
        (void)faults_read_number(faults, str_of(name), text->value, least, most, &number);
    return number;
}

enum err user_filter_read(struct user_filter *filter, struct arena *arena,
                          const struct json *object)
{
    struct filter_body body;
    struct faults *faults = &filter->faults;
    faults_init(faults, arena);
    json_table_decode(&user_filter_table, object, arena, &body, faults);
    filter->company_id = body.company_id.value;
    filter->emails = parts_of(arena, "emails", body.emails.value, faults);
    filter->deleted = body.deleted.value;
    filter->page.skip = number_of("skip", &body.skip, 0, RECORDS_MAX, 0, faults);
    filter->page.most = number_of("limit", &body.limit, 1, RECORDS_PAGE_MAX, USERS_PAGE, faults);
    filter->projection = parts_of(arena, "projection", body.projection.value, faults);
    filter->whole = text_list_has(&filter->projection, STR("all"));
    return faults->count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}

/* ---- finding ----------------------------------------------------------------------------------
 */

static enum err find_one(struct store_view *view, struct arena *arena,
                         const struct user_filter *filter, struct str email, struct record_row *row)
{
    const struct record_key all = user_key(STR(""));
    struct record_fields user;
    enum err err = store_record_find(view, arena, &all, email, row);
    if (!err)
        err = record_decode(RECORD_USER, row->document, arena, &user);
    if (err)
        return err;
    return str_eq(user.company_id.value, filter->company_id) ? ERR_NONE : ERR_NOT_FOUND;
}

static bool is_on_page(const struct record_page *page, size_t place)
{
    return (int64_t)place >= page->skip && (int64_t)place < page->skip + page->most;
}

/* One that is not on the page leaves its place to the next. */
static enum err find_all(struct store_view *view, struct arena *arena,
                         const struct user_filter *filter, struct users_found *found)
{
    for (size_t i = 0; i < filter->emails.count; i++) {
        struct record_row *row = &found->rows[found->count];
        enum err err = find_one(view, arena, filter, filter->emails.items[i], row);
        if (err && err != ERR_NOT_FOUND)
            return err;
        if (!err && is_on_page(&filter->page, found->total++))
            found->count++;
    }
    return ERR_NONE;
}

enum err user_filter_run(struct store *store, struct arena *arena, const struct user_filter *filter,
                         struct users_found *found)
{
    struct store_view *view;
    *found =
        (struct users_found){.rows = ARENA_ARRAY(arena, struct record_row, filter->emails.count)};
    if (filter->deleted)
        return ERR_NONE;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = find_all(view, arena, filter, found);
    store_view_release(view);
    return err;
}

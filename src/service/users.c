#include "service/users.h"

#include <stdlib.h>

#include "base/clock.h"
#include "contact/text.h"

struct record_key user_key(struct str id)
{
    return (struct record_key){.location_id = STR(""), .kind = RECORD_USER, .id = id};
}

/* ---- whose they are ---------------------------------------------------------------------------
 */

static bool is_only(const struct str *locations, size_t count, struct str location_id)
{
    return count == 1 && str_eq(locations[0], location_id);
}

bool user_may_become(const struct record_change *change)
{
    const struct json_opt_texts *locations = &change->patch.location_ids;
    if (str_is_empty(change->asked_by))
        return true;
    if (str_eq(change->patch.type.value, STR("agency")))
        return false;
    return locations->presence != JSON_GIVEN ||
           is_only(locations->items, locations->count, change->asked_by);
}

static enum err check_sight(struct str asked_by, const struct record_fields *user)
{
    struct text_list locations = user_locations(user);
    bool seen = str_is_empty(asked_by) || text_list_has(&locations, asked_by);
    return seen ? ERR_NONE : ERR_RECORD_UNKNOWN;
}

static bool is_another_company(const struct json_opt_text *asked, struct str kept)
{
    return asked->presence == JSON_GIVEN && !str_eq(asked->value, kept);
}

/* An email is the same in any case, as the index of emails has it. */
static bool is_another_email(const struct json_opt_text *asked, struct str kept,
                             struct arena *arena)
{
    return asked->presence == JSON_GIVEN &&
           !str_eq(text_lower(arena, asked->value), text_lower(arena, kept));
}

enum err user_check_change(const struct record_change *change, const struct record_fields *user)
{
    struct text_list locations = user_locations(user);
    enum err err = check_sight(change->asked_by, user);
    if (err)
        return err;
    bool shared = !str_is_empty(change->asked_by) &&
                  !is_only(locations.items, locations.count, change->asked_by);
    if (shared || is_another_company(&change->patch.company_id, user->company_id.value))
        return ERR_LOCATION_FORBIDDEN;
    bool moves = is_another_email(&change->patch.email, user->email.value, change->arena);
    return moves ? ERR_USER_EMAIL_FIXED : ERR_NONE;
}

enum err user_get(struct store *store, struct arena *arena, struct str id, struct str asked_by,
                  struct record_row *row)
{
    struct record_key key = user_key(id);
    struct record_fields user;
    enum err err = record_get(store, arena, &key, row);
    if (!err)
        err = record_decode(RECORD_USER, row->document, arena, &user);
    return err ? err : check_sight(asked_by, &user);
}

/* ---- searching --------------------------------------------------------------------------------
 */

/* One that matches: what it is sorted by, and where it is. */
struct match {
    struct str sort_key;
    struct str id;
};

struct searching {
    const struct user_search *search;
    struct arena *arena;
    struct match *matches;
    size_t count;
    size_t room;
    enum err err; /* of a document that cannot be read */
};

static struct str sort_key(enum user_sort sort, const struct record_row *row,
                           const struct record_fields *user, struct arena *arena)
{
    if (sort == USER_SORT_DATE_ADDED)
        return clock_iso(arena, row->date_added_ms);
    return text_lower(arena, sort == USER_SORT_EMAIL ? user->email.value : user->name.value);
}

static void add_match(struct searching *searching, struct str key, struct str id)
{
    enum { FIRST = 64 };
    size_t size = sizeof *searching->matches;
    if (searching->count == searching->room) {
        size_t room = searching->room ? searching->room * 2 : FIRST;
        searching->matches =
            arena_grow(searching->arena, searching->matches, searching->room * size, room * size);
        searching->room = room;
    }
    searching->matches[searching->count++] =
        (struct match){arena_copy(searching->arena, key), arena_copy(searching->arena, id)};
}

/* What is read of each goes at once: there may be 16 MiB of them. */
static void look_at(void *context, const struct record_row *row)
{
    struct searching *searching = context;
    const struct user_search *search = searching->search;
    struct record_fields user;
    struct arena arena;
    arena_init(&arena);
    enum err err = record_decode(RECORD_USER, row->document, &arena, &user);
    if (err)
        searching->err = err;
    else if (user_matches(&search->query, row->key.id, &user, &arena))
        add_match(searching, sort_key(search->sort, row, &user, &arena), row->key.id);
    arena_release(&arena);
}

/* Equal keys by id, so that pages fit together. */
static int compare_matches(const void *a, const void *b)
{
    const struct match *one = a;
    const struct match *other = b;
    int order = str_compare(one->sort_key, other->sort_key);
    return order ? order : str_compare(one->id, other->id);
}

static struct match *match_at(const struct searching *searching, size_t place)
{
    bool descending = searching->search->descending;
    return &searching->matches[descending ? searching->count - 1 - place : place];
}

/* One that was deleted in between is left out. */
static enum err read_page(const struct searching *searching, struct store_view *view,
                          struct users_found *found)
{
    struct record_page page = searching->search->page;
    size_t first = (size_t)page.skip < searching->count ? (size_t)page.skip : searching->count;
    size_t most = searching->count - first;
    if (most > (size_t)page.most)
        most = (size_t)page.most;
    *found = (struct users_found){.rows = ARENA_ARRAY(searching->arena, struct record_row, most),
                                  .total = searching->count};
    for (size_t i = 0; i < most; i++) {
        struct record_key key = user_key(match_at(searching, first + i)->id);
        enum err err = store_record_get(view, searching->arena, &key, &found->rows[found->count]);
        if (err && err != ERR_NOT_FOUND)
            return err;
        found->count += err == ERR_NONE;
    }
    return ERR_NONE;
}

static enum err search_in(struct store_view *view, struct searching *searching,
                          struct users_found *found)
{
    const struct record_key all = user_key(STR(""));
    const struct record_page whole = {0, record_type(RECORD_USER)->most};
    enum err err = store_record_walk(view, &all, whole, look_at, searching);
    if (!err)
        err = searching->err;
    if (err)
        return err;
    if (searching->count > 0)
        qsort(searching->matches, searching->count, sizeof *searching->matches, compare_matches);
    return read_page(searching, view, found);
}

enum err user_search(struct store *store, struct arena *arena, const struct user_search *search,
                     struct users_found *found)
{
    struct searching searching = {.search = search, .arena = arena};
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = search_in(view, &searching, found);
    store_view_release(view);
    return err;
}

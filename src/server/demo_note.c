#include "server/demo_note.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/log.h"
#include "service/demo.h"

static void print_first_start(const struct demo *demo, const char *scheme, struct str address)
{
    printf("\n"
           "A demo location with contacts, custom fields and a token is ready.\n"
           "\n"
           "  location  %.*s\n"
           "  contact   %.*s\n"
           "  token     %.*s   (shown once; only its hash is kept)\n"
           "\n"
           "Update Contact:\n"
           "\n"
           "curl -X PUT %s://%.*s/contacts/%.*s \\\n"
           "  -H 'Authorization: Bearer %.*s' \\\n"
           "  -H 'Version: 2021-07-28' -H 'Content-Type: application/json' \\\n"
           "  -d '{\"firstName\": \"Rosan\", \"tags\": [\"hello\"]}'\n"
           "\n",
           STR_ARG(demo->location_id), STR_ARG(demo->contact_id), STR_ARG(demo->token), scheme,
           STR_ARG(address), STR_ARG(demo->contact_id), STR_ARG(demo->token));
}

static void print_later_start(struct str store)
{
    printf("\n"
           "The store has data already. Its tokens were shown when they were made; for another:\n"
           "\n"
           "  build/contactd location list --store %.*s\n"
           "  build/contactd token create --store %.*s --location ID \\\n"
           "    --scope contacts.readonly --scope contacts.write\n"
           "\n",
           STR_ARG(store), STR_ARG(store));
}

void demo_note_print(struct store *store, const struct conf *conf, struct str address)
{
    struct arena arena;
    arena_init(&arena);
    struct demo demo;
    enum err err = demo_create(store, &arena, &demo);
    if (err == ERR_NONE)
        print_first_start(&demo, conf->tls_cert.len ? "https" : "http", address);
    else if (err == ERR_EXISTS)
        print_later_start(store_url_shown(&arena, conf->store));
    else
        log_event(LOG_ERROR, "demo_not_made", log_str("error", err_name(err)));
    fflush(stdout);
    arena_release(&arena);
}

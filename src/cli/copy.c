#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "store/copy.h"

/* How far it is: on a terminal one line that is written again, else a line when a table is done. */
struct progress {
    const char *doing;
    bool terminal;
};

static void tell(void *context, const char *table, int64_t rows, int64_t of)
{
    const struct progress *progress = context;
    bool done = rows == of;
    if (progress->terminal)
        fprintf(stderr, "\r%s %-18s %12lld of %lld%s", progress->doing, table, (long long)rows,
                (long long)of, done ? "\n" : "");
    else if (done)
        fprintf(stderr, "%s %s: %lld rows\n", progress->doing, table, (long long)rows);
}

static bool open_store(struct invocation *invocation, struct str url, bool create,
                       struct store **store, int *code)
{
    invocation->store_url = url;
    invocation->store = NULL;
    bool opened = invocation_open(invocation, create, code);
    *store = invocation->store;
    invocation->store = NULL;
    return opened;
}

static int copy_and_compare(struct store *from, struct store *to)
{
    struct err_text why = {""};
    struct progress progress = {"copied", isatty(STDERR_FILENO)};
    enum err err = store_copy(from, to, tell, &progress, &why);
    progress.doing = "compared";
    if (!err)
        err = store_compare(from, to, tell, &progress, &why);
    if (!err)
        printf("copied, and the same\n");
    else
        fprintf(stderr, "%scontactd: %s\n", progress.terminal ? "\n" : "", why.text);
    return err ? EXIT_FAILED : EXIT_OK;
}

int copy_command(struct invocation *invocation)
{
    struct str from_url = STR("");
    struct str to_url = STR("");
    const struct conf_flag flags[] = {
        {.name = "from",
         .placeholder = "URL",
         .help = "the store to copy; no server may run on it",
         .value = &from_url},
        {.name = "to",
         .placeholder = "URL",
         .help = "an empty store, or one that such a copy has begun",
         .value = &to_url},
        {0},
    };
    int code;
    struct store *from = NULL;
    struct store *to = NULL;
    if (!invocation_read(invocation, flags, &code))
        return code;
    if (str_is_empty(from_url) || str_is_empty(to_url) || str_eq(from_url, to_url))
        return invocation_usage(invocation, "--from and --to: give two stores");
    if (open_store(invocation, from_url, false, &from, &code) &&
        open_store(invocation, to_url, true, &to, &code))
        code = copy_and_compare(from, to);
    store_close(from);
    store_close(to);
    return code;
}

#include <stdio.h>

#include "cli/command.h"

static void tell(void *context, const char *name, const char *kept, const char *since)
{
    struct print *print = context;
    print_record(print);
    print_text(print, "name", str_of(name));
    print_text(print, "kept", str_of(kept));
    print_text(print, "since", str_of(since));
}

int store_distribute_command(struct invocation *invocation)
{
    int code;
    const struct conf_flag none[] = {{0}};
    if (!invocation_read(invocation, none, &code))
        return code;
    struct print print = print_begin(invocation->arena, invocation->json, "told");
    struct err_text why = {""};
    enum err err = store_distribute(invocation->store_url, tell, &print, &why);
    print_end(&print);
    if (!err)
        return EXIT_OK;
    fprintf(stderr, "contactd: %s\n", why.text);
    return err == ERR_SETTING_INVALID ? EXIT_USAGE : EXIT_FAILED;
}

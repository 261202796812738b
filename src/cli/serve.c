#include <stdio.h>

#include "cli/command.h"
#include "server/server.h"

static void print_help(void)
{
    printf("Serves the API until SIGTERM.\n\nUsage: contactd serve [--config FILE] [flags]\n\n");
    conf_print_help(stdout);
}

int serve_command(struct invocation *invocation)
{
    struct conf conf;
    bool help = false;
    struct err_text why = {""};
    enum err err = conf_read(invocation->argc, invocation->argv, invocation->environment,
                             invocation->arena, &conf, &help, &why);
    if (help) {
        print_help();
        return EXIT_OK;
    }
    if (err)
        return invocation_usage(invocation, "%s", why.text);
    err = server_run(&conf);
    if (err == ERR_SETTING_INVALID)
        return EXIT_USAGE;
    return err ? EXIT_FAILED : EXIT_OK;
}

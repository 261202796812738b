#include <stdio.h>
#include <string.h>

#include "cli/command.h"

int version_command(struct invocation *invocation)
{
    if (invocation->argc > 0) {
        bool json = strcmp(invocation->argv[0], "--json") == 0;
        bool help = strcmp(invocation->argv[0], "--help") == 0;
        if (invocation->argc > 1 || (!json && !help))
            return invocation_usage(invocation, "'%s' is not understood here",
                                    invocation->argv[invocation->argc - 1]);
        if (json)
            printf("{\"version\":\"%s\"}\n", CONTACTD_VERSION);
        else
            printf("Usage: contactd version [--json]\n");
        return EXIT_OK;
    }
    printf("contactd %s\n", CONTACTD_VERSION);
    return EXIT_OK;
}

int help_command(struct invocation *invocation)
{
    const char *what = invocation->argc > 0 ? invocation->argv[0] : "--help";
    if (invocation->argc > 1)
        return invocation_usage(invocation, "'%s' is not understood here", invocation->argv[1]);
    if (strcmp(what, "--markdown") == 0)
        conf_print_markdown(stdout);
    else if (strcmp(what, "--man") == 0)
        conf_print_man(stdout);
    else if (strcmp(what, "--help") == 0)
        commands_print(stdout, NULL);
    else
        return invocation_usage(invocation, "'%s' is not understood here", what);
    return EXIT_OK;
}

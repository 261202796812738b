/*
 * One subcommand: a row of commands.def, and what its function works with.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "conf/conf.h"
#include "store/store.h"

/* Operands ("show ID") of one command line; a further one is a mistake. */
enum { COMMAND_OPERANDS_MAX = 1 };

struct invocation;

struct command {
    const char *noun;     /* "location" */
    const char *verb;     /* "create"; "" when the noun is the whole command */
    const char *operands; /* "ID", or "" */
    const char *summary;
    int (*run)(struct invocation *invocation);
};

/* A subcommand being run. */
struct invocation {
    const struct command *command;
    int argc; /* what is behind the subcommand's name, argv[0] being the first of it */
    char **argv;
    char **environment;
    struct arena *arena;
    struct str store_url;
    struct str operands[COMMAND_OPERANDS_MAX];
    size_t operand_count;
    bool json;
    struct store *store; /* after invocation_open */
};

/*
 * Reads the command line into `flags` (ended by a row without a name), --store, --json and
 * operands. False when there is nothing left to do: help was printed (*code EXIT_OK), or a mistake
 * (EXIT_USAGE).
 */
bool invocation_read(struct invocation *invocation, const struct conf_flag *flags, int *code);

/*
 * Opens the store; with `create`, makes it when there is none. False after one line on standard
 * error, with *code.
 */
bool invocation_open(struct invocation *invocation, bool create, int *code);

/* Opens the store and a view of it, for a command that only reads; false as invocation_open. */
bool invocation_view(struct invocation *invocation, struct store_view **view, int *code);

/* A mistake in the use: one line, EXIT_USAGE. */
int invocation_usage(const struct invocation *invocation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What could not be done, and what to do when that is the store's trouble: one line, EXIT_FAILED.
 */
int invocation_failed(const struct invocation *invocation, enum err err, const char *what);

/* "there is no NOUN 'ID'", EXIT_UNKNOWN. */
int invocation_unknown(const struct invocation *invocation, const char *noun, struct str id);

/* Prints the usage of all commands, or those of one noun. */
void commands_print(FILE *out, const char *noun);

/* The functions behind the rows. */
#define COMMAND(noun, verb, operands, summary, run) int run(struct invocation *invocation);
#include "cli/commands.def"
#undef COMMAND

/*
 * A client's connection: any bytes out, whole answers in. Used by one thread.
 *
 * Nothing waits for ever: what takes longer than WIRE_PATIENCE_S fails the test.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { WIRE_PATIENCE_S = 20 };

struct wire {
    int fd;
    struct buf received;
    size_t taken; /* bytes of it that were given out as answers */
};

/* Texts that live until the next answer is taken. */
struct answer {
    int status;
    struct str head;
    struct str body;
};

void wire_open(struct wire *wire, uint16_t port);
void wire_close(struct wire *wire);

/* Closes with a reset, as the kernel of a client that was killed does. */
void wire_reset(struct wire *wire);

void wire_send(struct wire *wire, struct str bytes);
void wire_send_z(struct wire *wire, const char *text);
void wire_send_fill(struct wire *wire, size_t count); /* so many times "x" */

/* The next answer; one to HEAD says how long its body would be and has none. */
struct answer wire_answer(struct wire *wire);
struct answer wire_answer_to_head(struct wire *wire);

/* Waits for the next byte or the end: true when the server has closed or reset the connection. */
bool wire_is_over(struct wire *wire);

/* Sends, and takes the answer. */
struct answer wire_ask(struct wire *wire, const char *request);

/* The value of one of its header fields, empty when there is none. */
struct str answer_header(const struct answer *answer, const char *name);

void assert_text(struct str got, const char *wanted);

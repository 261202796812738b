/*
 * A request and its answer: the order in which the app is asked, and what it is asked.
 *
 * The happy path: exchange_take_head when the head is there, exchange_take_part for each part of
 * the body, exchange_take_end when all of it is there, exchange_take_resumed after a suspension;
 * exchange_end when the answer is out. All on the connection's thread.
 *
 * An answer is sent when the body has been read, also where it was known earlier. Sent before, and
 * with the connection closed behind it, a client that writes its whole request first would find it
 * reset, with the answer lost. It is sent at once only where reading on makes no sense: the client
 * waits for "100 Continue", the body is longer than we read on for, or nobody can tell where it
 * ends; then the connection closes after it.
 *
 * What can go wrong: the client goes away or breaks the protocol at any step.
 */
#pragma once

#include "base/err.h"
#include "base/str.h"

struct http_request;

/* From here on the request is in flight. */
void exchange_take_head(struct http_request *request);
void exchange_take_part(struct http_request *request, struct str part);

/* The request is answered, or suspended. */
void exchange_take_end(struct http_request *request);

/* Answered. */
void exchange_take_resumed(struct http_request *request);

/* What came cannot be read, or is too much: answered, unless it is already. */
void exchange_refuse(struct http_request *request, enum err why);

enum exchange_end {
    EXCHANGE_DELIVERED,
    EXCHANGE_CLIENT_GONE, /* before the answer was out, or the request whole */
    EXCHANGE_CUT          /* by us, with whatever status it has */
};

/* Tells the app if it has heard of the request; frees it. */
void exchange_end(struct http_request *request, enum exchange_end how);

/*
 * A connection: bytes to requests, answers to bytes, one request after another.
 *
 * It belongs to one worker, whose thread calls everything here but http_connection_suspend's
 * counterpart, http_connection_resume. Between two requests it holds nothing but itself.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "http/inbox.h"
#include "http/transport.h"

struct http_request;
struct http_server;
struct worker;
struct address;

enum http_connection_state {
    CONNECTION_SHAKING_HANDS,
    CONNECTION_OPEN,
    CONNECTION_LINGERING, /* the last answer is out; what still comes is thrown away */
    CONNECTION_OVER
};

struct http_connection {
    struct inbox_item arrival; /* in its worker's inbox: new, or resumed */
    struct http_server *server;
    struct worker *worker;
    struct http_connection *previous; /* of its worker's */
    struct http_connection *next;
    struct address *address; /* NULL when nobody counts */
    struct transport transport;
    enum http_connection_state state;
    struct http_connection *next_answering; /* of its worker's, when `put_off` */
    bool put_off;
    bool readable;                /* reading may give something */
    bool client_ended;            /* the last that reading gives is the end */
    struct http_request *request; /* NULL between two */
    struct buf unread;            /* received, but behind a request that is not answered yet */
    size_t unread_taken;
    int64_t active_ns;  /* when bytes went last, either way */
    int64_t lingers_ns; /* since when */
    size_t discarded;   /* bytes, while lingering */
};

/* Owns `fd` from then on. Any thread. */
struct http_connection *http_connection_new(struct http_server *server, int fd);

/* Something has happened to its socket: `events` of epoll. It may be gone afterwards. */
void http_connection_take_events(struct http_connection *connection, uint32_t events);

/* Goes on as far as that is possible at once. It may be gone afterwards. */
void http_connection_drive(struct http_connection *connection);

/* From its worker's inbox, for the second time or later. It may be gone afterwards. */
void http_connection_take_resumed(struct http_connection *connection);

/* Closes it where it has taken longer than the server allows. */
void http_connection_check_time(struct http_connection *connection, int64_t now_ns);

/* Closes it, whatever it is at; a request that is suspended must have been resumed. */
void http_connection_close(struct http_connection *connection);

/* As http_resume, and http_resume_quietly. */
void http_connection_resume(struct http_connection *connection);
void http_connection_resume_quietly(struct http_connection *connection);

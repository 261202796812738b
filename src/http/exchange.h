/*
 * A request and its answer, as libmicrohttpd drives them: its callbacks, and nothing else.
 *
 * The happy path: exchange_begin at the request line; exchange_step when the head is there, for
 * each part of the body, when all of it is there, and after a suspension; exchange_end when the
 * answer is out. The library calls them on the connection's thread, one at a time.
 *
 * An answer is queued when the body has been read, also where it was known earlier. Queued before,
 * the library would close the connection, and a client that writes its whole request first would
 * find it reset, with the answer lost. It is queued at once only where reading on makes no sense:
 * the client waits for "100 Continue", the body is longer than we read on for, or nobody can tell
 * where it ends.
 *
 * What can go wrong: the client goes away or breaks the protocol at any step, and exchange_end
 * comes early; if it was resumed by then and not told yet, it is told first, so that the app meets
 * every suspension's end. The library answers what is not HTTP by itself.
 */
#pragma once

#include <microhttpd.h>

/* `context` is the server, `*slot` the request. */
void *exchange_begin(void *context, const char *target, struct MHD_Connection *connection);
enum MHD_Result exchange_step(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *part,
                              size_t *part_len, void **slot);
void exchange_end(void *context, struct MHD_Connection *connection, void **slot,
                  enum MHD_RequestTerminationCode why);

/*
 * Answers: the bodies that every operation shares, errors before all.
 *
 * Each function answers the request, once; after it the handler returns.
 */
#pragma once

#include "api/request.h"
#include "base/faults.h"
#include "service/contacts.h"
#include "json/writer.h"

/* Every answer goes through here: with what each of them tells, whatever it answers. */
void answer_send(struct request *request, struct http_response *response);

/* A body that is JSON already, with headers the caller set in *response (its body is set here). */
void answer_json(struct request *request, struct http_response *response, struct str body);

/* A document that is a JSON object and not empty, as it is, with the traceId in it. */
void answer_document(struct request *request, int status, struct str document);

/* Ends the object that was begun with the traceId, and answers with it. */
void answer_end(struct request *request, struct http_response *response, struct json_writer *w);

/* {"succeded":true,"traceId"}: what a delete says. Under v3 in both spellings. */
void answer_succeeded(struct request *request, int status);
void answer_write_succeeded(struct request *request, struct json_writer *w);

/*
 * {"statusCode", "message", "error", "traceId"} with err.def's sentence; its {id}, {item},
 * {method} and {path} come from the request, those about a record from request->record.
 */
void answer_error(struct request *request, enum err err);

/* A status in words. */
struct str answer_reason(int status);

/* A sentence of err.def with its {parts} filled in by whoever knows them; in the arena. */
struct str answer_fill(struct arena *arena, struct str sentence,
                       struct str (*part)(const void *context, struct str name),
                       const void *context);

/* err.def's sentence with its {parts} filled in; {id} is `id`. */
struct str answer_sentence(struct request *request, enum err err, struct str id);

/* answer_error with a sentence of its own. */
void answer_error_message(struct request *request, enum err err, struct str message);

/* 405, with the Allow header. */
void answer_method_unknown(struct request *request, struct str allow);

/* 400 with what is wrong and where. */
void answer_json_malformed(struct request *request, const struct json_malformed *malformed);

/* 422 with `message` as an array. */
void answer_faults(struct request *request, const struct faults *faults);

/* 400 with `meta`: who is in the way. */
void answer_duplicate(struct request *request, const struct duplicate *duplicate);

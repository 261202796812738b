/*
 * The description of the API, and the page that shows it. Both need no token: they tell what this
 * program is, and nothing of what is in it.
 */
#pragma once

#include "base/str.h"

struct docs;
struct request;

/* Makes the description; what the page is made of was made by the build. */
struct docs *docs_new(void);
void docs_free(struct docs *docs);

void get_openapi(struct request *request);
void get_docs(struct request *request);
void get_docs_file(struct request *request);

/* One file of the page, compressed by gzip; made by scripts/embed-files. */
struct docs_file {
    struct str name;
    struct str media;
    struct str etag;
    const char *bytes;
    const char *end;
};

/* The last has no name; it is the only one where the page was not built in. */
extern const struct docs_file docs_files[];

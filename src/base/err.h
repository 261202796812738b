/*
 * The one list of errors, and the text that goes with one.
 *
 * Every function that can fail for a reason its caller can do something about returns an enum err;
 * results are written only on ERR_NONE. A user's mistake is a value, a bug is an assertion.
 */
#pragma once

#include "base/str.h"

enum err {
    ERR_NONE = 0,
#define ERR(name, status, sentence) ERR_##name,
#include "base/err.def"
#undef ERR
    ERR_COUNT
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* The HTTP status of an error, 200 for ERR_NONE. */
int err_status(enum err err);

/* Its sentence from err.def, {parts} not filled in. */
struct str err_sentence(enum err err);

/* Its name as in err.def ("TOKEN_INVALID"), for logs. */
struct str err_name(enum err err);

/*
 * The longest explanation a lower room hands up, in bytes with the NUL. An explanation says what
 * went wrong first, the subject in 'quotes', then what to do; it has no full stop at the end. It
 * never holds a token, an email, a phone number or an ssn.
 */
enum { ERR_TEXT_MAX = 512 };

struct err_text {
    char text[ERR_TEXT_MAX];
};

/* Sets the explanation (cut at ERR_TEXT_MAX) and returns `err`, so that a failing path is one line.
 */
enum err err_explain(struct err_text *explanation, enum err err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#include "api/query.h"

#include "api/access.h"
#include "api/answer.h"
#include "http/uri.h"

struct str query_text(struct request *request, struct str name)
{
    struct str value = STR("");
    enum err err = uri_query_get(request->arena, http_query(request->http), name, &value);
    return err ? STR("") : value;
}

struct str query_phone(struct request *request, struct str name)
{
    struct str phone = query_text(request, name);
    if (phone.len < 2 || phone.ptr[0] != ' ' || !str_is_digit(phone.ptr[1]))
        return phone;
    return arena_format(request->arena, "+%.*s", STR_ARG(str_trim(phone)));
}

struct str query_email(struct request *request, struct str name)
{
    struct str email = arena_copy(request->arena, str_trim(query_text(request, name)));
    char *bytes = (char *)(uintptr_t)email.ptr;
    for (size_t i = 0; i < email.len; i++) {
        if (bytes[i] == ' ')
            bytes[i] = '+';
    }
    return email;
}

/* RFC 3986: what is not unreserved. */
struct str query_encoded(struct request *request, struct str value)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_alloc(request->arena, value.len * 3);
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || str_is_digit((char)c) || (c && strchr("-._~", c))) {
            out[len++] = (char)c;
            continue;
        }
        out[len++] = '%';
        out[len++] = hex[c >> 4];
        out[len++] = hex[c & 15];
    }
    return (struct str){out, len};
}

bool query_flag(struct request *request, struct str name, struct faults *faults)
{
    struct str text = query_text(request, name);
    bool is_true = str_eq(text, STR("true"));
    if (!is_true && !str_eq(text, STR("false")))
        faults_add(faults, "%.*s must be a boolean value", STR_ARG(name));
    return is_true;
}

int64_t query_number(struct request *request, struct str name, const struct query_range *range,
                     struct faults *faults)
{
    int64_t number = range->otherwise;
    struct str text = str_trim(query_text(request, name));
    if (!str_is_empty(text))
        (void)faults_read_number(faults, name, text, range->least, range->most, &number);
    return number;
}

bool query_location(struct request *request, struct str *location_id)
{
    struct str asked = query_text(request, STR("locationId"));
    if (str_is_empty(asked)) {
        answer_error_message(request, ERR_BODY_INVALID, STR("locationId can't be undefined"));
        return false;
    }
    enum err err = access_check_location(request, asked);
    if (err)
        answer_error_message(request, err, answer_sentence(request, err, asked));
    else
        *location_id = asked;
    return !err;
}

/*
 * PostgreSQL's binary formats of the four types the statements have, and of arrays of two of them.
 */
#include <assert.h>
#include <endian.h>
#include <string.h>

#include "store/postgres/statement.h"

/* pg_type.dat; they are the same in every server. */
enum { TYPE_BYTEA = 17, TYPE_BIGINT = 20, TYPE_TEXT = 25, TYPE_BIGINTS = 1016, TYPE_TEXTS = 1009 };

/* Numbers that a statement leaves out want a type as well. */
static void make_room(struct parameters *parameters, int number)
{
    for (; parameters->count < number; parameters->count++) {
        parameters->types[parameters->count] = TYPE_TEXT;
        parameters->values[parameters->count] = NULL;
    }
}

static void put(struct parameters *parameters, int number, Oid type, const void *bytes, size_t size)
{
    assert(number >= 1 && number <= PARAMETERS_MAX && size <= INT32_MAX);
    make_room(parameters, number);
    parameters->types[number - 1] = type;
    parameters->values[number - 1] = bytes;
    parameters->lengths[number - 1] = (int)size;
}

void parameter_text(struct parameters *parameters, int number, struct str text)
{
    put(parameters, number, TYPE_TEXT, text.len > 0 ? text.ptr : "", text.len);
}

void parameter_text_or_null(struct parameters *parameters, int number, struct str text)
{
    put(parameters, number, TYPE_TEXT, text.len > 0 ? text.ptr : NULL, text.len);
}

void parameter_blob(struct parameters *parameters, int number, const void *bytes, size_t size)
{
    put(parameters, number, TYPE_BYTEA, bytes, size);
}

void parameter_int(struct parameters *parameters, int number, int64_t value)
{
    uint64_t wire = htobe64((uint64_t)value);
    memcpy(parameters->numbers[number - 1], &wire, sizeof wire);
    put(parameters, number, TYPE_BIGINT, parameters->numbers[number - 1], sizeof wire);
}

/* ---- arrays -----------------------------------------------------------------------------------
 */

static char *put_word(char *at, size_t word)
{
    uint32_t wire = htobe32((uint32_t)word);
    memcpy(at, &wire, sizeof wire);
    return at + sizeof wire;
}

enum { ARRAY_HEAD = 5 * sizeof(uint32_t) };

/* Of one dimension, from 1, without a NULL. */
static char *put_head(char *at, Oid type, size_t count)
{
    at = put_word(at, 1);
    at = put_word(at, 0);
    at = put_word(at, type);
    at = put_word(at, count);
    return put_word(at, 1);
}

void parameter_texts(struct parameters *parameters, int number, struct arena *arena,
                     const struct str *texts, size_t count)
{
    size_t size = ARRAY_HEAD;
    for (size_t i = 0; i < count; i++)
        size += sizeof(uint32_t) + texts[i].len;
    char *bytes = arena_alloc(arena, size);
    char *at = put_head(bytes, TYPE_TEXT, count);
    for (size_t i = 0; i < count; i++) {
        at = put_word(at, texts[i].len);
        if (texts[i].len > 0)
            memcpy(at, texts[i].ptr, texts[i].len);
        at += texts[i].len;
    }
    put(parameters, number, TYPE_TEXTS, bytes, size);
}

void parameter_ints(struct parameters *parameters, int number, struct arena *arena,
                    const int64_t *values, size_t count)
{
    size_t size = ARRAY_HEAD + count * (sizeof(uint32_t) + sizeof(uint64_t));
    char *bytes = arena_alloc(arena, size);
    char *at = put_head(bytes, TYPE_BIGINT, count);
    for (size_t i = 0; i < count; i++) {
        uint64_t wire = htobe64((uint64_t)values[i]);
        at = put_word(at, sizeof wire);
        memcpy(at, &wire, sizeof wire);
        at += sizeof wire;
    }
    put(parameters, number, TYPE_BIGINTS, bytes, size);
}

/* ---- results ----------------------------------------------------------------------------------
 */

struct str result_text(const PGresult *result, int row, int column)
{
    return (struct str){PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column)};
}

/* bigint, and the integer that a constant is. */
int64_t result_int(const PGresult *result, int row, int column)
{
    struct str bytes = result_text(result, row, column);
    if (bytes.len == sizeof(uint32_t)) {
        uint32_t word;
        memcpy(&word, bytes.ptr, sizeof word);
        return (int32_t)be32toh(word);
    }
    uint64_t wire = 0;
    assert(bytes.len == sizeof wire || bytes.len == 0);
    memcpy(&wire, bytes.ptr, bytes.len);
    return (int64_t)be64toh(wire);
}

int64_t result_changes(PGresult *result)
{
    int64_t count = 0;
    (void)str_to_int64(str_of(PQcmdTuples(result)), &count);
    return count;
}

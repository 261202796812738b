#include "server/pem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static enum err read_file(struct arena *arena, const char *flag, struct str path, struct str *text,
                          struct err_text *why)
{
    FILE *file = fopen(arena_copy_z(arena, path), "re");
    if (!file)
        return err_explain(why, ERR_SETTING_INVALID, "%s: cannot read '%.*s' (%s)", flag,
                           STR_ARG(path), strerror(errno));
    char *bytes = arena_alloc(arena, PEM_FILE_MAX + 1);
    size_t len = fread(bytes, 1, PEM_FILE_MAX + 1, file);
    fclose(file);
    if (len == 0 || len > PEM_FILE_MAX)
        return err_explain(why, ERR_SETTING_INVALID, "%s: '%.*s' is not a PEM file (1 to %d bytes)",
                           flag, STR_ARG(path), PEM_FILE_MAX);
    *text = (struct str){bytes, len};
    return ERR_NONE;
}

enum err pem_read_pair(struct arena *arena, struct str certificate_path, struct str key_path,
                       struct str *certificate, struct str *key, struct err_text *why)
{
    *certificate = STR("");
    *key = STR("");
    if (str_is_empty(certificate_path) != str_is_empty(key_path))
        return err_explain(why, ERR_SETTING_INVALID,
                           "--tls-cert and --tls-key go together; give both or neither");
    if (str_is_empty(certificate_path))
        return ERR_NONE;
    enum err err = read_file(arena, "--tls-cert", certificate_path, certificate, why);
    return err ? err : read_file(arena, "--tls-key", key_path, key, why);
}

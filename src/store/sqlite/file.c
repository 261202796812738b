#include "store/sqlite/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

/* SQLite puts "-journal" behind the name, and the whole has to be a path of the system. */
enum { FILE_NAME_MAX = PATH_MAX - sizeof "-journal" };

/* Relative names get "./": ":memory:" and "file:…" would otherwise mean something else to SQLite.
 */
static char *make_path(struct str name)
{
    const char *prefix = str_starts_with(name, STR("/")) ? "" : "./";
    size_t size = strlen(prefix) + name.len + 1;
    char *path = memory_alloc(size);
    snprintf(path, size, "%s%.*s", prefix, STR_ARG(name));
    return path;
}

static enum err check_name(struct str name, struct err_text *explanation)
{
    if (str_is_empty(name))
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "the store has no file name: use sqlite:PATH");
    if (str_eq(name, STR(":memory:")))
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "a store in memory would keep nothing: use sqlite:PATH");
    if (name.len > FILE_NAME_MAX || str_find(name, '\0') < name.len)
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "the store's file name is not one: use at most %d bytes without NUL",
                           (int)FILE_NAME_MAX);
    return ERR_NONE;
}

/* A folder is lost with a power failure until the one that holds its name is flushed. */
static int flush_holder(const char *name)
{
    char *copy = strdup(name);
    if (!copy)
        memory_exhausted(strlen(name));
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int why = fd < 0 || fsync(fd) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    free(copy);
    return why;
}

/* 0, or why there is no such folder. */
static int make_and_flush(const char *name)
{
    if (mkdir(name, 0700) == 0)
        return flush_holder(name);
    return errno == EEXIST ? 0 : errno;
}

static enum err make_folder(const char *path, struct err_text *explanation)
{
    struct str folder = {.ptr = path, .len = (size_t)(strrchr(path, '/') - path)};
    if (str_is_empty(folder))
        return ERR_NONE;
    char *name = strndup(folder.ptr, folder.len);
    if (!name)
        memory_exhausted(folder.len);
    int why = make_and_flush(name);
    free(name);
    if (why == 0)
        return ERR_NONE;
    return err_explain(explanation, ERR_STORE_UNUSABLE,
                       "cannot make the folder '%.*s' (%s): make it, or choose another file",
                       STR_ARG(folder), strerrordesc_np(why));
}

/*
 * SQLite would make the file readable by all. Only a new file is opened here: closing any
 * descriptor of a file drops the locks that this process holds on it.
 */
static enum err make_file(const char *path, struct err_text *explanation)
{
    enum err err = make_folder(path, explanation);
    if (err)
        return err;
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) {
        close(fd);
        return ERR_NONE;
    }
    if (errno == EEXIST)
        return ERR_NONE;
    return err_explain(explanation, ERR_STORE_UNUSABLE,
                       "cannot make '%s' (%s): its folder has to be writable by this user", path,
                       strerrordesc_np(errno));
}

static enum err check_file(const char *path, struct err_text *explanation)
{
    struct stat file;
    if (stat(path, &file) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "there is no store at '%s': `contactd serve` or `contactd location "
                           "create` makes one",
                           path);
    if (stat(path, &file) != 0)
        return err_explain(explanation, ERR_STORE_UNUSABLE, "cannot look at '%s' (%s)", path,
                           strerrordesc_np(errno));
    if (!S_ISREG(file.st_mode))
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "'%s' is not a file: choose another one", path);
    return ERR_NONE;
}

enum err file_prepare(struct str name, bool create, char **path, struct err_text *explanation)
{
    enum err err = check_name(name, explanation);
    if (err)
        return err;
    char *made = make_path(name);
    if (create)
        err = make_file(made, explanation);
    if (!err)
        err = check_file(made, explanation);
    if (err) {
        free(made);
        return err;
    }
    *path = made;
    return ERR_NONE;
}

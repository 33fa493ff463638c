/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/buf.h"
#include "util/text.h"
#include "util/utf8.h"
#include "util/when.h"

#define LINE_SIZE 4096

static const char *const level_names[LOG_LEVEL_N] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

/* The log sink: one of the few things that are the whole process's. */
static atomic_int sink = -1;
static atomic_int sink_least;

/* An older, wider mode of a file of ours is narrowed; a pipe is left alone. */
static bool narrow(int fd)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        return false;
    return !S_ISREG(status.st_mode) || (status.st_mode & 0077) == 0 ||
           fchmod(fd, S_IRUSR | S_IWUSR) == 0;
}

bool log_open(const char *path, enum log_level least, struct err *err)
{
    int fd = STDERR_FILENO;

    if (!str_eq(str_of(path), STR("-"))) {
        fd = open(path,
                  O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY |
                      O_NOFOLLOW,
                  S_IRUSR | S_IWUSR);
        if (fd < 0)
            return err_errno(err, errno,
                             _("The log file %s cannot be opened. Choose "
                               "another file for the log"),
                             path);
        if (!narrow(fd)) {
            err_errno(err, errno,
                      _("The log file %s cannot be kept from other users. "
                        "Choose another file for the log"),
                      path);
            close(fd);
            return false;
        }
    }
    log_close();
    atomic_store(&sink_least, (int)least);
    atomic_store(&sink, fd);
    return true;
}

void log_close(void)
{
    int fd = atomic_exchange(&sink, -1);

    if (fd >= 0 && fd != STDERR_FILENO)
        close(fd);
}

void log_line(enum log_level level, const char *fmt, ...)
{
    int fd = atomic_load(&sink);
    char moment[WHEN_TEXT_SIZE];
    char text[LINE_SIZE];
    struct buf line;
    va_list args;

    if (fd < 0 || (int)level < atomic_load(&sink_least))
        return;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    buf_init(&line);
    buf_printf(&line, "%s %-5s ", when_iso(when_now(), moment),
               level_names[level]);
    utf8_visible(&line, str_of(text));
    buf_char(&line, '\n');
    /* A full disk must not stop the work, and nobody reads this line then. */
    while (write(fd, line.at, line.len) < 0 && errno == EINTR)
        continue;
    buf_done(&line);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * db_sqlite.c - opening a database of SQLite, and what its errors mean.
 */
#include "store/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/person.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/text.h"

#define BUSY_MILLISECONDS 5000
/* Pages in the journal after which they are written home. */
#define CHECKPOINT_FRAMES 4000
#define BUSY_STEP         10

/* A table or a column that is not there, or is there already: what is asked
 * here, and what the file was made for, are not the same. */
static bool is_other_format(const char *said)
{
    static const char *const signs[] = {
        "no such table",  "no such column",        "has no column named",
        "already exists", "duplicate column name",
    };

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (strstr(said, signs[i]))
            return true;
    }
    return false;
}

static bool fail_statement(const struct db *db, int code, const char *said,
                           struct err *err)
{
    if ((code & 0xff) == SQLITE_ERROR && is_other_format(said))
        return err_set(err, ERR_INPUT,
                       _("The store %s has another format than that of this "
                         "riposte (%s). Open it with the riposte that made "
                         "it, or move it away, or name another with --store; "
                         "then a new one is made."),
                       db->path, said);
    return err_set(err, ERR_BUG, _("The store %s failed: %s."), db->path, said);
}

bool db_failed(struct db *db, struct err *err)
{
    const char *said = sqlite3_errmsg(db->handle);
    int code = sqlite3_errcode(db->handle);

    if (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE)
        return err_set(err, ERR_LOCAL,
                       _("The store %s cannot be written to: its disk is full "
                         "or failing, or a quota or a limit of file sizes is "
                         "reached. Nothing of this was stored."),
                       db->path);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_AGAIN,
                       _("The store %s is busy: another process has been "
                         "writing to it for %d seconds. Try again."),
                       db->path, BUSY_MILLISECONDS / 1000);
    case SQLITE_FULL:
        return err_set(err, ERR_LOCAL,
                       _("The disk that holds the store %s is full. Nothing "
                         "of this was stored; make room and try again."),
                       db->path);
    case SQLITE_READONLY:
        return err_set(err, ERR_LOCAL,
                       _("The store %s cannot be written to. Check the "
                         "permissions of the file and of its directory."),
                       db->path);
    case SQLITE_NOTADB:
        return err_set(err, ERR_INPUT,
                       _("%s is not a store of riposte. Name another file "
                         "with --store."),
                       db->path);
    case SQLITE_CORRUPT:
        return err_set(err, ERR_LOCAL,
                       _("The store %s is damaged (%s). Put back a copy, or "
                         "move it away and start with a new one."),
                       db->path, said);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return err_set(err, ERR_LOCAL,
                       _("The store %s cannot be opened (%s). Check the path "
                         "and the permissions."),
                       db->path, said);
    case SQLITE_IOERR:
        return err_set(err, ERR_LOCAL,
                       _("The store %s cannot be read or written (%s). Check "
                         "the disk."),
                       db->path, said);
    default:
        return fail_statement(db, code, said, err);
    }
}

/* The journal of a store that was read-only when it was read last is read-only
 * too, which must not outlive the reason. */
static void open_journal(const char *path)
{
    static const char *const ends[] = {"-wal", "-shm"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        struct buf name;

        buf_init(&name);
        buf_printf(&name, "%s%s", path, ends[i]);
        if (access(name.at, F_OK) == 0 && access(name.at, W_OK) != 0)
            chmod(name.at, 0600);
        buf_done(&name);
    }
}

static bool denied(const char *what, const struct stat *st, struct err *err)
{
    char owner[PERSON_NAME_SIZE];
    char self[PERSON_NAME_SIZE];

    return err_set(err, ERR_DENIED,
                   _("You, %s, may look at the store, and not change it: %s "
                     "belongs to %s, and its permissions (%03o) do not let "
                     "you write there."),
                   person_self(self), what, person_named(st->st_uid, owner),
                   (unsigned)(st->st_mode & 0777));
}

/* Its journal has to be made in the same directory, unless it is there. */
bool db_writable(const char *path, struct err *err)
{
    struct stat st;
    struct buf name;
    const char *slash = strrchr(path, '/');
    bool ok = true;

    if (stat(path, &st) != 0)
        return true;
    if (access(path, W_OK) != 0)
        return denied(path, &st, err);
    buf_init(&name);
    buf_printf(&name, "%s-wal", path);
    if (access(name.at, W_OK) != 0) {
        buf_clear(&name);
        buf_str(&name, slash == NULL
                           ? STR(".")
                           : (struct str){path, (size_t)(slash - path) + 1});
        if (access(name.at, W_OK) != 0 && stat(name.at, &st) == 0)
            ok = denied(name.at, &st, err);
    }
    buf_done(&name);
    return ok;
}

/* SQLite gives the journal files the mode of the store, so that making the
 * store private is enough.  One that is there already is never opened but by
 * SQLite: closing a file drops every lock that this process has on it, and
 * another process would take the journal away under our feet. */
static bool make_private(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int number = errno;

    if (fd >= 0)
        close(fd);
    else if (access(path, F_OK) != 0)
        return err_errno(err, number,
                         _("The store %s cannot be opened for writing"), path);
    else if (!db_writable(path, err))
        return false;
    open_journal(path);
    return true;
}

/* A pipe or a device would be waited for without end. */
static bool check_file(const char *path, struct err *err)
{
    struct stat st;

    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return err_set(err, ERR_INPUT,
                       _("%s is no file, and cannot be a store. Name another "
                         "with --store."),
                       path);
    return true;
}

/* The path as an URI, since a plain name may mean something else to SQLite
 * (":memory:"). */
static void put_uri(const char *path, struct buf *out)
{
    buf_text(out, *path == '/' ? "file:" : "file:./");
    for (; *path != '\0'; path++) {
        if (strchr("%?#", *path) != NULL)
            buf_printf(out, "%%%02x", (unsigned char)*path);
        else
            buf_char(out, *path);
    }
}

static bool open_uri(struct db *db, const char *uri, bool write,
                     struct err *err)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                SQLITE_OPEN_URI |
                (write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);

    if (sqlite3_open_v2(uri, &db->handle, flags, NULL) != SQLITE_OK)
        return db_failed(db, err);
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
    /* Opening is lazy: the last of these is the first read of the file. */
    return db_script(db,
                     write ? "PRAGMA trusted_schema=OFF;"
                             "PRAGMA temp_store=MEMORY;"
                             "PRAGMA cache_size=-16000;"
                             "SELECT count(*) FROM sqlite_master;"
                           : "PRAGMA trusted_schema=OFF;"
                             "PRAGMA query_only=ON;"
                             "PRAGMA temp_store=MEMORY;"
                             "PRAGMA cache_size=-4000;"
                             "SELECT count(*) FROM sqlite_master;",
                     err);
}

static void close_handle(struct db *db)
{
    db_forget(db);
    sqlite3_close(db->handle);
    db->handle = NULL;
}

/* Is there nothing beside the store that is not in it yet? */
static bool settled(const char *path)
{
    struct buf wal;
    struct stat st;
    bool ok;

    buf_init(&wal);
    buf_printf(&wal, "%s-wal", path);
    ok = stat(wal.at, &st) != 0 || st.st_size == 0;
    buf_done(&wal);
    return ok;
}

static bool open_path(struct db *db, bool write, struct err *err)
{
    struct buf uri;
    bool ok;

    if (!check_file(db->path, err) || (write && !make_private(db->path, err)))
        return false;
    buf_init(&uri);
    put_uri(db->path, &uri);
    ok = open_uri(db, uri.at, write, err);
    if (!ok && !write && err->code == ERR_LOCAL &&
        access(db->path, R_OK) == 0 && settled(db->path)) {
        /* A store in a place that cannot be written to, where the shared
         * memory of WAL has no room: nobody writes to it either. */
        close_handle(db);
        buf_text(&uri, "?immutable=1");
        ok = open_uri(db, uri.at, false, err);
    }
    buf_done(&uri);
    return ok;
}

bool db_open(const char *path, bool write, struct db **out, struct err *err)
{
    struct db *db = mem_new(sizeof(*db));

    db->path = mem_text(path);
    if (!open_path(db, write, err)) {
        db_close(db);
        return false;
    }
    *out = db;
    return true;
}

/* Several that find a new store at the same time are in each other's way here,
 * and SQLite does not wait by itself. */
static bool use_wal(struct db *db, struct err *err)
{
    for (int waited = 0;; waited += BUSY_STEP) {
        if (db_script(db, "PRAGMA journal_mode=WAL", err))
            return true;
        if (err->code != ERR_AGAIN || waited >= BUSY_MILLISECONDS)
            return false;
        sqlite3_sleep(BUSY_STEP);
    }
}

/* SQLite tells nobody but its own connection that it has committed, and what
 * it writes to the journal is there before it counts.  The time of the file is
 * the sign for everybody else, once a commit can be read. */
static int committed(void *with, sqlite3 *handle, const char *name, int frames)
{
    const struct db *db = with;

    if (!db->hush)
        utimensat(AT_FDCWD, db->path, NULL, 0);
    if (frames >= CHECKPOINT_FRAMES)
        sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL,
                                  NULL);
    return SQLITE_OK;
}

bool db_durable(struct db *db, struct err *err)
{
    if (!use_wal(db, err) || !db_script(db,
                                        "PRAGMA synchronous=FULL;"
                                        "PRAGMA journal_size_limit=67108864;",
                                        err))
        return false;
    /* In the place of SQLite's own, which only makes checkpoints. */
    sqlite3_wal_hook(db->handle, committed, db);
    return true;
}

void db_hush(struct db *db, bool hush)
{
    db->hush = hush;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    close_handle(db);
    mem_free(db->path);
    mem_free(db);
}

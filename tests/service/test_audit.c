/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The audit log on a real store that somebody else changes behind riposte's
 * back: each change is found, and named by its record.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "house.h"

#include <stdlib.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/limits.h"
#include "service/audit.h"
#include "service/audit_check.h"
#include "service/audit_export.h"
#include "service/desk_part.h"
#include "util/file.h"

#define KEY   "0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "fedcba9876543210fedcba9876543210fedcba9876543210"
#define KEYED "audit.key=env:RIPOSTE_TEST_KEY"
#define OFF   "audit.syslog="
#define N     20

/* What an attacker has: the file, and no triggers in the way. */
#define FREE "DROP TRIGGER audit_stays; DROP TRIGGER audit_is;"
/* Two records change their numbers. */
#define SWAP(a, b)                                                             \
    FREE "UPDATE audit SET seq = -1 WHERE seq = " #a ";"                       \
         "UPDATE audit SET seq = " #a " WHERE seq = " #b ";"                   \
         "UPDATE audit SET seq = " #b " WHERE seq = -1;"
#define COLUMNS                                                                \
    "time, who, role, uid, verb, object, event, why, before, after, request,"  \
    " host, pid, epoch, key, prev, mac"
/* Makes room at 11 for a copy of 3, with another name in it. */
#define INSERT                                                                 \
    FREE "UPDATE audit SET seq = -seq - 1 WHERE seq > 10;"                     \
         "UPDATE audit SET seq = -seq WHERE seq < 0;"                          \
         "INSERT INTO audit SELECT 11, " COLUMNS " FROM audit WHERE seq = 3;"  \
         "UPDATE audit_head SET seq = seq + 1;"
#define CUT                                                                    \
    FREE "DELETE FROM audit WHERE seq > 15;"                                   \
         "UPDATE audit_head SET seq = 15,"                                     \
         " mac = (SELECT mac FROM audit WHERE seq = 15);"

static void tamper(struct house *house, const char *sql)
{
    sqlite3 *db = NULL;
    char *said = NULL;

    assert_int_equal(sqlite3_open(house->config->store, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
        fail_msg("%s", said);
    sqlite3_close(db);
}

static void fill(struct house *house, int n)
{
    for (int i = 0; i < n; i++)
        assert_good(
            house, desk_hold(house->desk, i % 2 == 0, "so it is", &house->err));
}

static void open_house(struct house *house, const char *key)
{
    static const char *const sets[] = {KEYED, OFF, NULL};

    if (key != NULL)
        setenv("RIPOSTE_TEST_KEY", key, 1);
    else
        unsetenv("RIPOSTE_TEST_KEY");
    house_open(house, NULL, sets);
}

/* Verifies with a connection of its own, as an auditor would. */
static struct audit_chain verified(struct house *house,
                                   const struct checkpoints *points)
{
    struct audit_chain chain;
    struct audit_check *check;
    struct desk *desk;
    bool over = false;

    assert_good(house, desk_open(house->config, DESK_READ, &desk, &house->err));
    check = audit_check_new(desk, points);
    while (!over)
        assert_good(house, audit_check_work(check, 100, &over, &house->err));
    chain = *audit_check_chain(check);
    audit_check_free(check);
    desk_close(desk);
    return chain;
}

static const struct tampering {
    const char *sql;
    enum audit_fault fault;
    int64_t first;
    int64_t last;
    int64_t other;
    size_t n; /* findings; 0: one */
} tamperings[] = {
    {.sql = FREE "UPDATE audit SET why = 'so it was' WHERE seq = 7",
     .fault = AUDIT_EDITED,
     .first = 7,
     .last = 7},
    {.sql = FREE "UPDATE audit SET who = 'mara' WHERE seq = 20",
     .fault = AUDIT_EDITED,
     .first = 20,
     .last = 20},
    {.sql = FREE "UPDATE audit SET mac = zeroblob(32) WHERE seq = 1",
     .fault = AUDIT_EDITED,
     .first = 1,
     .last = 1},
    {.sql = FREE "UPDATE audit SET uid = uid || 'abc' WHERE seq = 9",
     .fault = AUDIT_EDITED,
     .first = 9,
     .last = 9},
    {.sql = FREE "UPDATE audit SET event = event + 0.5 WHERE seq = 9",
     .fault = AUDIT_EDITED,
     .first = 9,
     .last = 9},
    {.sql = FREE "UPDATE audit SET who = CAST(who AS BLOB) WHERE seq = 9",
     .fault = AUDIT_EDITED,
     .first = 9,
     .last = 9},
    {.sql = FREE "UPDATE audit SET prev = x'' WHERE seq = 1",
     .fault = AUDIT_EDITED,
     .first = 1,
     .last = 1},
    {.sql = FREE "UPDATE audit SET key = '' WHERE seq = 9",
     .fault = AUDIT_EDITED,
     .first = 9,
     .last = 9},
    {.sql = SWAP(5, 6),
     .fault = AUDIT_MOVED,
     .first = 5,
     .last = 5,
     .other = 6,
     .n = 2},
    {.sql = SWAP(4, 17),
     .fault = AUDIT_MOVED,
     .first = 4,
     .last = 4,
     .other = 17,
     .n = 2},
    {.sql = FREE "DELETE FROM audit WHERE seq = 12",
     .fault = AUDIT_MISSING,
     .first = 12,
     .last = 12},
    {.sql = FREE "DELETE FROM audit WHERE seq BETWEEN 3 AND 5",
     .fault = AUDIT_MISSING,
     .first = 3,
     .last = 5},
    {.sql = FREE "DELETE FROM audit WHERE seq = 1",
     .fault = AUDIT_MISSING,
     .first = 1,
     .last = 1},
    {.sql = FREE "DELETE FROM audit WHERE seq = 8;"
                 "UPDATE audit SET seq = -seq WHERE seq > 8;"
                 "UPDATE audit SET seq = -seq - 1 WHERE seq < 0;"
                 "UPDATE audit_head SET seq = seq - 1",
     .fault = AUDIT_REMOVED,
     .first = 8,
     .last = 8,
     .other = 1},
    {.sql = INSERT, .fault = AUDIT_INSERTED, .first = 11, .last = 11},
    {.sql = INSERT "UPDATE audit SET who = 'mara' WHERE seq = 11",
     .fault = AUDIT_INSERTED,
     .first = 11,
     .last = 11},
    {.sql = FREE "DELETE FROM audit WHERE seq > 15",
     .fault = AUDIT_CUT,
     .first = 16,
     .last = 20},
    {.sql = FREE "INSERT INTO audit SELECT 21, " COLUMNS
                 " FROM audit WHERE seq = 3",
     .fault = AUDIT_MOVED,
     .first = 21,
     .last = 21,
     .other = 3},
};

static void test_tampering(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(tamperings) / sizeof(tamperings[0]); i++) {
        const struct tampering *row = &tamperings[i];
        struct audit_chain chain;
        struct house house;

        open_house(&house, KEY);
        fill(&house, N);
        chain = verified(&house, NULL);
        assert_int_equal(chain.n, N);
        assert_int_equal(chain.last_keyed, N);
        assert_true(audit_chain_whole(&chain));
        tamper(&house, row->sql);
        chain = verified(&house, NULL);
        if (chain.n_findings != (row->n != 0 ? row->n : 1) ||
            chain.findings[0].fault != row->fault ||
            chain.findings[0].first != row->first ||
            chain.findings[0].last != row->last ||
            chain.findings[0].other != row->other)
            fail_msg("%s\ngives %zu findings, the first is %s %lld to %lld, "
                     "%lld",
                     row->sql, chain.n_findings,
                     audit_fault_name(chain.findings[0].fault),
                     (long long)chain.findings[0].first,
                     (long long)chain.findings[0].last,
                     (long long)chain.findings[0].other);
        house_close(&house);
    }
}

/* Who changes nothing on purpose is kept from it. */
static void test_triggers(void **state)
{
    static const char *const refused[] = {"UPDATE audit SET who = 'mara'",
                                          "DELETE FROM audit WHERE seq = 1",
                                          "DELETE FROM audit"};
    struct house house;
    sqlite3 *db = NULL;

    (void)state;
    open_house(&house, KEY);
    fill(&house, 2);
    assert_int_equal(sqlite3_open(house.config->store, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
        assert_int_not_equal(sqlite3_exec(db, refused[i], NULL, NULL, NULL),
                             SQLITE_OK);
    sqlite3_close(db);
    house_close(&house);
}

static void test_keys(void **state)
{
    struct audit_chain chain;
    struct house house;

    (void)state;
    open_house(&house, KEY);
    fill(&house, 3);
    /* Another key: its name tells it, and nothing is said to be whole. */
    setenv("RIPOSTE_TEST_KEY", OTHER, 1);
    chain = verified(&house, NULL);
    assert_false(audit_chain_whole(&chain));
    assert_int_equal(chain.absent, 3);
    assert_int_equal(chain.n_findings, 0);
    /* Without one what is written is chained all the same … */
    desk_close(house.desk);
    unsetenv("RIPOSTE_TEST_KEY");
    house.desk = house_desk(&house, "ann");
    fill(&house, 2);
    setenv("RIPOSTE_TEST_KEY", KEY, 1);
    chain = verified(&house, NULL);
    assert_true(audit_chain_whole(&chain));
    assert_int_equal(chain.last_keyed, 3);
    assert_int_equal(chain.n, 5);
    /* … and the next record with a key seals it. */
    desk_close(house.desk);
    house.desk = house_desk(&house, "ann");
    fill(&house, 1);
    chain = verified(&house, NULL);
    assert_int_equal(chain.last_keyed, 6);
    assert_true(audit_chain_whole(&chain));
    house_close(&house);
}

/* Both keys sign the record that changes them. */
static void test_rotation(void **state)
{
    static const char *const sets[] = {
        KEYED, OFF, "audit.old_keys=env:RIPOSTE_OLD_KEY", NULL};
    struct audit_chain chain;
    struct house house;

    (void)state;
    setenv("RIPOSTE_TEST_KEY", KEY, 1);
    setenv("RIPOSTE_OLD_KEY", KEY, 1);
    house_open(&house, NULL, sets);
    fill(&house, 3);
    desk_close(house.desk);
    setenv("RIPOSTE_TEST_KEY", OTHER, 1);
    house.desk = house_desk(&house, "ann");
    assert_good(&house, audit_key_change(house.desk, "env:RIPOSTE_OLD_KEY",
                                         &house.err));
    fill(&house, 1);
    chain = verified(&house, NULL);
    assert_true(audit_chain_whole(&chain));
    assert_int_equal(chain.n, 5);
    /* The new key alone cannot make the change: its holder seals it, and the
     * old one's signature is missed. */
    tamper(&house, FREE "UPDATE audit SET before = '{\"name\":\"x\"}'"
                        " WHERE seq = 4");
    chain = verified(&house, NULL);
    assert_int_equal(chain.findings[0].fault, AUDIT_EDITED);
    assert_int_equal(chain.findings[0].first, 4);
    house_close(&house);
}

/* A tail that is gone together with the store's count of it. */
static void test_checkpoints(void **state)
{
    char path[320];
    char set[400];
    const char *sets[] = {KEYED, OFF, set, NULL};
    struct checkpoints points;
    struct audit_chain chain;
    struct house house;

    (void)state;
    snprintf(path, sizeof(path), "/tmp/riposte-points-%ld", (long)getpid());
    snprintf(set, sizeof(set), "audit.file=%s", path);
    setenv("RIPOSTE_TEST_KEY", KEY, 1);
    house_open(&house, NULL, sets);
    fill(&house, 18);
    assert_good(&house, checkpoint_tell(house.desk, 1000, &house.err));
    fill(&house, 2);
    tamper(&house, CUT);
    chain = verified(&house, NULL);
    assert_true(audit_chain_whole(&chain));
    assert_good(&house, checkpoints_read(house.desk, path, house.arena, &points,
                                         &house.err));
    assert_int_equal(points.n, 1);
    chain = verified(&house, &points);
    assert_int_equal(chain.n_findings, 1);
    assert_int_equal(chain.findings[0].fault, AUDIT_CUT);
    assert_int_equal(chain.findings[0].first, 16);
    assert_int_equal(chain.findings[0].last, 18);
    /* Others in their place: the checkpoint saw another one. */
    fill(&house, 5);
    chain = verified(&house, &points);
    assert_int_equal(chain.n_findings, 1);
    assert_int_equal(chain.findings[0].fault, AUDIT_DENIED);
    assert_int_equal(chain.findings[0].first, 18);
    /* All of it is another log. */
    tamper(&house, "DELETE FROM audit; DELETE FROM audit_head;");
    fill(&house, 1);
    assert_good(&house, checkpoints_read(house.desk, path, house.arena, &points,
                                         &house.err));
    assert_int_equal(points.n, 0);
    assert_true(points.replaced);
    unlink(path);
    house_close(&house);
}

/* One line, as a syslog daemon gets it. */
static void test_syslog(void **state)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    const char *sets[] = {KEYED, NULL, NULL};
    struct house house;
    char set[200];
    char line[2000];
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    ssize_t n;

    (void)state;
    snprintf(at.sun_path, sizeof(at.sun_path), "/tmp/riposte-log-%ld",
             (long)getpid());
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    snprintf(set, sizeof(set), "audit.syslog=%s", at.sun_path);
    sets[1] = set;
    setenv("RIPOSTE_TEST_KEY", KEY, 1);
    house_open(&house, NULL, sets);
    fill(&house, 3);
    assert_good(&house, checkpoint_tell(house.desk, 1000, &house.err));
    n = recv(fd, line, sizeof(line) - 1, 0);
    assert_true(n > 0);
    line[n] = '\0';
    assert_non_null(strstr(line, "<85>riposte["));
    assert_non_null(strstr(line, "riposte audit checkpoint: seq=3 mac="));
    /* Nothing new, nothing told. */
    assert_good(&house, checkpoint_tell(house.desk, 2000, &house.err));
    assert_int_equal(recv(fd, line, sizeof(line), 0), -1);
    /* Nobody listens: that is kept, and no failure. */
    close(fd);
    unlink(at.sun_path);
    fill(&house, 1);
    assert_good(&house, checkpoint_tell(house.desk, 3000, &house.err));
    {
        struct checkpoint last;

        assert_good(&house, checkpoint_last(house.desk, &last, &house.err));
        assert_int_equal(last.seq, 4);
        assert_true(last.trouble[0] != '\0');
    }
    house_close(&house);
}

/* The line goes to another machine as RFC 5424 has it. */
static void test_udp(void **state)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    const char *sets[] = {KEYED, NULL, NULL};
    socklen_t len = sizeof(at);
    struct house house;
    char line[2000];
    char set[80];
    ssize_t n;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    (void)state;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    snprintf(set, sizeof(set), "audit.syslog=udp:127.0.0.1:%d",
             ntohs(at.sin_port));
    sets[1] = set;
    setenv("RIPOSTE_TEST_KEY", KEY, 1);
    house_open(&house, NULL, sets);
    fill(&house, 3);
    assert_good(&house, checkpoint_tell(house.desk, 1000, &house.err));
    n = recv(fd, line, sizeof(line) - 1, 0);
    assert_true(n > 0);
    line[n] = '\0';
    assert_int_equal(strncmp(line, "<85>1 ", 6), 0);
    assert_non_null(strstr(line, " audit - riposte audit checkpoint: seq=3 "));
    close(fd);
    house_close(&house);
}

/* Several processes at once: one chain, no number twice, none left out. */
static void test_at_once(void **state)
{
    enum { WRITERS = 4, EACH = 25 };
    struct audit_chain chain;
    struct house house;

    (void)state;
    open_house(&house, KEY);
    for (int i = 0; i < WRITERS; i++) {
        if (fork() == 0) {
            struct desk *desk;
            struct err err;
            bool ok = desk_open(house.config, DESK_ACT, &desk, &err);

            for (int k = 0; ok && k < EACH; k++)
                ok = desk_hold(desk, k % 2 == 0, "at once", &err);
            _exit(ok ? 0 : 1);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;

        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    chain = verified(&house, NULL);
    assert_int_equal(chain.n, WRITERS * EACH);
    assert_true(audit_chain_whole(&chain));
    house_close(&house);
}

/* Secrets are masked, and what is long is cut, whole as a text. */
static void test_values(void **state)
{
    struct json *json = json_new_object();
    struct buf text;
    struct buf room;

    (void)state;
    buf_init(&text);
    buf_init(&room);
    json_set_text(json, "client_secret", "hunter2");
    json_set_text(json, "url", "https://x.example/a?sig=abc&b=1");
    audit_value(json, &text);
    assert_null(strstr(text.at, "hunter2"));
    assert_null(strstr(text.at, "sig=abc"));
    for (int i = 0; i < 5000; i++)
        buf_text(&room, "ä");
    json_set_str(json, "long", buf_view(&room));
    audit_value(json, &text);
    assert_true(text.len < 2 * LIMIT_AUDIT_VALUE);
    assert_non_null(strstr(text.at, "\"sha256\""));
    json_free(json);
    buf_done(&text);
    buf_done(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tampering),   cmocka_unit_test(test_triggers),
        cmocka_unit_test(test_keys),        cmocka_unit_test(test_rotation),
        cmocka_unit_test(test_checkpoints), cmocka_unit_test(test_syslog),
        cmocka_unit_test(test_udp),         cmocka_unit_test(test_at_once),
        cmocka_unit_test(test_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exports of the audit log, as they are and as somebody cut or changed them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service/audit_export.h"
#include "service/desk_part.h"
#include "util/file.h"

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef"

static void open_house(struct house *house)
{
    static const char *const sets[] = {"audit.key=env:RIPOSTE_TEST_KEY",
                                       "audit.syslog=", NULL};

    setenv("RIPOSTE_TEST_KEY", KEY, 1);
    house_open(house, NULL, sets);
}

static void fill(struct house *house, int n)
{
    for (int i = 0; i < n; i++)
        assert_good(
            house, desk_hold(house->desk, i % 2 == 0, "so it is", &house->err));
}

static struct audit_chain verified_text(struct house *house, const char *path,
                                        struct str head, struct str text,
                                        struct str end)
{
    struct audit_chain chain;
    struct buf whole;

    buf_init(&whole);
    buf_str(&whole, head);
    buf_str(&whole, text);
    buf_str(&whole, end);
    assert_good(house, file_write(path, buf_view(&whole), &house->err));
    audit_chain_init(&chain, store_seals(house->desk->store), 0);
    assert_good(house, audit_verify_file(path, &chain, &house->err));
    unlink(path);
    buf_done(&whole);
    return chain;
}

static struct str without_last(struct str text)
{
    for (text.len--; text.at[text.len - 1] != '\n';)
        text.len--;
    return text;
}

/* An export whose last line is gone, and one whose first record is. */
static void cut_export(struct house *house, const char *path, bool csv)
{
    struct str head = STR_NONE;
    struct audit_chain chain;
    struct buf whole;
    struct str text;
    struct str line;
    struct str end;
    char cut[80];

    buf_init(&whole);
    snprintf(cut, sizeof(cut), "%s-cut", path);
    assert_good(house, file_read(path, 1 << 20, &whole, &house->err));
    text = buf_view(&whole);
    assert_null(strchr(whole.at, '\x1b'));
    if (csv) {
        str_cut(&text, '\n', &line);
        head = str_sub(buf_view(&whole), 0, line.len + 1);
    }
    /* The last line, then the record before it too, then that one alone. */
    line = without_last(text);
    end = str_sub(text, line.len, text.len);
    for (int i = 0; i < 3; i++) {
        chain = verified_text(house, cut, head, line, i < 2 ? STR_NONE : end);
        assert_int_equal(chain.n_findings, 1);
        assert_int_equal(chain.findings[0].fault, AUDIT_OPEN);
        assert_int_equal(chain.findings[0].first, chain.next - 1);
        if (i == 0)
            line = without_last(line);
    }
    str_cut(&text, '\n', &line);
    chain = verified_text(house, cut, head, text, STR_NONE);
    assert_int_equal(chain.n_findings, 1);
    assert_int_equal(chain.findings[0].fault, AUDIT_MISSING);
    assert_int_equal(chain.findings[0].first, 1);
    chain = verified_text(house, cut, head, STR_NONE, STR_NONE);
    assert_int_equal(chain.findings[0].fault, AUDIT_OPEN);
    buf_done(&whole);
}

static void test_exports(void **state)
{
    struct house house;

    (void)state;
    open_house(&house);
    fill(&house, 5);
    assert_good(&house, desk_hold(house.desk, true,
                                  "=1+1, \"so\"\nit \x1b[0mis", &house.err));
    for (int csv = 0; csv < 2; csv++) {
        struct audit_wish wish = {.csv = csv != 0};
        struct audit_chain chain;
        struct buf text;
        char path[64];
        int64_t n;
        char *at;

        snprintf(path, sizeof(path), "/tmp/riposte-export-%ld", (long)getpid());
        unlink(path);
        wish.path = path;
        assert_good(&house, audit_export(house.desk, &wish, &n, &house.err));
        assert_int_equal(n, 7 + csv);
        /* It tells of itself. */
        assert_false(audit_export(house.desk, &wish, &n, &house.err));
        audit_chain_init(&chain, store_seals(house.desk->store), 0);
        assert_good(&house, audit_verify_file(path, &chain, &house.err));
        assert_true(audit_chain_whole(&chain));
        assert_int_equal(chain.n, 7 + csv);
        cut_export(&house, path, csv != 0);
        buf_init(&text);
        assert_good(&house, file_read(path, 1 << 20, &text, &house.err));
        at = strstr(text.at, "so it is");
        memcpy(at, "so it WA", 8);
        assert_good(&house, file_write(path, buf_view(&text), &house.err));
        buf_done(&text);
        audit_chain_init(&chain, store_seals(house.desk->store), 0);
        assert_good(&house, audit_verify_file(path, &chain, &house.err));
        assert_int_equal(chain.n_findings, 1);
        assert_int_equal(chain.findings[0].first, 1);
        unlink(path);
    }
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exports),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/log.h"
#include "util/str.h"
#include "util/when.h"

static char folder[] = "/tmp/riposte-log-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/log", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static struct str slurp(char *at, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = read(fd, at, size);

    close(fd);
    assert_true(len >= 0);
    return (struct str){at, (size_t)len};
}

static void test_lines(void **state)
{
    char text[8192], wide[6000];
    struct str rest, line;
    struct err err;
    struct stat status;
    int64_t moment;

    (void)state;
    unlink(path);
    log_line(LOG_ERROR, "nobody hears this");
    assert_true(log_open(path, LOG_INFO, &err));
    log_line(LOG_DEBUG, "too low");
    log_line(LOG_INFO, "number %d", 5);
    log_line(LOG_WARN, "two\nlines \033[2J");
    memset(wide, 'w', sizeof(wide) - 1);
    wide[sizeof(wide) - 1] = '\0';
    log_line(LOG_ERROR, "%s", wide);
    log_close();
    log_line(LOG_ERROR, "nobody hears this");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);

    rest = slurp(text, sizeof(text));
    assert_true(str_cut(&rest, '\n', &line));
    assert_true(str_ends(line, STR("Z info  number 5")));
    assert_true(
        when_parse(str_sub(line, 0, str_find_char(line, ' ')), &moment));
    assert_in_range(when_now() - moment, 0, 60000);
    assert_true(str_cut(&rest, '\n', &line));
    assert_true(str_ends(line, STR("Z warn  two lines ^[[2J")));
    assert_true(str_cut(&rest, '\n', &line));
    assert_in_range(line.len, 4000, 4200);
    assert_false(str_cut(&rest, '\n', &line));
}

static void test_appends_and_narrows(void **state)
{
    char text[1024];
    struct err err;
    struct stat status;

    (void)state;
    unlink(path);
    close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    assert_int_equal(chmod(path, 0644), 0);
    assert_true(log_open(path, LOG_DEBUG, &err));
    log_line(LOG_DEBUG, "one");
    assert_true(log_open(path, LOG_DEBUG, &err));
    log_line(LOG_DEBUG, "two");
    log_close();
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_true(str_find(slurp(text, sizeof(text)), STR("debug one")) !=
                STR_NOWHERE);
    assert_true(str_find(slurp(text, sizeof(text)), STR("debug two")) !=
                STR_NOWHERE);
}

static void test_refuses(void **state)
{
    char lost[80];
    struct err err = {0};

    (void)state;
    snprintf(lost, sizeof(lost), "%s/none/log", folder);
    assert_false(log_open(lost, LOG_DEBUG, &err));
    assert_int_equal(err.code, ERR_LOCAL);
    assert_non_null(strstr(err.text, lost));
    snprintf(lost, sizeof(lost), "%s/link", folder);
    assert_int_equal(symlink(path, lost), 0);
    assert_false(log_open(lost, LOG_DEBUG, &err));
    unlink(lost);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_appends_and_narrows),
        cmocka_unit_test(test_refuses),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

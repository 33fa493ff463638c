/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "widget/keyread.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Bytes, and the names of the keys that they are, with blanks between. */
static const struct row {
    const char *bytes;
    const char *keys;
} rows[] = {
    {"abc", "a b c"},
    {"\r\n\t\x7f\b", "Enter Enter Tab Backspace Backspace"},
    {"\f\x1a\x1f", "Ctrl-L Ctrl-Z Ctrl-_"},
    {"\033", "Esc"},
    {"\033\033", "Esc Esc"},
    {"\033x\033\x7f", "Alt-x Alt-Backspace"},
    {"\033[A\033[B\033OC\033OD", "Up Down Right Left"},
    {"\033[H\033[F\033[1~\033[4~\033[7~\033[8~", "Home End Home End Home End"},
    {"\033[2~\033[3~\033[5~\033[6~", "Ins Del PgUp PgDn"},
    {"\033OP\033[11~\033[15~\033[24~\033[34~", "F1 F1 F5 F12 F20"},
    {"\033[Z", "Shift-Tab"},
    {"\033[1;5A\033[1;2B\033[3;3~", "Ctrl-Up Shift-Down Alt-Del"},
    {"\033[97;5u\033[27;5;108~", "Ctrl-A Ctrl-L"},
    {"\033[9;2u", "Shift-Tab"},
    {"\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80", "é 日 😀"},
    /* learned */
    {"\033[25~\033[[A", "F3 F1"},
    /* answers and reports are no keys */
    {"\033[?1;2ca\033[I\033[Ob", "a b"},
    {"\033]11;rgb:0/0/0\033\\a\033]52;c;eHg=\ab", "a b"},
    {"\033P1$r0m\033\\a", "a"},
    {"\033[12;40Ra", "a"},
    {"\033[99~\033[xa", "a"},
    /* bad bytes */
    {"\xff\x80\xc3(\xed\xa0\x80z", "( z"},
    {"\xc2\x9b", ""},
    /* broken off */
    {"\033[", "Alt-["},
    {"\033O", "Alt-O"},
    {"\033]", "Alt-]"},
    {"\033[1;5", ""},
    {"\xe6\x97", ""},
    /* the mouse */
    {"\033[<0;5;3M\033[<0;5;3m", "Click@2,4"},
    {"\033[<64;1;1M\033[<65;2;2M", "WheelUp@0,0 WheelDown@1,1"},
    {"\033[<2;5;3M", ""},
    {"\033[M !!a", "Click@0,0 a"},
    /* pastes */
    {"\033[200~x\ny\033[Az\003\033[201~a", "Paste(x\ny\033[Az\003) a"},
    {"\033[200~\033[201~", "Paste()"},
};

static void put_key(struct buf *out, const struct key *key)
{
    if (out->len)
        buf_char(out, ' ');
    key_format(key->code, out);
    if (key->code == KEYS_PASTE)
        buf_printf(out, "(%.*s)", STR_ARG(key->text));
    else if (key->code > KEYS_PASTE && key->code < KEYS_LAST)
        buf_printf(out, "@%d,%d", key->y, key->x);
}

static void take_all(struct keyread *keyread, bool complete, struct buf *out)
{
    struct key key;

    while (keyread_next(keyread, complete, &key))
        put_key(out, &key);
}

static void init(struct keyread *keyread)
{
    keyread_init(keyread, true);
    keyread_learn(keyread, "\033[25~", KEYS_F1 + 2);
    keyread_learn(keyread, "\033[[A", KEYS_F1);
    keyread_learn(keyread, "x", KEYS_F1); /* too short: ignored */
    keyread_learn(keyread, "\033[1234567890123456", KEYS_F1);
}

/* At once, and byte by byte. */
static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t len = strlen(rows[i].bytes);

        for (size_t piece = 1; piece <= len; piece += len > 1 ? len - 1 : 1) {
            struct keyread keyread;
            struct buf out;

            init(&keyread);
            buf_init(&out);
            for (size_t at = 0; at < len; at += piece) {
                keyread_feed(&keyread, rows[i].bytes + at,
                             at + piece < len ? piece : len - at);
                take_all(&keyread, false, &out);
            }
            take_all(&keyread, true, &out);
            assert_string_equal(out.at ? out.at : "", rows[i].keys);
            assert_false(keyread_waiting(&keyread));
            buf_done(&out);
            keyread_done(&keyread);
        }
    }
}

/* Without end, a paste takes no more room than its bound, and is given up. */
static void test_endless_paste(void **state)
{
    struct keyread keyread;
    struct key key;
    char block[65536];

    (void)state;
    memset(block, 'x', sizeof(block));
    keyread_init(&keyread, true);
    keyread_feed(&keyread, "\033[200~", 6);
    for (int i = 0; i < 40; i++) {
        keyread_feed(&keyread, block, sizeof(block));
        assert_false(keyread_next(&keyread, true, &key));
    }
    assert_true(keyread.bytes.len < 2 * sizeof(block));
    keyread_give_up(&keyread);
    assert_true(keyread_next(&keyread, false, &key));
    assert_int_equal(key.code, KEYS_PASTE);
    assert_int_equal(key.text.len, KEYREAD_PASTE_MAX);
    keyread_feed(&keyread, "j", 1);
    assert_true(keyread_next(&keyread, false, &key));
    assert_int_equal(key.code, 'j');
    keyread_done(&keyread);
}

/* Bytes of a generator: whatever comes, it ends and stays in bounds. */
static void test_noise(void **state)
{
    static const char alphabet[] = "\033[[[O]P<~;;0123mMAuZ\a\\\xc3\xa9 a";
    struct keyread keyread;
    struct key key;
    uint32_t seed = 1;

    (void)state;
    init(&keyread);
    for (int i = 0; i < 200000; i++) {
        char c;

        seed = seed * 1664525 + 1013904223;
        c = seed >> 30 ? alphabet[(seed >> 8) % (sizeof(alphabet) - 1)]
                       : (char)(seed >> 16);
        keyread_feed(&keyread, &c, 1);
        while (keyread_next(&keyread, (seed & 0xf000) == 0, &key))
            assert_true(key.code != KEYS_NONE);
        keyread_give_up(&keyread);
    }
    keyread_done(&keyread);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_endless_paste),
        cmocka_unit_test(test_noise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/mail.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "model/limits.h"
#include "util/ascii.h"
#include "util/digest.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/url.h"
#include "util/utf8.h"
#include "util/when.h"

/* RFC 2047 bounds an encoded word to 75 characters: 45 bytes in base64. */
#define WORD_BYTES 45
/* RFC 5322: a line has at most 998 bytes without its end; 78 read well. */
#define LINE_BYTES 998
#define FOLD_BYTES 60
/* Line length of base64 (RFC 2045), in characters and in the bytes behind. */
#define CODED_BYTES 57
/* Of an attachment: bytes of its name. */
#define FILE_NAME 120

bool mail_server_check(const struct mail_server *server, struct err *err)
{
    struct arena *arena = arena_new();
    const char *address;
    struct url url;
    bool good = mail_address(str_of(server->from), arena, &address, err);

    arena_free(arena);
    if (!good || !url_parse(str_of(server->url), &url, err))
        return false;
    if (!str_eq_fold(url.scheme, STR("smtp")) &&
        !str_eq_fold(url.scheme, STR("smtps")))
        return err_set(err, ERR_INPUT,
                       _("The mail server must be smtp://host:587 or "
                         "smtps://host:465, not %.*s://."),
                       STR_ARG(url.scheme));
    if (str_eq_fold(url.scheme, STR("smtp")) && !server->starttls &&
        !url_loopback(&url))
        return err_set(err, ERR_DENIED,
                       _("Mail to %.*s without TLS is refused: switch STARTTLS "
                         "on, or use smtps://."),
                       STR_ARG(url.host));
    if (server->user && *server->user &&
        !secret_reference(str_of(server->password)))
        return err_set(err, ERR_INPUT,
                       _("The mail password must be a reference, such as "
                         "env:NAME or file:PATH."));
    return true;
}

static bool is_plain(struct str s, bool lines)
{
    size_t run = 0;

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];

        run = c == '\n' ? 0 : run + 1;
        if (c >= 0x7f || (c < ' ' && !(lines && c == '\n')) || run > LINE_BYTES)
            return false;
    }
    return true;
}

/* Local part and domain of RFC 5321 without its rarities: quoted local parts,
 * address literals and comments are refused. */
static bool address_valid(struct str s)
{
    size_t at = str_find_char(s, '@');

    if (at == STR_NOWHERE || at == 0 || at != str_find_last_char(s, '@') ||
        at + 1 == s.len || s.len > 254)
        return false;
    return str_made_of(s, ".!#$%&'*+-/=?^_`{|}~@");
}

/* "Name <a@b>" in its parts; the name is "" when there is none. */
static void address_split(struct str text, struct str *name,
                          struct str *address)
{
    size_t open;

    text = str_trim(text);
    open = str_find_last_char(text, '<');
    *name = STR_NONE;
    *address = text;
    if (open == STR_NOWHERE || !str_ends(text, STR(">")))
        return;
    *name = str_trim(str_sub(text, 0, open));
    if (name->len >= 2 && str_starts(*name, STR("\"")) &&
        str_ends(*name, STR("\"")))
        *name = str_sub(*name, 1, name->len - 2);
    *address = str_trim(str_sub(text, open + 1, text.len - open - 2));
}

bool mail_address(struct str text, struct arena *arena, const char **out,
                  struct err *err)
{
    struct str name, address;
    struct buf shown;

    address_split(text, &name, &address);
    if (address_valid(address)) {
        *out = arena_textn(arena, address.at, address.len);
        return true;
    }
    buf_init(&shown);
    utf8_visible(&shown, str_sub(text, 0, 200));
    err_set(err, ERR_INPUT,
            _("\"%s\" is not a mail address; write name@example.org."),
            shown.len ? shown.at : "");
    buf_done(&shown);
    return false;
}

bool mail_addresses(struct str text, struct arena *arena,
                    const char *const **out, struct err *err)
{
    const char **list = arena_array(arena, LIMIT_RECIPIENTS + 1, sizeof(*list));
    size_t n = 0;

    while (!str_empty(text)) {
        size_t comma = 0;
        struct str part;

        while (comma < text.len && !strchr(",;", text.at[comma]))
            comma++;
        part = str_trim(str_sub(text, 0, comma));
        text = str_sub(text, comma + 1, text.len);
        if (str_empty(part))
            continue;
        if (n == LIMIT_RECIPIENTS)
            return err_set(err, ERR_INPUT,
                           _("A mail goes to at most %d addresses; use a "
                             "distribution list."),
                           LIMIT_RECIPIENTS);
        if (!mail_address(part, arena, &list[n], err))
            return false;
        n++;
    }
    if (n == 0)
        return err_set(err, ERR_INPUT, _("The mail has no address to go to."));
    *out = list;
    return true;
}

/* Text of a header: as it is when it is short ASCII, else RFC 2047. */
static void put_words(struct str hostile, struct buf *out)
{
    struct buf visible;
    struct str text;
    const char *gap = "";

    buf_init(&visible);
    utf8_visible(&visible, hostile);
    text = buf_view(&visible);
    if (is_plain(text, false) && text.len <= FOLD_BYTES &&
        str_find(text, STR("=?")) == STR_NOWHERE) {
        buf_str(out, text);
        text = STR_NONE;
    }
    while (!str_empty(text)) {
        size_t len = utf8_head(text, WORD_BYTES).len;

        buf_text(out, gap);
        buf_text(out, "=?UTF-8?B?");
        digest_base64(str_sub(text, 0, len), out);
        buf_text(out, "?=");
        text = str_sub(text, len, text.len);
        gap = "\r\n ";
    }
    buf_done(&visible);
}

/* RFC 5322, in English whatever the locale is. */
static void put_date(int64_t moment, struct buf *out)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t seconds = (time_t)(moment / WHEN_SECOND);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    buf_printf(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n",
               days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
               1900 + tm.tm_year, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void put_from(struct str from, struct str address, struct buf *out)
{
    struct str name, ignored;
    bool quote;

    address_split(from, &name, &ignored);
    quote = is_plain(name, false) && name.len <= FOLD_BYTES &&
            str_find(name, STR("=?")) == STR_NOWHERE &&
            str_find_char(name, '"') == STR_NOWHERE &&
            str_find_char(name, '\\') == STR_NOWHERE;
    buf_text(out, "From: ");
    if (!str_empty(name)) {
        buf_text(out, quote ? "\"" : "");
        put_words(name, out);
        buf_text(out, quote ? "\" " : " ");
    }
    buf_printf(out, "<%.*s>\r\n", STR_ARG(address));
}

static bool put_to(const char *const *to, struct arena *arena, struct buf *out,
                   struct err *err)
{
    const char *address;

    buf_text(out, "To: ");
    for (size_t i = 0; to[i]; i++) {
        if (!mail_address(str_of(to[i]), arena, &address, err))
            return false;
        buf_printf(out, "%s<%s>", i ? ",\r\n " : "", address);
    }
    buf_text(out, "\r\n");
    return true;
}

static void put_id(const char *header, const char *id, struct str from,
                   struct buf *out)
{
    size_t at = str_find_char(from, '@');

    buf_printf(out, "%s: <", header);
    for (; *id; id++) {
        if (ascii_is_alnum(*id) || *id == '-' || *id == '.')
            buf_char(out, *id);
    }
    buf_printf(out, "@%.*s>\r\n", STR_ARG(str_sub(from, at + 1, from.len)));
}

/* The text with each line harmless and its ends as "\n". */
static void clean_body(struct str body, struct buf *out)
{
    struct str line;

    while (str_cut(&body, '\n', &line)) {
        if (str_ends(line, STR("\r")))
            line.len--;
        utf8_visible(out, line);
        buf_char(out, '\n');
    }
}

static void put_plain(struct str text, struct buf *out)
{
    struct str line;

    while (str_cut(&text, '\n', &line)) {
        buf_str(out, line);
        buf_text(out, "\r\n");
    }
}

static void put_coded(struct str text, struct buf *out)
{
    struct buf crlf;

    buf_init(&crlf);
    put_plain(text, &crlf);
    text = buf_view(&crlf);
    for (size_t at = 0; at < text.len; at += CODED_BYTES) {
        digest_base64(str_sub(text, at, CODED_BYTES), out);
        buf_text(out, "\r\n");
    }
    buf_done(&crlf);
}

static void put_body(struct str hostile, const char *type, struct buf *out)
{
    struct buf clean;
    bool plain;

    buf_init(&clean);
    clean_body(hostile, &clean);
    plain = is_plain(buf_view(&clean), true);
    buf_printf(out, "Content-Type: text/%s; charset=utf-8\r\n", type);
    buf_printf(out, "Content-Transfer-Encoding: %s\r\n\r\n",
               plain ? "7bit" : "base64");
    if (plain)
        put_plain(buf_view(&clean), out);
    else
        put_coded(buf_view(&clean), out);
    buf_done(&clean);
}

/* The digest of both parts stands in neither of them. */
static void put_parts(const struct mail *mail, struct buf *out)
{
    char hex[DIGEST_HEX_SIZE];
    struct buf both;

    buf_init(&both);
    buf_str(&both, mail->body);
    buf_str(&both, mail->html);
    digest_hex(buf_view(&both), hex);
    buf_done(&both);
    hex[32] = '\0';
    buf_printf(out,
               "Content-Type: multipart/alternative; boundary=\"=_%s\"\r\n\r\n"
               "--=_%s\r\n",
               hex, hex);
    put_body(mail->body, "plain", out);
    buf_printf(out, "\r\n--=_%s\r\n", hex);
    put_body(mail->html, "html", out);
    buf_printf(out, "\r\n--=_%s--\r\n", hex);
}

static void put_message(const struct mail *mail, struct buf *out)
{
    if (str_empty(mail->html))
        put_body(mail->body, "plain", out);
    else
        put_parts(mail, out);
}

/* What is not of base64 is left out, line ends among it; names keep what every
 * system can store. */
static void put_file(const struct mail_file *file, struct buf *out)
{
    struct buf bytes;
    struct buf name;

    buf_init(&bytes);
    buf_init(&name);
    for (size_t i = 0; i < file->name.len && i < FILE_NAME; i++) {
        char c = file->name.at[i];

        buf_char(&name,
                 ascii_is_alnum(c) || (c && strchr(".-_ ", c)) ? c : '_');
    }
    if (!digest_unbase64(file->content, &bytes))
        buf_str(&bytes, file->content);
    buf_printf(out,
               "Content-Type: application/octet-stream\r\n"
               "Content-Disposition: attachment; filename=\"%s\"\r\n"
               "Content-Transfer-Encoding: base64\r\n\r\n",
               name.len ? name.at : "file");
    for (size_t at = 0; at < bytes.len; at += CODED_BYTES) {
        digest_base64(str_sub(buf_view(&bytes), at, CODED_BYTES), out);
        buf_text(out, "\r\n");
    }
    buf_done(&name);
    buf_done(&bytes);
}

/* Nothing of it can hold the boundary: it is a digest of all of it, and files
 * are coded. */
static void put_mixed(const struct mail *mail, struct buf *out)
{
    char hex[DIGEST_HEX_SIZE];
    struct buf all;

    buf_init(&all);
    put_message(mail, &all);
    digest_hex(buf_view(&all), hex);
    hex[32] = '\0';
    buf_printf(out,
               "Content-Type: multipart/mixed; boundary=\"=-%s\"\r\n\r\n"
               "--=-%s\r\n",
               hex, hex);
    buf_str(out, buf_view(&all));
    buf_done(&all);
    for (size_t i = 0; i < mail->n_files; i++) {
        buf_printf(out, "\r\n--=-%s\r\n", hex);
        put_file(&mail->files[i], out);
    }
    buf_printf(out, "\r\n--=-%s--\r\n", hex);
}

static bool mail_put(const struct mail *mail, struct arena *arena,
                     struct buf *out, struct err *err)
{
    const char *from;

    if (!mail_address(str_of(mail->from), arena, &from, err))
        return false;
    put_date(mail->date, out);
    put_from(str_of(mail->from), str_of(from), out);
    if (!put_to(mail->to, arena, out, err))
        return false;
    put_id("Message-ID", mail->id, str_of(from), out);
    if (mail->first) {
        put_id("In-Reply-To", mail->first, str_of(from), out);
        put_id("References", mail->first, str_of(from), out);
    }
    buf_text(out, "Subject: ");
    put_words(mail->subject, out);
    /* So that absence notes do not answer (RFC 3834). */
    buf_text(out, "\r\nAuto-Submitted: auto-generated\r\n"
                  "MIME-Version: 1.0\r\n");
    if (mail->n_files)
        put_mixed(mail, out);
    else
        put_message(mail, out);
    return true;
}

bool mail_write(const struct mail *mail, struct buf *out, struct err *err)
{
    struct arena *arena = arena_new();
    size_t start = out->len;
    bool good = mail_put(mail, arena, out, err);

    if (!good)
        buf_cut(out, start);
    arena_free(arena);
    return good;
}

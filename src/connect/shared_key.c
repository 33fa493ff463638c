/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/shared_key.h"

#include "connect/header.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/url.h"

static struct str path_of(const struct request *request)
{
    struct url url;
    struct err ignored;

    return url_parse(str_of(request->url), &url, &ignored) ? url.path
                                                           : STR("/api/logs");
}

static void put_message(const struct request *request, const char *date,
                        struct buf *out)
{
    buf_printf(out, "%s\n%zu\napplication/json\n" SHARED_KEY_DATE ":%s\n%.*s",
               request->method, request->body.len, date,
               STR_ARG(path_of(request)));
}

bool shared_key_sign(const struct request *request, const struct secret *key,
                     int64_t now, struct secret *date,
                     struct secret *authorization, struct err *err)
{
    unsigned char digest[DIGEST_SIZE];
    char when[HEADER_DATE_SIZE];
    struct buf bytes;
    struct buf text;
    bool good;

    buf_init(&bytes);
    buf_init(&text);
    buf_reserve(&bytes, key->len);
    good = digest_unbase64(str_trim(secret_view(key)), &bytes) && bytes.len;
    if (good) {
        put_message(request, header_date(now, when), &text);
        digest_hmac(buf_view(&bytes), buf_view(&text), digest);
        buf_clear(&text);
        buf_printf(&text, "SharedKey %s:", request->user);
        digest_base64(
            (struct str){.at = (const char *)digest, .len = sizeof(digest)},
            &text);
        secret_set(date, str_of(when));
        secret_set(authorization, buf_view(&text));
    }
    secret_wipe(bytes.at, bytes.room);
    buf_done(&text);
    buf_done(&bytes);
    return good || err_set(err, ERR_INPUT,
                           _("%s does not name the key of a workspace."),
                           request->secret);
}

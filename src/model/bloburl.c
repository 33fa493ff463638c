/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bloburl.h"

#include "util/ascii.h"

#define SCHEME STR("https://")

static bool label_safe(struct str label)
{
    return label.len <= 63 && str_made_of(label, "-");
}

static bool host_safe(struct str host)
{
    struct str label;
    bool more = true;

    while (more) {
        more = str_find_char(host, '.') != STR_NOWHERE;
        if (!str_cut(&host, '.', &label) || !label_safe(label))
            return false;
    }
    return true;
}

static bool segment_safe(struct str segment)
{
    const struct str others = STR("-._~!$&'()*+,;=:@");

    for (size_t i = 0; i < segment.len; i++) {
        char c = segment.at[i];

        if (c == '%') {
            if (segment.len - i < 3 || !ascii_is_hex(segment.at[i + 1]) ||
                !ascii_is_hex(segment.at[i + 2]))
                return false;
            i += 2;
        } else if (!ascii_is_alnum(c) &&
                   str_find_char(others, c) == STR_NOWHERE) {
            return false;
        }
    }
    /* An escaped dot has no honest use, and may make a segment of dots. */
    return segment.len > 0 && !str_eq(segment, STR(".")) &&
           !str_eq(segment, STR("..")) &&
           str_find_fold(segment, STR("%2e")) == STR_NOWHERE &&
           str_find_fold(segment, STR("%2f")) == STR_NOWHERE;
}

static bool path_safe(struct str path)
{
    struct str segment;

    if (str_empty(path) || str_ends(path, STR("/")))
        return false;
    while (str_cut(&path, '/', &segment)) {
        if (!segment_safe(segment))
            return false;
    }
    return true;
}

bool blob_url_parse(struct str url, struct blob_url *out)
{
    struct str rest, host, service;
    struct blob_url parts;

    if (!str_starts_fold(url, SCHEME) || url.len > 2048)
        return false;
    rest = str_sub(url, SCHEME.len, url.len);
    if (!str_cut(&rest, '/', &host) || !host_safe(host))
        return false;
    parts.origin = str_sub(url, 0, SCHEME.len + host.len);
    if (!str_cut(&host, '.', &parts.account) ||
        !str_cut(&host, '.', &service) || !str_eq_fold(service, STR("blob")) ||
        str_empty(host) || !str_cut(&rest, '/', &parts.container) ||
        !segment_safe(parts.container) || !path_safe(rest))
        return false;
    parts.blob = rest;
    *out = parts;
    return true;
}

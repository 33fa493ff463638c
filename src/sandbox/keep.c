/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/keep.h"

#include "util/mem.h"

struct keep {
    char **entry; /* a ring */
    size_t *len;
    size_t bound;
    size_t bytes;
    uint64_t first; /* number of the oldest that is left */
    uint64_t next;
};

struct keep *keep_new(size_t bound)
{
    struct keep *keep = mem_new(sizeof(*keep));

    keep->entry = mem_array(bound, sizeof(*keep->entry));
    keep->len = mem_array(bound, sizeof(*keep->len));
    keep->bound = bound;
    keep->first = keep->next = 1;
    return keep;
}

static void drop_oldest(struct keep *keep)
{
    size_t at = (size_t)(keep->first++ % keep->bound);

    keep->bytes -= keep->len[at];
    mem_free(keep->entry[at]);
    keep->entry[at] = NULL;
}

void keep_free(struct keep *keep)
{
    if (!keep)
        return;
    while (keep->first < keep->next)
        drop_oldest(keep);
    mem_free(keep->entry);
    mem_free(keep->len);
    mem_free(keep);
}

void keep_add_take(struct keep *keep, struct json *entry)
{
    size_t at = (size_t)(keep->next % keep->bound);
    struct buf text;

    json_set_int(entry, "n", (int64_t)keep->next);
    buf_init(&text);
    json_write(entry, JSON_COMPACT, &text);
    json_free(entry);
    while (keep->next > keep->first &&
           (keep->next - keep->first >= keep->bound ||
            keep->bytes + text.len > KEEP_BYTES))
        drop_oldest(keep);
    keep->len[at] = text.len;
    keep->bytes += text.len;
    keep->entry[at] = buf_take(&text);
    keep->next++;
}

void keep_write(const struct keep *keep, uint64_t since, struct buf *out)
{
    uint64_t n = since >= keep->first ? since + 1 : keep->first;
    bool more = false;

    buf_char(out, '[');
    for (; n < keep->next; n++) {
        size_t at = (size_t)(n % keep->bound);

        if (more)
            buf_text(out, ",\n");
        more = true;
        buf_bytes(out, keep->entry[at], keep->len[at]);
    }
    buf_text(out, "]\n");
}

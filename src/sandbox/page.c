/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/page.h"

#include <stdio.h>

#include "sandbox/sandbox.h"
#include "sandbox/service.h"
#include "util/url.h"

void page_begin(struct page *page, struct sandbox *sandbox, struct call *call)
{
    *page = (struct page){
        .sandbox = sandbox, .call = call, .size = sandbox->options->page_size};
    str_int(call_argument(call, "$skiptoken"), &page->skip);
    call_answer_text(call, 200, STR("{\"value\":["));
}

bool page_add(struct page *page, struct str item)
{
    struct buf *out = &page->call->answer;

    if (page->seen < page->skip) {
        page->seen++;
        return true;
    }
    if (page->on_page == page->size) {
        page->is_full = true;
        return false;
    }
    if (page->on_page)
        buf_text(out, ",\n");
    buf_str(out, item);
    page->on_page++;
    page->seen++;
    return true;
}

/* Absolute, with everything that was asked for but the old token. */
static void put_link(const struct page *page, const char *token,
                     struct buf *out)
{
    const struct call *call = page->call;
    struct str rest = call->path, part;

    buf_text(out, call->service->id == SERVICE_ARM ? page->sandbox->arm
                                                   : page->sandbox->base);
    str_cut(&rest, '/', &part);
    while (str_cut(&rest, '/', &part)) {
        buf_char(out, '/');
        url_encode(part, out);
    }
    buf_char(out, '?');
    for (size_t i = 0; i < call->arguments; i++) {
        const struct call_pair *pair = &call->argument[i];

        if (str_eq_fold(pair->name, STR("$skiptoken")))
            continue;
        url_encode(pair->name, out);
        buf_char(out, '=');
        url_encode(pair->value, out);
        buf_char(out, '&');
    }
    buf_printf(out, "%%24skiptoken=%s", token);
}

void page_end(struct page *page, const char *token)
{
    struct buf *out = &page->call->answer;
    struct buf link;
    char number[32];

    buf_char(out, ']');
    if (page->is_full) {
        snprintf(number, sizeof(number), "%lld", (long long)page->seen);
        buf_init(&link);
        put_link(page, token ? token : number, &link);
        buf_text(out, ",\"nextLink\":");
        json_write_text(buf_view(&link), out);
        buf_done(&link);
    }
    buf_text(out, "}\n");
}

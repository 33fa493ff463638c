/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/subject.h"

void query_subject_init(struct query_subject *subject,
                        const struct event *event, const struct json *body)
{
    *subject = (struct query_subject){.event = event, .body = body};
}

void query_subject_done(struct query_subject *subject)
{
    arena_free(subject->arena);
    subject->arena = NULL;
}

const struct json *query_subject_body(struct query_subject *subject)
{
    if (!subject->body && !subject->fetched && subject->fetch)
        subject->body = subject->fetch(subject->of, subject->event);
    subject->fetched = true;
    return subject->body;
}

struct str query_subject_bytes(const struct query_subject *subject)
{
    if (subject->fetched || subject->body || !subject->bytes)
        return STR_NONE;
    return subject->bytes(subject->of, subject->event);
}

size_t query_subject_entities(struct query_subject *subject,
                              const struct entity **out)
{
    const struct json *body = query_subject_body(subject);

    if (!subject->listed && body) {
        subject->arena = arena_new();
        subject->n_entities =
            entity_list(body, subject->arena, &subject->entities);
    }
    subject->listed = true;
    *out = subject->entities;
    return subject->n_entities;
}

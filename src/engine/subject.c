/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/subject.h"

void query_subject_init(struct query_subject *subject,
                        const struct event *event, const struct json *body)
{
    *subject = (struct query_subject){.event = event, .body = body};
}

void query_subject_done(struct query_subject *subject)
{
    for (size_t i = 0; i < subject->n_parts; i++)
        json_free(subject->parts[i].body);
    subject->n_parts = 0;
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

static const struct json *part_of(const struct query_subject *subject,
                                  struct str name, size_t n)
{
    for (size_t i = 0; i < subject->n_parts; i++) {
        if (subject->parts[i].n == n && str_eq(subject->parts[i].name, name))
            return subject->parts[i].body;
    }
    return NULL;
}

const struct json *query_subject_part(struct query_subject *subject,
                                      const struct str *names, size_t n)
{
    const struct json *part = part_of(subject, names[0], n);
    struct str bytes = query_subject_bytes(subject);
    struct json *made;

    if (part)
        return part;
    if (str_empty(bytes) || subject->n_parts == SUBJECT_PARTS ||
        !canon_part(subject->event->kind, bytes, names, n, &made))
        return query_subject_body(subject);
    subject->parts[subject->n_parts++] =
        (struct subject_part){.name = names[0], .n = n, .body = made};
    return made;
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

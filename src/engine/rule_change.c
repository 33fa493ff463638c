/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_change.c - has happened what a rule waits for?
 */
#include "engine/rule_code.h"

static bool is_severity(const struct transition *awaited)
{
    return str_eq_fold(str_of(awaited->property), STR("Severity"));
}

static bool is_text(const char *wanted, struct str found)
{
    return wanted == NULL || str_eq_fold(str_of(wanted), found);
}

static bool moved_so(enum moved moved, enum severity from, enum severity to)
{
    return moved == MOVED_ANY ||
           (moved == MOVED_RAISED ? to > from : to < from);
}

static bool severity_moved(const struct transition *awaited,
                           const struct event_before *before, enum severity now)
{
    if (!is_text(awaited->to, str_of(severity_name(now))))
        return false;
    if (before == NULL)
        return true;
    return before->severity != now &&
           is_text(awaited->from, str_of(severity_name(before->severity))) &&
           moved_so(awaited->moved, before->severity, now);
}

/* "New" is what "Active" is called elsewhere. */
static struct str canonical(const char *wanted, enum event_column column)
{
    struct str text = str_of(wanted);

    return column == COLUMN_STATUS ? event_status_canonical(text) : text;
}

static bool text_moved(const struct transition *awaited,
                       enum event_column column,
                       const struct event_before *before, struct str now)
{
    if (awaited->to && !str_eq_fold(canonical(awaited->to, column), now))
        return false;
    if (before == NULL)
        return true;
    return !str_eq_fold(before->column[column], now) &&
           (awaited->from == NULL ||
            str_eq_fold(canonical(awaited->from, column),
                        before->column[column]));
}

bool rule_awaited(const struct rule *rule, const struct occasion *occasion,
                  bool *closing)
{
    const struct event *event = occasion->subject->event;
    bool happened = false;

    for (size_t i = 0; i < rule->n_changes; i++) {
        const struct transition *awaited = &rule->changes[i];
        enum event_column column = COLUMN_STATUS;
        bool moved;

        if (is_severity(awaited))
            moved = severity_moved(awaited, occasion->before, event->severity);
        else
            moved = event_column_of(str_of(awaited->property), &column) &&
                    text_moved(awaited, column, occasion->before,
                               event->column[column]);
        happened |= moved;
        *closing |= moved && !is_severity(awaited) && column == COLUMN_STATUS;
    }
    /* What a person does here is no news but to a rule that asks for it. */
    return happened ||
           (rule->n_changes == 0 && !(occasion->changes & CHANGE_LOCAL));
}

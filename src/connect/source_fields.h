/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source_fields.h - the settings that every source has, with its own defaults:
 * one table, so that help and messages are the same for all.
 */
#ifndef RIPOSTE_CONNECT_SOURCE_FIELDS_H
#define RIPOSTE_CONNECT_SOURCE_FIELDS_H

#include "connect/source.h"
#include "util/text.h"

#define SOURCE_N_FIELDS 5

#define SOURCE_FIELDS(each, version, pages, full)                              \
    {                                                                          \
        SOURCE_ROWS(each, version, pages, full)                                \
    }

/* The rows alone, for a source that has more. */
#define SOURCE_ROWS(each, version, pages, full)                                \
    {                                                                          \
        .name = "every",                                                       \
        .label = N_("Every"),                                                  \
        .help = N_("Time from the start of one reading to the next."),         \
        .type = FIELD_SPAN,                                                    \
        .fallback = each,                                                      \
    },                                                                         \
        {                                                                      \
            .name = "subscriptions",                                           \
            .label = N_("Subscriptions"),                                      \
            .help = N_("Ids, separated by commas; empty: all that the "        \
                       "identity can see."),                                   \
            .type = FIELD_TEXT,                                                \
        },                                                                     \
        {                                                                      \
            .name = "api_version",                                             \
            .label = N_("API version"),                                        \
            .help = N_("Version of the interface that is asked."),             \
            .type = FIELD_TEXT,                                                \
            .fallback = version,                                               \
        },                                                                     \
        {                                                                      \
            .name = "page_limit",                                              \
            .label = N_("Page limit"),                                         \
            .help = N_("Pages that one reading takes at most."),               \
            .type = FIELD_NUMBER,                                              \
            .fallback = pages,                                                 \
        },                                                                     \
    {                                                                          \
        .name = "sweep", .label = N_("Full sweep"),                            \
        .help = N_("Each so many readings, all pages are read although "       \
                   "nothing on them is new."),                                 \
        .type = FIELD_NUMBER, .fallback = full,                                \
    }

#endif

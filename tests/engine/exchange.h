/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * exchange.h - what tests of automations share: files, reading, comparing.
 */
#ifndef RIPOSTE_TESTS_ENGINE_EXCHANGE_H
#define RIPOSTE_TESTS_ENGINE_EXCHANGE_H

#include "engine/automation.h"

#define SUB "a5caac9c-5c04-49af-b3d0-e204f40345d5"
#define APP                                                                    \
    "/subscriptions/" SUB                                                      \
    "/resourceGroups/rg/providers/Microsoft.Logic/workflows/app"
#define FLOW                                                                   \
    "'automationName':'auto','resourceGroupName':'rg',"                        \
    "'resourceGroupLocation':'westeurope','logicAppResourceId':'" APP "',"
#define NAMES                                                                  \
    "'recommendationNames':['a1','b2','c3','d4','e5','f6','g7','h8','i9']"

/* JSON is written here with ' for ". */
struct json *exchange_parse(const char *text);
/* A part of a file in tests/data/automations. */
struct json *exchange_load(const char *file, const char *part);
/* @given: members of an object of parameters. */
void exchange_read(const struct json *json, const char *given,
                   struct automation_reading *out);
void assert_same(const struct json *got, const struct json *want,
                 const char *what);
struct json *write_back(const struct rule *const *rules, size_t n);

#endif

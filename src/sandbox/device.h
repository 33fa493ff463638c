/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * device.h - device codes: a person somewhere else types a short code, and
 * the program polls until that has happened (FACTS 2.2, RFC 8628).
 *
 * Here the person is a number of polls, or whoever posts to
 * /_sandbox/devicecode/approve or decline.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_DEVICE_H
#define RIPOSTE_SANDBOX_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "util/str.h"

#define DEVICE_LIFE 900 /* seconds */

enum device_answer {
    DEVICE_PENDING,
    DEVICE_SLOW_DOWN,
    DEVICE_APPROVED,
    DEVICE_DECLINED,
    DEVICE_EXPIRED,
    DEVICE_UNKNOWN,
    DEVICE_ANSWER_N
};

struct device {
    char code[80];
    char user_code[12];
    const char *audience;
    int64_t expires; /* wall clock, milliseconds */
    int64_t asked;   /* last poll */
    int64_t polls;   /* that are still to be put off */
    int decided;     /* 1 approved, -1 declined */
    bool is_used;
};

struct devices;

struct devices *devices_new(void);
void devices_free(struct devices *devices);
const struct device *devices_add(struct devices *devices, const char *audience,
                                 int64_t polls, int64_t now);
/* *audience is set when it is approved; the code is used up then. */
enum device_answer devices_poll(struct devices *devices, struct str code,
                                int64_t interval, int64_t now,
                                const char **audience);
/* Decides for the person: the code shown, or the newest when empty.  False
 * when there is none. */
bool devices_decide(struct devices *devices, struct str user_code,
                    bool approved);

#endif

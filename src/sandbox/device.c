/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/device.h"

#include <stdio.h>

#include "util/digest.h"
#include "util/mem.h"

#define DEVICES 64

struct devices {
    struct device device[DEVICES];
    size_t next;
};

struct devices *devices_new(void)
{
    return mem_new(sizeof(struct devices));
}

void devices_free(struct devices *devices)
{
    mem_free(devices);
}

const struct device *devices_add(struct devices *devices, const char *audience,
                                 int64_t polls, int64_t now)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    struct device *device = &devices->device[devices->next++ % DEVICES];
    char a[GUID_SIZE], b[GUID_SIZE];
    unsigned char random[9];

    *device = (struct device){.audience = audience, .polls = polls};
    device->expires = now + DEVICE_LIFE * 1000;
    snprintf(device->code, sizeof(device->code), "%s%s", digest_guid(a),
             digest_guid(b));
    digest_random(random, sizeof(random));
    for (size_t i = 0; i < sizeof(random); i++)
        device->user_code[i] = letters[random[i] % (sizeof(letters) - 1)];
    return device;
}

static struct device *find(struct devices *devices, struct str code)
{
    for (size_t i = 0; i < DEVICES; i++) {
        struct device *device = &devices->device[i];

        if (device->code[0] && str_eq(code, str_of(device->code)))
            return device;
    }
    return NULL;
}

enum device_answer devices_poll(struct devices *devices, struct str code,
                                int64_t interval, int64_t now,
                                const char **audience)
{
    struct device *device = find(devices, code);
    int64_t since;

    if (!device || device->is_used)
        return DEVICE_UNKNOWN;
    if (now >= device->expires)
        return DEVICE_EXPIRED;
    if (device->decided < 0)
        return DEVICE_DECLINED;
    since = now - device->asked;
    device->asked = now;
    /* A tenth of grace for a client whose clock is quicker than ours. */
    if (since < interval * 900)
        return DEVICE_SLOW_DOWN;
    if (!device->decided && device->polls > 0) {
        device->polls--;
        return DEVICE_PENDING;
    }
    device->is_used = true;
    *audience = device->audience;
    return DEVICE_APPROVED;
}

bool devices_decide(struct devices *devices, struct str user_code,
                    bool approved)
{
    for (size_t i = 0; i < DEVICES; i++) {
        size_t at = (devices->next + DEVICES - 1 - i) % DEVICES;
        struct device *device = &devices->device[at];

        if (!device->code[0] || device->is_used)
            continue;
        if (!str_empty(user_code) &&
            !str_eq_fold(user_code, str_of(device->user_code)))
            continue;
        device->decided = approved ? 1 : -1;
        return true;
    }
    return false;
}

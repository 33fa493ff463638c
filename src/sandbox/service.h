/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * service.h - the services behind the one port, and their manners.
 *
 * Thread: any; all is constant.
 */
#ifndef RIPOSTE_SANDBOX_SERVICE_H
#define RIPOSTE_SANDBOX_SERVICE_H

#include <stdbool.h>

#include "sandbox/call.h"

enum service_id {
    SERVICE_CONTROL, /* /_sandbox: for tests */
    SERVICE_HOOK,    /* /hook: somebody's webhook */
    SERVICE_LOGIN,   /* tokens */
    SERVICE_SERVICENOW,
    SERVICE_JIRA,
    SERVICE_CHAT, /* Teams and Slack */
    SERVICE_PAGERDUTY,
    SERVICE_GRAPH,
    SERVICE_ARM,
    SERVICE_ENDPOINT, /* Defender for Endpoint */
    SERVICE_BLOB,     /* storage accounts */
    SERVICE_VAULT,    /* secrets in key vaults */
    SERVICE_LOGS,     /* questions to Log Analytics */
    SERVICE_APP,      /* what is opened by a key in the address or a header */
    SERVICE_N
};

struct service {
    enum service_id id;
    const char *name;
    const char *audience; /* of the bearer token; NULL when none is needed */
    bool is_faulty;       /* takes part in --fault */
    bool is_versioned;    /* wants api-version */
    bool is_throttled;
    size_t body; /* bytes that a request may have */
    /* Writes an error. */
    void (*fail)(struct call *call, const char *code, const char *message);
};

extern const struct service services[SERVICE_N];

#endif

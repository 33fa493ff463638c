/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sandbox.h - all that one sandbox remembers.
 *
 * Everything runs in one thread: the loop of main.c takes a request, serve()
 * answers it, and time passes only between two requests: sandbox_catch_up()
 * plays what the scenario has due and ends operations whose time is over.
 *
 * Thread: main.
 * Memory: sandbox_new() to sandbox_free(); the options are borrowed.
 */
#ifndef RIPOSTE_SANDBOX_SANDBOX_H
#define RIPOSTE_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/endpoint.h"
#include "sandbox/fault.h"
#include "sandbox/options.h"
#include "sandbox/rights.h"
#include "util/err.h"

/* Who riposte is in this directory.  They open nothing but a toy, so that they
 * may stand here; the secret has the characters that need percent-encoding. */
#define SANDBOX_TENANT    "0b5d9f4e-6a1c-4f0e-9a53-7c1d2e8f4a60"
#define SANDBOX_CLIENT    "6f3b2a90-1c4d-4e5f-8a7b-9c0d1e2f3a4b"
#define SANDBOX_PRINCIPAL "b1f0c2d3-4e5a-4b6c-9d7e-8f9a0b1c2d3e"
#define SANDBOX_SECRET    "Not~a.real/Secret+for=the sandbox&100%"
/* X-IDENTITY-HEADER of the App Service's token endpoint. */
#define SANDBOX_IDENTITY_HEADER "sandbox-identity"
/* What opens the flow, the functions, the runbook's webhook. */
#define SANDBOX_FLOW_SIG        "Qm9ndXMtc2lnbmF0dXJlLW9mLWEtZmxvdw"
#define SANDBOX_FUNCTION_MASTER "bWFzdGVyLWtleS1vZi10aGUtc2FuZGJveA"
#define SANDBOX_FUNCTION_KEY    "ZnVuY3Rpb24ta2V5LW9mLXRoZS1zYW5kYm94"
#define SANDBOX_RUNBOOK_TOKEN   "d2ViaG9vay1vZi1hLXJ1bmJvb2s"
#define SANDBOX_MAIL_USER       "riposte"
#define SANDBOX_MAIL_PASSWORD   "Mail+only=here"
#define SANDBOX_TICKET_USER     "riposte"
#define SANDBOX_TICKET_PASSWORD "Ticket:only here%"
#define SANDBOX_TICKET_TOKEN    "sandbox-ticket-token"
#define SANDBOX_TICKET_REFRESH  "sandbox-ticket-refresh"
/* The workspace of Log Analytics, and its key. */
#define SANDBOX_WORKSPACE   "3a9d7c52-0e4b-4f18-9c6a-5d2e8b7f1043"
#define SANDBOX_LOGS_KEY    "a2V5LW9mLXRoZS1zYW5kYm94LXdvcmtzcGFjZQ=="
#define SANDBOX_SLACK_TOKEN "sandboxSlackToken"
#define SANDBOX_PAGER_KEY   "0123456789abcdef0123456789abcdef"

struct sandbox {
    const struct options *options;
    char base[64];      /* http://127.0.0.1:PORT */
    const char *arm;    /* the same, or a proxy in front */
    int64_t started;    /* wall clock */
    int64_t started_at; /* monotonic */
    struct faults faults;
    struct rights rights;
    struct endpoint_rate endpoint_rate;
    struct throttle *throttle;
    struct shelf *shelf;
    struct shelf *suppressions; /* suppress.h */
    struct shelf *automations;  /* automations.h */
    struct estate *estate;
    struct alerts *alerts;
    struct json *posture; /* data/sandbox/posture.json */
    struct tokens *tokens;
    struct devices *devices;
    struct ops *ops;
    struct logic *logic;
    struct functions *functions;
    struct jobs *jobs;
    struct gen *gen;
    struct scenario *scenario;
    struct tickets *tickets;
    struct keep *log, *mails, *hooks, *messages;
};

/* Loads estate, posture and scenario.  ERR_INPUT for what is wrong in the
 * options or in a file, ERR_LOCAL for a file that cannot be read. */
bool sandbox_new(const struct options *options, struct sandbox **out,
                 struct err *err);
void sandbox_free(struct sandbox *sandbox);
/* Milliseconds of the story: wall time since the start, times --speed. */
int64_t sandbox_clock(const struct sandbox *sandbox);
/* What a span of @milliseconds is at this speed; at least 1. */
int64_t sandbox_span(const struct sandbox *sandbox, int64_t milliseconds);
void sandbox_catch_up(struct sandbox *sandbox);

#endif

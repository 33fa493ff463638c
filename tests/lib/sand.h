/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sand.h - a sandbox of its own for a test: started, asked, told to misbehave,
 * and its log counted.
 *
 * What fails ends the test.  The calls below _sandbox/ are never spoilt by
 * faults.
 *
 * Thread: one at a time.
 * Memory: sand_start() to sand_stop(); what sand_get() gives is freed by the
 * caller.
 */
#ifndef RIPOSTE_TESTS_LIB_SAND_H
#define RIPOSTE_TESTS_LIB_SAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/json.h"
#include "util/proc.h"

/* Ids of the sandbox's estate. */
#define SAND_SUB  "7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f"
#define SAND_SHOP "/subscriptions/" SAND_SUB "/resourceGroups/rg-shop"
#define SAND_VM                                                                \
    SAND_SHOP "/providers/Microsoft.Compute/virtualMachines/vm-web-01"
#define SAND_VM2                                                               \
    SAND_SHOP "/providers/Microsoft.Compute/virtualMachines/vm-web-02"
#define SAND_VM3                                                               \
    "/subscriptions/" SAND_SUB                                                 \
    "/resourceGroups/rg-pay/providers/Microsoft.Compute/virtualMachines/"      \
    "vm-pay-01"
#define SAND_STORE                                                             \
    SAND_SHOP "/providers/Microsoft.Storage/storageAccounts/stcontososhop"
#define SAND_USER "mara.lindt@contoso.example"

struct sand {
    struct proc proc;
    int port;
    int smtp;
    char url[64];
    char dir[256];    /* of this test; holds the configuration */
    char config[320]; /* written by the sandbox */
    char token[2048]; /* of this client, once it has one */
};

/* Makes a directory of its own, and starts a sandbox that writes its
 * configuration there.  @options: more of them, NULL ends, or NULL. */
void sand_start(struct sand *sand, const char *const *options);
/* Ends it and removes the directory with all in it. */
void sand_stop(struct sand *sand);

/* Status of the answer, 0 when there is none; *out (may be NULL) is its body as
 * JSON, NULL when it is none. */
int sand_ask(struct sand *sand, const char *method, const char *target,
             const char *body, struct json **out);
struct json *sand_get(struct sand *sand, const char *target);
/* The same with a token for Azure Resource Manager. */
int sand_arm(struct sand *sand, const char *method, const char *target,
             const char *body);
/* What Azure Resource Manager shows there; freed by the caller. */
struct json *sand_see(struct sand *sand, const char *target);
void sand_fault(struct sand *sand, const char *spec);
/* {"id": …, "merge": {…}} */
void sand_state(struct sand *sand, const char *id, const char *merge);
/* A resource or a wish (sandbox/alert_wish.h) as JSON. */
void sand_alert(struct sand *sand, const char *json);

/* Entries of the log from @since on whose method is @method (NULL: any) and
 * whose path ends in @path, without case. */
size_t sand_count(struct sand *sand, int64_t since, const char *method,
                  const char *path);
/* The same; how many different client request ids they carry. */
size_t sand_keys(struct sand *sand, int64_t since, const char *method,
                 const char *path);
/* Number of the last entry. */
int64_t sand_mark(struct sand *sand);

/* What the sandbox holds, past the engine: "PowerState/running", "Enabled",
 * "true" …, as text in @out. */
const char *sand_power(struct sand *sand, const char *vm, char out[64]);
const char *sand_public(struct sand *sand, const char *account, char out[64]);
const char *sand_enabled(struct sand *sand, const char *user, char out[64]);

/* The program that was built: "riposte-sandbox", "riposte". */
const char *sand_program(const char *name, char out[512]);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vault.h - the secrets of key vaults, below /vault (FACTS 14).
 *
 * Who may do what is said by the vault's access policies, or, where it has
 * enableRbacAuthorization, by roles.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_VAULT_H
#define RIPOSTE_SANDBOX_VAULT_H

#include "util/json.h"

struct sandbox;

/* Secrets of the estate: {"vault", "name", "versions": [{"version", …}]}. */
void vault_load(struct sandbox *sandbox, const struct json *secrets);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * comply.h - regulatory compliance (FACTS 6): standards, their controls, and
 * the assessments that these rest on.
 *
 * Nothing of it is stored: a compliance assessment counts the resources that
 * are healthy by the assessment of the same name, a control counts its
 * assessments, and a standard its controls.  What no machine can see (a
 * "Manual" assessment) has the state that somebody declared.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_COMPLY_H
#define RIPOSTE_SANDBOX_COMPLY_H

#include <stdbool.h>

#include "util/err.h"
#include "util/json.h"

struct sandbox;

/* Declares the state of what "subscription", "standard", "control" and
 * "assessment" name: "Passed", "Failed", "Skipped" or "Unsupported". */
bool comply_declare(struct sandbox *sandbox, const struct json *what,
                    struct err *err);

#endif

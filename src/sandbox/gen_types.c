/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The detections: what the invented alerts are about. */
#include "sandbox/gen_text.h"

#include "util/str.h"

const struct gen_type gen_types[] = {
    {.id = "VM_LoginBruteForceSuccess",
     .title = "Successful brute force attack",
     .text = "After a long series of refused sign-ins from one source, a "
             "sign-in to this machine succeeded. The account's password has "
             "most likely been guessed, and whoever guessed it has been "
             "inside since.",
     .intent = "InitialAccess",
     .plan = "Servers",
     .techniques = "\"T1110\",\"T1078\"",
     .kind = GEN_VM,
     .weight = {0, 0, 20, 80}},
    {.id = "VM_SshBruteForceFailed",
     .title = "Failed SSH brute force attack",
     .text = "Several sources tried one user name after the other over SSH "
             "and were refused each time. Nobody got in while this was "
             "watched; the port is open to the whole Internet.",
     .intent = "Probing",
     .plan = "Servers",
     .techniques = "\"T1110.001\"",
     .kind = GEN_VM,
     .weight = {0, 15, 80, 5}},
    {.id = "VM_SuspectDownload",
     .title = "Suspicious download using Certutil detected",
     .text = "The certificate tool certutil.exe fetched a program from the "
             "network. That is not what it is made for, and a habit of "
             "attackers who have nothing else at hand.",
     .intent = "Execution",
     .plan = "Servers",
     .techniques = "\"T1105\"",
     .kind = GEN_VM,
     .weight = {0, 5, 75, 20}},
    {.id = "VM_SuspiciousPowerShell",
     .title = "Suspicious PowerShell activity detected",
     .text = "A PowerShell script with an encoded body, a hidden window and "
             "no profile was started. Scripts of administrators look like "
             "that now and then; those of attackers nearly always do.",
     .intent = "Execution",
     .plan = "Servers",
     .techniques = "\"T1059.001\",\"T1027\"",
     .kind = GEN_VM,
     .weight = {0, 5, 25, 70}},
    {.id = "VM_ReverseShell",
     .title = "Potential reverse shell detected",
     .text = "A shell was started with its input and output tied to a "
             "connection that goes out to an unknown address. It gives "
             "whoever listens there the hands of the account that it runs "
             "under.",
     .intent = "Exploitation",
     .plan = "Servers",
     .techniques = "\"T1059.004\"",
     .kind = GEN_VM,
     .weight = {0, 0, 20, 80}},
    {.id = "VM_CryptoCoinMinerDownload",
     .title = "Digital currency mining related behavior detected",
     .text = "A process that is named and called like a coin miner was "
             "started, or was being fetched. The machine is paying for "
             "somebody else's currency.",
     .intent = "Execution",
     .plan = "Servers",
     .techniques = "\"T1496\"",
     .kind = GEN_VM,
     .weight = {0, 0, 20, 80}},
    {.id = "VM_SystemLogRemoval",
     .title = "Possible log tampering activity detected",
     .text = "Files that record what users do were removed or emptied while "
             "the machine was running. Whoever did so did not want to be "
             "seen.",
     .intent = "DefenseEvasion",
     .plan = "Servers",
     .techniques = "\"T1070\",\"T1070.002\"",
     .kind = GEN_VM,
     .weight = {0, 30, 60, 10}},
    {.id = "VM_AmBrokenRealTime",
     .title = "Antimalware real-time protection was disabled temporarily in "
              "your virtual machine",
     .text = "The antimalware extension of this machine was reconfigured so "
             "that its real-time protection was off for a while. Files that "
             "came in during that time have not been looked at.",
     .intent = "DefenseEvasion",
     .plan = "Servers",
     .techniques = "\"T1562\"",
     .kind = GEN_VM,
     .weight = {0, 10, 85, 5}},
    {.id = "VM_AmDisablement",
     .title = "Antimalware disabled in your virtual machine",
     .text = "The antimalware extension of this machine was switched off by "
             "an operation of the resource manager. There may be a reason; "
             "ask who gave the order.",
     .intent = "DefenseEvasion",
     .plan = "Servers",
     .techniques = "\"T1562.001\"",
     .kind = GEN_VM,
     .weight = {0, 10, 80, 10}},
    {.id = "VM_FilelessAttackBehavior",
     .title = "Fileless attack behavior detected",
     .text = "The memory of a running process holds code that came from no "
             "file on the disk and calls the system's most sensitive "
             "interfaces.",
     .intent = "DefenseEvasion",
     .plan = "Servers",
     .techniques = "\"T1055\"",
     .kind = GEN_VM,
     .weight = {0, 60, 30, 10}},
    {.id = "VM_KnownLinuxAttackTool",
     .title = "Possible attack tool detected",
     .text = "A program was started that bears the name and the arguments of "
             "a tool made to attack other machines.",
     .intent = "Execution",
     .plan = "Servers",
     .techniques = "\"T1588\"",
     .kind = GEN_VM,
     .weight = {0, 0, 80, 20}},
    {.id = "VM_ThreatIntelCommandLineSuspectDomain",
     .title = "A possible connection to malicious location has been detected",
     .text = "A command line names a host that has been reported as a place "
             "from which malware is handed out.",
     .intent = "InitialAccess",
     .plan = "Servers",
     .techniques = "\"T1105\"",
     .kind = GEN_VM,
     .weight = {0, 0, 80, 20}},
    {.id = "VM_SuspectProcessNameTypo",
     .title = "Suspiciously named process detected",
     .text = "A process is named nearly, but not quite, like one that every "
             "system runs. The difference of one letter is meant to be "
             "overlooked.",
     .intent = "Persistence",
     .plan = "Servers",
     .techniques = "\"T1036\"",
     .kind = GEN_VM,
     .weight = {0, 50, 45, 5}},
    {.id = "VM_CustomScriptExtensionSuspiciousCmd",
     .title = "Custom script extension with suspicious command in your "
              "virtual machine",
     .text = "A custom script extension with an unusual command was set up "
             "through the resource manager. It runs with the machine's "
             "highest rights.",
     .intent = "Execution",
     .plan = "Servers",
     .techniques = "\"T1059\"",
     .kind = GEN_VM,
     .weight = {0, 15, 75, 10}},
    {.id = "AzureDNS_ThreatIntelSuspectDomain",
     .title = "Communication with suspicious domain identified by threat "
              "intelligence",
     .text = "This resource asked for the address of a domain that stands on "
             "lists of known bad ones. Software that phones home does so "
             "first of all.",
     .intent = "CommandAndControl",
     .plan = "DNS",
     .techniques = "\"T1568\"",
     .kind = GEN_VM,
     .weight = {0, 10, 80, 10}},
    {.id = "AzureDNS_DataExfiltration",
     .title = "Possible data exfiltration via DNS tunnel",
     .text = "Questions with very long, ever changing names go out to one "
             "domain at a steady rate. Data can be carried out of a closed "
             "network that way.",
     .intent = "Exfiltration",
     .plan = "DNS",
     .techniques = "\"T1048\"",
     .kind = GEN_VM,
     .weight = {0, 70, 25, 5}},
    {.id = "AzureDNS_CurrencyMining",
     .title = "Digital currency mining activity",
     .text = "The names that this resource asks for are those of mining "
             "pools.",
     .intent = "Exfiltration",
     .plan = "DNS",
     .techniques = "\"T1496\"",
     .kind = GEN_VM,
     .weight = {0, 85, 15, 0}},
    {.id = "NETWORK_CommunicationWithC2",
     .title = "Network communication with a malicious machine detected",
     .text = "Traffic went from this machine to an address that is known to "
             "give orders to infected hosts.",
     .intent = "CommandAndControl",
     .plan = "Network Layer",
     .techniques = "\"T1071\"",
     .kind = GEN_VM,
     .weight = {0, 0, 80, 20}},
    {.id = "NETWORK_RDP_BruteForceIncoming",
     .title = "Suspicious incoming RDP network activity from multiple sources",
     .text = "Remote desktop connections arrive from many addresses at a "
             "rate that no group of users makes.",
     .intent = "PreAttack",
     .plan = "Network Layer",
     .techniques = "\"T1110\"",
     .kind = GEN_VM,
     .weight = {0, 30, 65, 5}},
    {.id = "Storage.Blob_AnonymousAccessAnomaly",
     .title = "Unusual unauthenticated access to a storage container",
     .text = "Somebody read a container of this account without signing in, "
             "from an address never seen here. Until now it has been read by "
             "signed-in users only.",
     .intent = "InitialAccess",
     .plan = "Storage",
     .techniques = "\"T1530\"",
     .kind = GEN_STORAGE,
     .weight = {5, 75, 20, 0}},
    {.id = "Storage.Blob_TorAnomaly",
     .title = "Access from a Tor exit node to a storage blob container",
     .text = "A container of this account was read from an address through "
             "which people leave the Tor network.",
     .intent = "InitialAccess",
     .plan = "Storage",
     .techniques = "\"T1090\"",
     .kind = GEN_STORAGE,
     .weight = {0, 5, 45, 50}},
    {.id = "Storage.Blob_MalwareHashReputation",
     .title = "Malicious blob was uploaded to a storage account",
     .text = "A blob with the digest of known malware was stored here. "
             "Whether by intent or by mistake: nobody should open it.",
     .intent = "LateralMovement",
     .plan = "Storage",
     .techniques = "\"T1080\"",
     .blob = "uploads/tool.exe",
     .kind = GEN_STORAGE,
     .weight = {0, 0, 10, 90}},
    {.id = "Storage.Blob_DataExfiltration.AmountOfDataAnomaly",
     .title = "Unusual amount of data extracted from a storage account",
     .text = "Much more was read from this account in an hour than in any "
             "hour of the last weeks, and by a client that had not read from "
             "it before.",
     .intent = "Exfiltration",
     .plan = "Storage",
     .techniques = "\"T1537\"",
     .kind = GEN_STORAGE,
     .weight = {0, 60, 35, 5}},
    {.id = "ARM_AnomalousRBACRoleAssignment",
     .title = "Suspicious Azure role assignment detected",
     .text = "A role was given to an identity in a way that nobody in this "
             "tenant is used to. It may be how a stolen account makes itself "
             "at home.",
     .intent = "LateralMovement",
     .plan = "Resource Manager",
     .techniques = "\"T1098\"",
     .kind = GEN_SUBSCRIPTION,
     .weight = {0, 60, 30, 10}},
    {.id = "ARM_MicroBurst.RunCodeOnBehalf",
     .title = "MicroBurst exploitation toolkit used to execute code on your "
              "virtual machine",
     .text = "The pattern of resource manager calls is that of the toolkit "
             "MicroBurst, which runs a script on every machine that it "
             "reaches.",
     .intent = "Execution",
     .plan = "Resource Manager",
     .techniques = "\"T1059\"",
     .kind = GEN_SUBSCRIPTION,
     .weight = {0, 0, 10, 90}},
    {.id = "ARM_OperationFromSuspiciousIP",
     .title = "Azure Resource Manager operation from suspicious IP address",
     .text = "An operation on this subscription was ordered from an address "
             "that threat intelligence marks as suspicious.",
     .intent = "Execution",
     .plan = "Resource Manager",
     .techniques = "\"T1078\"",
     .kind = GEN_SUBSCRIPTION,
     .weight = {0, 10, 80, 10}},
    {.id = "SQL.DB_BruteForce",
     .title = "Suspected brute force attack attempt",
     .text = "Many sign-ins to this server failed within minutes, each with "
             "another password, all from one address.",
     .intent = "PreAttack",
     .plan = "Databases",
     .techniques = "\"T1110\"",
     .kind = GEN_SQL,
     .weight = {0, 5, 15, 80}},
    {.id = "SQL.DB_PotentialSqlInjection",
     .title = "Potential SQL injection",
     .text = "A statement was cut in two by a quotation mark that came from "
             "outside. The application in front of this database passes on "
             "what visitors type.",
     .intent = "PreAttack",
     .plan = "Databases",
     .techniques = "\"T1190\"",
     .kind = GEN_SQL,
     .weight = {0, 0, 20, 80}},
    {.id = "SQL.VM_ShellExternalSourceAnomaly",
     .title = "Suspicious use of xp_cmdshell on a SQL server",
     .text = "The database server started a command shell, which then "
             "fetched a file from outside.",
     .intent = "Execution",
     .plan = "Databases",
     .techniques = "\"T1059\"",
     .kind = GEN_SQL,
     .weight = {0, 0, 30, 70}},
    {.id = "CosmosDB_TorAnomaly",
     .title = "Access to Azure Cosmos DB from a Tor exit node",
     .text = "This account was opened, with success, from an address through "
             "which people leave the Tor network.",
     .intent = "InitialAccess",
     .plan = "Databases",
     .techniques = "\"T1078\"",
     .kind = GEN_COSMOS,
     .weight = {0, 0, 50, 50}},
    {.id = "K8S_ExposedDashboard",
     .title = "Exposed Kubernetes dashboard detected",
     .text = "A service of type LoadBalancer puts the cluster's dashboard on "
             "the Internet, where it can be used without signing in.",
     .intent = "InitialAccess",
     .plan = "Containers",
     .techniques = "\"T1133\"",
     .kind = GEN_AKS,
     .weight = {0, 5, 15, 80}},
    {.id = "K8S_PrivilegedContainer",
     .title = "Privileged container detected",
     .text = "A container was started that can do to its node whatever the "
             "node itself can do.",
     .intent = "PrivilegeEscalation",
     .plan = "Containers",
     .techniques = "\"T1611\"",
     .kind = GEN_AKS,
     .weight = {40, 50, 10, 0}},
    {.id = "K8S_CoreDNSModification",
     .title = "CoreDNS modification in Kubernetes detected",
     .text = "The configuration of the cluster's name service was "
             "overwritten. Names can now lead where the author of the change "
             "likes.",
     .intent = "LateralMovement",
     .plan = "Containers",
     .techniques = "\"T1557\"",
     .kind = GEN_AKS,
     .weight = {0, 80, 20, 0}},
    {.id = "K8S.NODE_ImageBinaryNotInImage",
     .title = "Binary drift detected executing in the container",
     .text = "A program runs in a container that was not in the image from "
             "which the container was made.",
     .intent = "DefenseEvasion",
     .plan = "Containers",
     .techniques = "\"T1204\"",
     .kind = GEN_AKS,
     .weight = {0, 10, 80, 10}},
    {.id = "KV_OperationVolumeAnomaly",
     .title = "High volume of operations in a key vault",
     .text = "One identity asked this vault for more in a few minutes than "
             "it did in the whole month before.",
     .intent = "CredentialAccess",
     .plan = "Key Vault",
     .techniques = "\"T1555\"",
     .kind = GEN_VAULT,
     .weight = {0, 20, 75, 5}},
    {.id = "KV_ListGetAnomaly",
     .title = "Suspicious secret listing and query in a key vault",
     .text = "The names of all secrets were listed, and then one after the "
             "other was read. That is how a vault is emptied.",
     .intent = "CredentialAccess",
     .plan = "Key Vault",
     .techniques = "\"T1555.006\"",
     .kind = GEN_VAULT,
     .weight = {0, 0, 80, 20}},
    {.id = "KV_TORAccess",
     .title = "Access from a TOR exit node to a key vault",
     .text = "This vault was opened from an address through which people "
             "leave the Tor network.",
     .intent = "CredentialAccess",
     .plan = "Key Vault",
     .techniques = "\"T1555\"",
     .kind = GEN_VAULT,
     .weight = {0, 0, 80, 20}},
    {.id = "AppServices_AnomalousPageAccess",
     .title = "Unusual requests pattern to a web page",
     .text = "A page that is seldom read was asked for many times, from "
             "addresses that have no other business here.",
     .intent = "InitialAccess",
     .plan = "App Service",
     .techniques = "\"T1190\"",
     .kind = GEN_WEB,
     .weight = {0, 80, 20, 0}},
    {.id = "AppServices_PhishingContent",
     .title = "Phishing content hosted on Azure Webapps",
     .text = "A page of this site imitates the sign-in page of somebody "
             "else, and mails that lead to it are under way.",
     .intent = "Collection",
     .plan = "App Service",
     .techniques = "\"T1566\"",
     .kind = GEN_WEB,
     .weight = {0, 0, 20, 80}},
    {.id = "API_SuspiciousBurstPayload",
     .title = "Suspicious spike in API payload size between a single IP "
              "address and an API endpoint",
     .text = "The bodies that one address sends to one endpoint have grown "
             "far beyond what the last 30 days have seen.",
     .intent = "InitialAccess",
     .plan = "API Management",
     .techniques = "\"T1190\"",
     .kind = GEN_API,
     .weight = {0, 10, 80, 10}},
    {.id = "AI.Azure_Jailbreak.ContentFiltering.BlockedAttempt",
     .title = "A Jailbreak attempt on an Azure AI model deployment was "
              "blocked by Prompt Shields",
     .text = "A prompt tried to talk the model out of its instructions and "
             "was stopped before it reached it.",
     .intent = "PrivilegeEscalation",
     .plan = "AI Services",
     .techniques = "\"AML.T0054\"",
     .kind = GEN_AI,
     .weight = {0, 10, 85, 5}},
    {.id = "DDOS_Detected",
     .title = "DDoS Attack detected for Public IP",
     .text = "Far more traffic than usual arrives at this public address; "
             "it is being filtered.",
     .intent = "Probing",
     .plan = "DDoS Protection",
     .techniques = "\"T1498\"",
     .kind = GEN_ADDRESS,
     .weight = {0, 0, 15, 85}},
    {.id = "Incident_MultiStage",
     .title = "Security incident detected on multiple resources",
     .text = "Several detections within a short time name the same account "
             "and the same addresses. Taken together they look like one "
             "intruder who goes from resource to resource.",
     .intent = "Unknown",
     .plan = "Servers",
     .techniques = "\"T1078\",\"T1059\",\"T1105\",\"T1048\"",
     .kind = GEN_VM,
     .weight = {0, 0, 20, 80},
     .is_incident = 1},
};
const size_t gen_types_n = sizeof(gen_types) / sizeof(gen_types[0]);

const struct gen_type *gen_type_find(const char *id)
{
    for (size_t i = 0; i < gen_types_n; i++) {
        if (str_eq_fold(str_of(gen_types[i].id), str_of(id)))
            return &gen_types[i];
    }
    return NULL;
}

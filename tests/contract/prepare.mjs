// SPDX-License-Identifier: GPL-3.0-or-later
//
// prepare.mjs - makes the published interface descriptions fit a validator.
//
//   node prepare.mjs FROM TO
//
// Nothing is loosened but what the published examples themselves contradict;
// each such place is listed here.  The rest is about form: examples in other
// files are left out, and a path whose first part holds slashes is spelled
// out for subscriptions, since a validator's path parameter ends at a slash.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const files = [
    "Microsoft.Security/stable/2022-01-01/alerts.json",
    "Microsoft.Security/stable/2021-06-01/assessments.json",
    "Microsoft.Security/stable/2021-06-01/assessmentMetadata.json",
    "Microsoft.Security/preview/2019-01-01-preview/regulatoryCompliance.json",
    "Microsoft.Security/preview/2019-01-01-preview/automations.json",
    "Microsoft.Security/preview/2023-12-01-preview/automations.json",
    "common/v1/types.json",
];

function withoutExamples(node) {
    if (Array.isArray(node))
        return node.map(withoutExamples);
    if (node === null || typeof node !== "object")
        return node;
    return Object.fromEntries(
        Object.entries(node)
            .filter(([name]) => name !== "x-ms-examples")
            .map(([name, value]) => [name, withoutExamples(value)]));
}

// "/{scope}/providers/…": the scopes that riposte asks are subscriptions.
function spellScopes(spec) {
    for (const path of Object.keys(spec.paths ?? {})) {
        if (!path.startsWith("/{scope}/"))
            continue;
        const operations = spec.paths[path];

        for (const operation of Object.values(operations))
            for (const parameter of operation.parameters ?? [])
                if (parameter.$ref?.endsWith("/Scope"))
                    Object.assign(parameter, {
                        $ref: undefined, name: "subscriptionId", in: "path",
                        required: true, type: "string",
                    });
        spec.paths[path.replace("/{scope}/",
                                "/subscriptions/{subscriptionId}/")] =
            operations;
        delete spec.paths[path];
    }
}

// Where these descriptions write { "type": "object" } for members that they do
// not name, they mean anything: in the published examples such members (of
// entities, evidence and links) are texts and numbers as well.
function anyMember(node) {
    if (node === null || typeof node !== "object")
        return;
    if (node.additionalProperties?.type === "object" &&
        Object.keys(node.additionalProperties).length === 1)
        node.additionalProperties = true;
    Object.values(node).forEach(anyMember);
}

// The automations that Microsoft's own built-in policies make say "string"
// where the description has "String".
function anyCase(spec) {
    const type = spec.definitions?.AutomationTriggeringRule?.properties
        .propertyType;

    if (type)
        type.enum.push(...type.enum.map((name) => name.toLowerCase()));
}

// What goes with the alerts is asked of the same server.
function withSuppressions(spec, from) {
    const more = withoutExamples(JSON.parse(readFileSync(join(from,
        "Microsoft.Security/preview/2019-01-01-preview",
        "alertsSuppressionRules.json"), "utf8")));

    for (const part of ["paths", "definitions", "parameters"])
        spec[part] = { ...more[part], ...spec[part] };
}

const [from, to] = process.argv.slice(2);

for (const file of files) {
    const spec = withoutExamples(
        JSON.parse(readFileSync(join(from, file), "utf8")));

    if (file.endsWith("/alerts.json"))
        withSuppressions(spec, from);
    spellScopes(spec);
    anyMember(spec);
    anyCase(spec);
    delete spec.host;
    delete spec.schemes;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), JSON.stringify(spec, null, 1));
}

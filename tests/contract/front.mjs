// SPDX-License-Identifier: GPL-3.0-or-later
//
// front.mjs - what stands for Azure Resource Manager: hands each call to the
// validator, and straight to the sandbox what no interface description has the
// path of: the polls of a long-running operation, and the question what the
// identity may do.
//
//   node front.mjs PORT VALIDATOR SANDBOX

import { createServer, request } from "node:http";

const [port, validator, sandbox] = process.argv.slice(2);
const apart =
    /\/(operations|operationResults)\/[^/]+$|\/Microsoft.Authorization\//;

createServer((from, answer) => {
    const path = from.url.split("?")[0];
    const base = new URL(apart.test(path) ? sandbox : validator);
    const to = request({
        host: base.hostname, port: base.port, method: from.method,
        path: from.url, headers: { ...from.headers, host: base.host },
    }, (got) => {
        answer.writeHead(got.statusCode, got.headers);
        got.pipe(answer);
    });

    to.on("error", () => answer.destroy());
    from.pipe(to);
}).listen(Number(port), "127.0.0.1");

# SPDX-License-Identifier: GPL-3.0-or-later
"""server.py - a cloud on loopback that answers each list in one bad way.

    server.py [CERTIFICATE KEY]

The name of the subscription says which way: a row of WAYS below.  Prints its
port, and ends with its parent.
"""
import ctypes
import http.server
import json
import signal
import socketserver
import ssl
import sys

MANY = 1000000


def alert(number, more=None):
    """An alert as Azure Resource Manager has it."""
    name = "bad-%d" % number
    properties = {
        "systemAlertId": name, "alertDisplayName": "Alert %d" % number,
        "alertType": "VM_Bad", "severity": "High", "status": "Active",
        "timeGeneratedUtc": "2026-01-01T00:00:00Z",
        "startTimeUtc": "2026-01-01T00:00:00Z"}
    properties.update(more or {})
    return {"id": "/subscriptions/s/providers/Microsoft.Security/locations/"
                  "westeurope/alerts/" + name,
            "name": name, "type": "Microsoft.Security/Locations/alerts",
            "properties": properties}


def page(*items):
    return json.dumps({"value": items}).encode()


def keys():
    return b'{"value":[{' + b",".join(
        b'"k%d":%d' % (i, i) for i in range(MANY)) + b"}]}"


def refusal(code, message):
    return json.dumps({"error": {"code": code, "message": message}}).encode()


# What a list request is answered: status and body.
WAYS = {
    "good": lambda: (200, page(alert(6))),
    "unauthorized": lambda: (401, refusal(
        "InvalidAuthenticationToken", "The access token is invalid.")),
    "forbidden": lambda: (403, refusal(
        "AuthorizationFailed", "The client does not have authorization to "
        "perform action 'Microsoft.Security/alerts/read'.")),
    "hostile": lambda: (403, refusal(
        "\033[2JAuthorizationFailed", "\033]0;owned\007\r\nriposte: all is "
        "well \u009b31m\u202e")),
    "html": lambda: (403, b"<html>\033[31m<h1>Forbidden by proxy</h1></html>"),
    "missing": lambda: (404, refusal(
        "SubscriptionNotFound", "The subscription could not be found.")),
    "empty": lambda: (200, b""),
    "garbage": lambda: (200, b"\000\377\376{]"),
    "cut": lambda: (200, page(alert(1))[:-9]),
    "array": lambda: (200, b"[1,2,3]"),
    "number": lambda: (200, b'{"value":5}'),
    "deep": lambda: (200, b'{"value":' + b"[" * MANY + b"]" * MANY + b"}"),
    "keys": lambda: (200, keys()),
    # One bad item does not cost the good ones.
    "items": lambda: (200, page(
        alert(1), 5, None, "x", [], {}, {"id": 7}, {"properties": []},
        alert(2))),
    "event": lambda: (200, page(
        alert(3), alert(4, {"description": "x" * (2 << 20)}), alert(5))),
    "page": lambda: (200, page(
        *(alert(i, {"description": "x" * 4096}) for i in range(10000)))),
    "circle": lambda: (200, json.dumps(
        {"value": [], "nextLink": "http://127.0.0.1:%d/subscriptions/circle" % PORT}
    ).encode()),
    "abroad": lambda: (200, json.dumps(
        {"value": [], "nextLink": "https://nowhere.invalid/?steal"}
    ).encode()),
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:  # it has read enough
            self.close_connection = True

    def endless(self):
        """A body that does not come to an end."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            self.wfile.write(b'{"value":[')
            while True:
                self.wfile.write(b"[]," * 20000)
        except OSError:
            pass

    def do_GET(self):
        way = self.path.split("/")[2]
        if way == "endless":
            self.endless()
        else:
            self.answer(*WAYS[way]())

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.answer(200, json.dumps({
            "token_type": "Bearer", "access_token": "a-token",
            "expires_in": 3599}).encode())


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that does not believe us leaves; that is the test."""


ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
SERVER = Server(("127.0.0.1", 0), Handler)
PORT = SERVER.server_address[1]
if len(sys.argv) > 1:
    TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    TLS.load_cert_chain(*sys.argv[1:3])
    SERVER.socket = TLS.wrap_socket(SERVER.socket, server_side=True)
print(PORT, flush=True)
SERVER.serve_forever()

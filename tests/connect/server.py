# SPDX-License-Identifier: GPL-3.0-or-later
"""server.py - a server on loopback that answers well or badly, as its path
says.

    server.py http|https|smtp [CERTIFICATE KEY]

Prints its port, then serves until it is ended, or its parent has gone.
"""
import ctypes
import http.server
import json
import os
import signal
import socket
import ssl
import sys
import threading
import urllib.parse

KIND = sys.argv[1]
PAIR = sys.argv[2:4]
COUNTS = {}
TOKENS = []


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*PAIR)
    return made


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def cut(self):
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def echo(self):
        """What was received, as JSON."""
        body = self.body().decode()
        seen = {"method": self.command, "path": self.path, "body": body,
                "headers": {k.lower(): v for k, v in self.headers.items()}}
        self.answer(200, json.dumps(seen).encode())

    def headers_back(self):
        self.answer(202, b"{}", [
            ("Azure-AsyncOperation", "https://arm/operations/1"),
            ("Location", "https://arm/results/1"),
            ("Retry-After", "17"),
            ("x-ms-request-id", "req-1"),
            ("ETag", '"e1"'),
            ("WWW-Authenticate", "Bearer error=x"),
            ("Set-Cookie", "a=b")])

    def token(self):
        if "/wrong/" in self.path:
            return self.refused_token()
        self.body()
        TOKENS.append("token-%d" % (len(TOKENS) + 1))
        return self.answer(200, json.dumps({
            "access_token": TOKENS[-1], "expires_in": "3599"}).encode())

    def oauth_token_do(self):
        """ServiceNow's: a form only, and it calls a wrong password a
        server_error."""
        COUNTS["oauth"] = COUNTS.get("oauth", 0) + 1
        form = dict(urllib.parse.parse_qsl(self.body().decode()))
        if (form.get("client_secret") != "hush hush" or
                form.get("password") != "p+w%"):
            return self.answer(401, b'{"error_description":"access_denied",'
                                    b'"error":"server_error"}')
        TOKENS.append("token-%d" % (len(TOKENS) + 1))
        return self.answer(200, json.dumps({
            "access_token": TOKENS[-1], "refresh_token": "r",
            "scope": "useraccount", "token_type": "Bearer",
            "expires_in": 1799}).encode())

    def oauth_count(self):
        self.answer(200, b"asked %d" % COUNTS.get("oauth", 0))

    def guarded(self):
        """Accepts the second token only."""
        if self.headers.get("Authorization") == "Bearer token-2":
            return self.echo()
        self.body()
        return self.answer(401, b"{}")

    def never(self):
        self.body()
        self.answer(401, b'{"error":{"code":"ExpiredToken"}}')

    def refused_token(self):
        self.body()
        self.answer(401, b'{"error":"invalid_client","error_description":'
                         b'"AADSTS7000215: Invalid client secret."}')

    def alerts(self):
        """The list that this client may not read."""
        self.answer(403, b'{"error":{"code":"AuthorizationFailed","message":'
                         b'"The client has no permission to read alerts."}}')

    def count(self):
        COUNTS[self.path] = COUNTS.get(self.path, 0) + 1
        self.body()
        self.answer(200, b"%d" % COUNTS[self.path])

    def throttled(self):
        """Not the first two times."""
        COUNTS["throttled"] = COUNTS.get("throttled", 0) + 1
        self.body()
        if COUNTS["throttled"] <= 2:
            return self.answer(429, b"{}", [("Retry-After", "1")])
        return self.answer(200, b"%d" % COUNTS["throttled"])

    def closed(self):
        self.body()
        self.answer(429, b"{}", [("Retry-After", "600")])

    def large(self):
        self.answer(200, b"x" * 100000)

    def chunked(self):
        """More than is taken, without saying so first."""
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for _ in range(1000):
                self.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
        except OSError:
            pass
        self.close_connection = True

    def many_headers(self):
        self.answer(200, b"", [("X-%d" % i, "x" * 1000) for i in range(90)])

    def short(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"{}")
        self.cut()

    def nothing(self):
        self.body()
        self.cut()

    def gone(self):
        """Does what is asked, and goes without a word."""
        COUNTS["gone"] = COUNTS.get("gone", 0) + 1
        self.body()
        self.cut()

    def gone_count(self):
        self.answer(200, b"done %d" % COUNTS.get("gone", 0))

    def silent(self):
        """No answer until the other side has gone."""
        self.body()
        self.connection.recv(1)
        self.close_connection = True

    def drip(self):
        """One byte, then nothing more until the other side has gone."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"{")
        self.wfile.flush()
        self.silent()

    def elsewhere(self):
        self.answer(302, b"", [("Location", "/echo")])

    def garbage(self):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        self.cut()

    def do_any(self):
        name = self.path.split("?")[0].rsplit("/", 1)[-1]
        name = name.replace("-", "_").replace(".", "_")
        getattr(self, name, self.echo)()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_any

    def do_HEAD(self):
        self.send_response(204)
        self.send_header("ETag", '"h"')
        self.end_headers()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that goes away is what the tests are about."""


def serve_http():
    server = Server(("127.0.0.1", 0), Handler)
    if KIND == "https":
        server.socket = context().wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def serve_smtp():
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    class Sink:
        async def handle_RCPT(self, server, session, envelope, address, _):
            if address.startswith("full@"):
                return "452 4.2.2 mailbox full"
            if address.startswith("nobody@"):
                return "550 5.1.1 no such user"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            with open(os.environ["MAILBOX"], "wb") as out:
                out.write(("%s %s %s\n" % (
                    envelope.mail_from, ",".join(envelope.rcpt_tos),
                    "tls" if session.ssl else "clear")).encode())
                out.write(envelope.content)
            return "250 2.0.0 taken"

    def check(server, session, envelope, mechanism, data):
        good = data.login == b"riposte" and data.password == b"p:w\xc3\xa9"
        return AuthResult(success=good, handled=False)

    controller = Controller(
        Sink(), hostname="127.0.0.1", port=0, server_hostname="localhost",
        authenticator=check if PAIR else None,
        auth_required=bool(PAIR), require_starttls=bool(PAIR),
        tls_context=context() if PAIR else None, ready_timeout=30)
    # Port 0: the controller asks for a port that it then cannot find out.
    probe = socket.socket()
    probe.bind(("127.0.0.1", 0))
    controller.port = probe.getsockname()[1]
    probe.close()
    controller.start()
    return controller.port


ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
print(serve_smtp() if KIND == "smtp" else serve_http(), flush=True)
signal.pause()

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sandbox's mail sink and webhooks hold, read with Python's own
parser: notices.py URL one|many|warned|escalated|raised|all TARGET."""
import email
import email.policy
import json
import sys
import urllib.request


def ask(path):
    with urllib.request.urlopen(sys.argv[1] + path) as answer:
        return json.load(answer)


def entries(path):
    answer = ask(path)
    return answer["value"] if isinstance(answer, dict) else answer


def mails():
    for entry in entries("/_sandbox/mail"):
        yield entry, email.message_from_string(
            entry["data"], policy=email.policy.default)


def must(what, why):
    if not what:
        sys.exit("notices: " + why)


def parts(message):
    must(message.get_content_type() == "multipart/alternative", "one part")
    plain, html = message.iter_parts()
    must(plain.get_content_type() == "text/plain", "no plain part first")
    must(html.get_content_type() == "text/html", "no HTML part behind it")
    must(not message.defects and not plain.defects and not html.defects,
         "defects")
    return plain.get_content(), html.get_content()


def check(entry, message):
    must(entry["to"] == ["ann@contoso.example", "bob@contoso.example"],
         "wrong recipients: %s" % entry["to"])
    must(message["Bcc"] is None, "a header was injected")
    must(message["Auto-Submitted"] == "auto-generated", "absence notes answer")
    plain, html = parts(message)
    for text in (plain, html):
        must("riposte approval" in text, "no command to answer with")
        must("\x1b" not in text, "an escape")
        must("secret" not in text, "a secret")
    must("<b>\u00e9" not in html and "stop <" not in html, "HTML is not escaped")
    return plain, html


def check_one(entry, message):
    plain, html = check(entry, message)
    must("riposte approval approve 1 --reason TEXT" in plain, "no answer")
    must("riposte approval approve 1 --reason TEXT" in html, "no answer")
    for text in (sys.argv[3], "rule stop <one>", "1 person", "deallocate"):
        must(text in plain, "the text does not say " + text)
    must("Approval 1 waits" in message["Subject"], message["Subject"])
    must(message["Message-ID"].startswith("<riposte.1."), "Message-ID")


def main():
    found = list(mails())
    want = sys.argv[2]
    many = [m for m in found if "approvals wait" in m[1]["Subject"]]
    if want == "one":
        must(found, "no mail yet")
        check_one(*found[0])
    elif want == "many":
        must(many, "no mail yet that tells of many")
        plain, _ = check(*many[0])
        must("Approval 2 waits" in plain and "Approval 3 waits" in plain,
             "not all are told of")
    elif want == "warned":
        warned = [m for m in found if "about to expire" in m[1]["Subject"]]
        must(warned, "no warning yet")
        first = warned[0][1]["References"]
        must(first == warned[0][1]["In-Reply-To"], "no thread")
        must(first in [m[1]["Message-ID"] for m in found],
             "the thread has no beginning: %s" % first)
    elif want == "escalated":
        told = [m for m in found if "was escalated" in m[1]["Subject"]]
        must(told, "nothing escalated yet")
        must(all(e["to"] == ["lead@contoso.example"] for e, _ in told),
             "the wrong people hear of it")
        plain, html = parts(told[0][1])
        for text in (plain, html):
            must("riposte approval approve" in text, "no command")
    elif want == "raised":
        told = [m for m in found if "nobody has confirmed" in m[1]["Subject"]]
        must(told, "nothing raised yet")
        plain, html = check(*told[0])
        for text in (plain, html):
            must("riposte approval confirm" in text, "no command")
        must("it <b>burns</b>" in plain and "it &lt;b&gt;burns" in html,
             "not why")
    else:
        must(len({m[1]["Message-ID"] for m in found}) == len(found),
             "a Message-ID twice")
        hooks = json.dumps(entries("/_sandbox/hooks") +
                           entries("/_sandbox/log"))
        must("/teams" in hooks and "/slack" in hooks,
             "no message posted: " + hooks[:2000])


main()

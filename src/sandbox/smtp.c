/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/smtp.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/limits.h"
#include "sandbox/call.h"
#include "sandbox/net.h"
#include "sandbox/sandbox.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/when.h"

#define LINE_BOUND 65536

enum state { COMMAND, DATA, AUTH_PLAIN, AUTH_USER, AUTH_PASSWORD };

struct peer {
    int fd; /* -1 when free */
    enum state state;
    struct buf in;   /* what has no line end yet */
    struct buf mail; /* of DATA */
    struct arena *arena;
    const char *from; /* NULL before MAIL */
    struct json *to;
    struct str user; /* as given to AUTH LOGIN */
    bool is_in;      /* signed in */
    bool is_over;    /* to be closed */
};

struct smtp {
    int fd;
    int port;
    bool auth;
    struct keep *mails;
    struct peer peer[SMTP_PEERS];
};

bool smtp_new(int port, bool auth, struct keep *mails, struct smtp **out,
              struct err *err)
{
    struct smtp *smtp;
    int fd, got;

    if (!net_listen(port, &fd, &got, err))
        return false;
    smtp = mem_new(sizeof(*smtp));
    smtp->fd = fd;
    smtp->port = got;
    smtp->auth = auth;
    smtp->mails = mails;
    for (size_t i = 0; i < SMTP_PEERS; i++)
        smtp->peer[i].fd = -1;
    *out = smtp;
    return true;
}

static void peer_reset(struct peer *peer)
{
    peer->state = COMMAND;
    peer->from = NULL;
    json_free(peer->to);
    peer->to = NULL;
    buf_clear(&peer->mail);
    arena_clear(peer->arena);
}

static void peer_close(struct peer *peer)
{
    close(peer->fd);
    peer_reset(peer);
    buf_done(&peer->in);
    buf_done(&peer->mail);
    arena_free(peer->arena);
    *peer = (struct peer){.fd = -1};
}

void smtp_free(struct smtp *smtp)
{
    if (!smtp)
        return;
    for (size_t i = 0; i < SMTP_PEERS; i++) {
        if (smtp->peer[i].fd >= 0)
            peer_close(&smtp->peer[i]);
    }
    close(smtp->fd);
    mem_free(smtp);
}

int smtp_port(const struct smtp *smtp)
{
    return smtp->port;
}

/* Answers are short: what does not go out at once comes from a peer that does
 * not read, and ends the connection. */
static void say(struct peer *peer, const char *text)
{
    struct str line = str_of(text);
    ssize_t n = send(peer->fd, line.at, line.len, MSG_NOSIGNAL | MSG_DONTWAIT);

    if (n < 0 || (size_t)n != line.len)
        peer->is_over = true;
}

static bool credentials(struct str user, struct str password)
{
    return str_eq(user, STR(SANDBOX_MAIL_USER)) &&
           str_eq(password, STR(SANDBOX_MAIL_PASSWORD));
}

static void sign_in(struct peer *peer, struct str user, struct str password)
{
    peer->state = COMMAND;
    peer->is_in = credentials(user, password);
    say(peer, peer->is_in ? "235 2.7.0 Authentication successful\r\n"
                          : "535 5.7.8 Authentication credentials invalid\r\n");
}

static struct str decoded(struct peer *peer, struct str line)
{
    struct str done = STR_NONE;
    struct buf out;

    buf_init(&out);
    if (digest_unbase64(line, &out))
        done = arena_str(peer->arena, buf_view(&out));
    buf_done(&out);
    return done;
}

/* An identity to act for, NUL, user, NUL, password (RFC 4616). */
static void auth_plain(struct peer *peer, struct str line)
{
    struct str rest = decoded(peer, line), part, user = STR_NONE;

    str_cut(&rest, '\0', &part);
    str_cut(&rest, '\0', &user);
    sign_in(peer, user, rest);
}

static void cmd_auth(struct smtp *smtp, struct peer *peer, struct str rest)
{
    struct str kind = STR_NONE;

    (void)smtp;
    str_cut(&rest, ' ', &kind);
    if (str_eq_fold(kind, STR("PLAIN")) && !str_empty(rest)) {
        auth_plain(peer, rest);
    } else if (str_eq_fold(kind, STR("PLAIN"))) {
        peer->state = AUTH_PLAIN;
        say(peer, "334 \r\n");
    } else if (str_eq_fold(kind, STR("LOGIN")) && !str_empty(rest)) {
        peer->user = decoded(peer, rest);
        peer->state = AUTH_PASSWORD;
        say(peer, "334 UGFzc3dvcmQ6\r\n");
    } else if (str_eq_fold(kind, STR("LOGIN"))) {
        peer->state = AUTH_USER;
        say(peer, "334 VXNlcm5hbWU6\r\n");
    } else {
        say(peer, "504 5.5.4 Unrecognized authentication type\r\n");
    }
}

static void cmd_ehlo(struct smtp *smtp, struct peer *peer, struct str rest)
{
    (void)smtp;
    (void)rest;
    peer_reset(peer);
    say(peer, "250-sandbox.contoso.example\r\n250-8BITMIME\r\n"
              "250-SMTPUTF8\r\n250-SIZE 4194304\r\n"
              "250 AUTH PLAIN LOGIN\r\n");
}

/* The address between the angle brackets of FROM:<…> and TO:<…>. */
static struct str address(struct str rest)
{
    size_t open = str_find_char(rest, '<');
    size_t end = str_find_char(rest, '>');

    if (open == STR_NOWHERE || end == STR_NOWHERE || end < open)
        return STR_NONE;
    return str_sub(rest, open + 1, end - open - 1);
}

static void cmd_mail(struct smtp *smtp, struct peer *peer, struct str rest)
{
    if (smtp->auth && !peer->is_in) {
        say(peer, "530 5.7.0 Authentication required\r\n");
    } else if (!str_starts_fold(rest, STR("FROM:"))) {
        say(peer, "501 5.5.4 Syntax: MAIL FROM:<address>\r\n");
    } else {
        peer_reset(peer);
        peer->from = call_clean(peer->arena, address(rest)).at;
        peer->to = json_new_array();
        say(peer, "250 2.1.0 Ok\r\n");
    }
}

static void cmd_rcpt(struct smtp *smtp, struct peer *peer, struct str rest)
{
    struct str to = call_clean(peer->arena, address(rest));

    (void)smtp;
    if (!peer->from)
        say(peer, "503 5.5.1 Need MAIL before RCPT\r\n");
    else if (!str_starts_fold(rest, STR("TO:")) || str_empty(to))
        say(peer, "501 5.5.4 Syntax: RCPT TO:<address>\r\n");
    else if (str_starts_fold(to, STR("bounce")))
        say(peer, "550 5.1.1 No such user here\r\n");
    else if (str_starts_fold(to, STR("later")))
        say(peer, "451 4.3.0 Try again later\r\n");
    else if (json_length(peer->to) == LIMIT_RECIPIENTS)
        say(peer, "452 4.5.3 Too many recipients\r\n");
    else {
        json_add_take(peer->to, json_new_text(to));
        say(peer, "250 2.1.5 Ok\r\n");
    }
}

static void cmd_data(struct smtp *smtp, struct peer *peer, struct str rest)
{
    (void)smtp;
    (void)rest;
    if (!peer->from || json_length(peer->to) == 0) {
        say(peer, "503 5.5.1 Need RCPT before DATA\r\n");
        return;
    }
    peer->state = DATA;
    say(peer, "354 End data with <CR><LF>.<CR><LF>\r\n");
}

static void cmd_rset(struct smtp *smtp, struct peer *peer, struct str rest)
{
    (void)smtp;
    (void)rest;
    peer_reset(peer);
    say(peer, "250 2.0.0 Ok\r\n");
}

static void cmd_noop(struct smtp *smtp, struct peer *peer, struct str rest)
{
    (void)smtp;
    (void)rest;
    say(peer, "250 2.0.0 Ok\r\n");
}

static void cmd_quit(struct smtp *smtp, struct peer *peer, struct str rest)
{
    (void)smtp;
    (void)rest;
    say(peer, "221 2.0.0 Bye\r\n");
    peer->is_over = true;
}

static const struct {
    const char *name;
    void (*act)(struct smtp *smtp, struct peer *peer, struct str rest);
} commands[] = {
    {"EHLO", cmd_ehlo}, {"HELO", cmd_ehlo}, {"AUTH", cmd_auth},
    {"MAIL", cmd_mail}, {"RCPT", cmd_rcpt}, {"DATA", cmd_data},
    {"RSET", cmd_rset}, {"NOOP", cmd_noop}, {"QUIT", cmd_quit},
};

static void command(struct smtp *smtp, struct peer *peer, struct str line)
{
    struct str rest = line, name = STR_NONE;

    str_cut(&rest, ' ', &name);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (str_eq_fold(name, str_of(commands[i].name))) {
            commands[i].act(smtp, peer, str_trim(rest));
            return;
        }
    }
    say(peer, "500 5.5.2 Command not recognized\r\n");
}

/* Header fields of the mail, unfolded; names as they were written. */
static struct json *headers_of(struct peer *peer, struct str mail)
{
    struct json *headers = json_new_object();
    struct str line, name = STR_NONE;
    struct buf value;

    buf_init(&value);
    while (str_cut(&mail, '\n', &line)) {
        line =
            str_ends(line, STR("\r")) ? str_sub(line, 0, line.len - 1) : line;
        if (!str_empty(name) && line.len &&
            (line.at[0] == ' ' || line.at[0] == '\t')) {
            buf_char(&value, ' ');
            buf_str(&value, str_trim(line));
            continue;
        }
        if (!str_empty(name))
            json_set_str(headers, call_clean(peer->arena, name).at,
                         call_clean(peer->arena, buf_view(&value)));
        buf_clear(&value);
        if (str_empty(line) || !str_cut(&line, ':', &name))
            break;
        buf_str(&value, str_trim(line));
    }
    buf_done(&value);
    return headers;
}

static void mail_done(struct smtp *smtp, struct peer *peer)
{
    struct str mail = buf_view(&peer->mail);
    struct json *entry = json_new_object();
    char time[WHEN_TEXT_SIZE];

    json_set_text(entry, "time", when_iso(when_now(), time));
    json_set_text(entry, "from", peer->from);
    json_set_take(entry, "to", peer->to);
    peer->to = NULL;
    json_set_bool(entry, "authenticated", peer->is_in);
    json_set_take(entry, "headers", headers_of(peer, mail));
    json_set_str(entry, "data", call_clean(peer->arena, mail));
    keep_add_take(smtp->mails, entry);
    peer_reset(peer);
    say(peer, "250 2.0.0 Ok: kept\r\n");
}

static void data_line(struct smtp *smtp, struct peer *peer, struct str line)
{
    if (str_eq(line, STR("."))) {
        mail_done(smtp, peer);
        return;
    }
    if (peer->mail.len + line.len > LIMIT_REQUEST) {
        say(peer, "552 5.3.4 Message too big\r\n");
        peer->is_over = true;
        return;
    }
    if (str_starts(line, STR(".")))
        line = str_sub(line, 1, line.len);
    buf_str(&peer->mail, line);
    buf_text(&peer->mail, "\r\n");
}

static void take_line(struct smtp *smtp, struct peer *peer, struct str line)
{
    switch (peer->state) {
    case COMMAND:
        command(smtp, peer, line);
        break;
    case DATA:
        data_line(smtp, peer, line);
        break;
    case AUTH_PLAIN:
        auth_plain(peer, line);
        break;
    case AUTH_USER:
        peer->user = decoded(peer, line);
        peer->state = AUTH_PASSWORD;
        say(peer, "334 UGFzc3dvcmQ6\r\n");
        break;
    case AUTH_PASSWORD:
        sign_in(peer, peer->user, decoded(peer, line));
        break;
    }
}

static void take_lines(struct smtp *smtp, struct peer *peer)
{
    struct str rest = buf_view(&peer->in);
    size_t end;
    struct buf left;

    while (!peer->is_over && (end = str_find_char(rest, '\n')) != STR_NOWHERE) {
        struct str line = str_sub(rest, 0, end);

        if (str_ends(line, STR("\r")))
            line = str_sub(line, 0, line.len - 1);
        rest = str_sub(rest, end + 1, rest.len);
        take_line(smtp, peer, line);
    }
    if (rest.len > LINE_BOUND) {
        say(peer, "500 5.5.6 Line too long\r\n");
        peer->is_over = true;
    }
    buf_init(&left);
    buf_str(&left, rest);
    buf_done(&peer->in);
    peer->in = left;
}

static void peer_read(struct smtp *smtp, struct peer *peer)
{
    char bytes[16384];
    ssize_t n = recv(peer->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        peer_close(peer);
        return;
    }
    buf_bytes(&peer->in, bytes, (size_t)n);
    take_lines(smtp, peer);
    if (peer->is_over)
        peer_close(peer);
}

static void accept_peer(struct smtp *smtp)
{
    int fd = accept4(smtp->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0)
        return;
    for (size_t i = 0; i < SMTP_PEERS; i++) {
        struct peer *peer = &smtp->peer[i];

        if (peer->fd >= 0)
            continue;
        peer->fd = fd;
        peer->arena = arena_new();
        buf_init(&peer->in);
        buf_init(&peer->mail);
        say(peer, "220 sandbox.contoso.example ESMTP riposte-sandbox\r\n");
        return;
    }
    close(fd);
}

void smtp_prepare(const struct smtp *smtp, struct pollfd *polls)
{
    polls[0] = (struct pollfd){.fd = smtp->fd, .events = POLLIN};
    for (size_t i = 0; i < SMTP_PEERS; i++)
        polls[i + 1] =
            (struct pollfd){.fd = smtp->peer[i].fd, .events = POLLIN};
}

void smtp_run(struct smtp *smtp, const struct pollfd *polls)
{
    for (size_t i = 0; i < SMTP_PEERS; i++) {
        if (smtp->peer[i].fd >= 0 && polls[i + 1].revents)
            peer_read(smtp, &smtp->peer[i]);
    }
    if (polls[0].revents & POLLIN)
        accept_peer(smtp);
}

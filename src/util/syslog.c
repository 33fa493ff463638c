/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/syslog.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* authpriv.notice: kept apart, and for administrators' eyes. */
#define PRIORITY (10 * 8 + 5)
#define UDP      "udp:"

struct place {
    struct sockaddr_storage at;
    socklen_t len;
};

static bool bad_place(const char *where, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   _("%s is no place for lines of a log: it is the path of a "
                     "socket, or udp:ADDRESS:PORT with a numeric address."),
                   where);
}

static bool local_place(const char *where, struct place *out, struct err *err)
{
    struct sockaddr_un *at = (struct sockaddr_un *)&out->at;

    if (*where != '/' || strlen(where) >= sizeof(at->sun_path))
        return bad_place(where, err);
    at->sun_family = AF_UNIX;
    strcpy(at->sun_path, where);
    out->len = sizeof(*at);
    return true;
}

static bool udp_place(const char *where, struct place *out, struct err *err)
{
    const struct addrinfo hints = {
        .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
        .ai_socktype = SOCK_DGRAM,
    };
    const char *colon = strrchr(where, ':');
    const char *name = where + strlen(UDP);
    struct addrinfo *found = NULL;
    char *address;
    bool ok;

    if (colon < name + 1)
        return bad_place(where, err);
    address = *name == '[' && colon[-1] == ']'
                  ? mem_textn(name + 1, (size_t)(colon - name) - 2)
                  : mem_textn(name, (size_t)(colon - name));
    ok = getaddrinfo(address, colon + 1, &hints, &found) == 0 &&
         found->ai_addrlen <= sizeof(out->at);
    if (ok) {
        memcpy(&out->at, found->ai_addr, found->ai_addrlen);
        out->len = found->ai_addrlen;
    }
    if (found != NULL)
        freeaddrinfo(found);
    mem_free(address);
    return ok || bad_place(where, err);
}

static void put_line(struct buf *out, bool remote, struct str line)
{
    char when[WHEN_TEXT_SIZE];
    char host[64] = "-";

    gethostname(host, sizeof(host) - 1);
    if (remote)
        buf_printf(out, "<%d>1 %s %s riposte %ld audit - ", PRIORITY,
                   when_iso(when_now(), when), host, (long)getpid());
    else
        buf_printf(out, "<%d>riposte[%ld]: ", PRIORITY, (long)getpid());
    buf_str(out, line);
}

bool syslog_send(const char *where, struct str line, struct err *err)
{
    bool remote = strncmp(where, UDP, strlen(UDP)) == 0;
    struct place place = {.len = 0};
    struct buf text;
    bool ok;
    int fd;

    if (!(remote ? udp_place : local_place)(where, &place, err))
        return false;
    fd = socket(place.at.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
                0);
    if (fd < 0)
        return err_errno(err, errno, _("Cannot send to %s"), where);
    buf_init(&text);
    put_line(&text, remote, line);
    ok = sendto(fd, text.at, text.len, MSG_NOSIGNAL,
                (const struct sockaddr *)&place.at, place.len) >= 0;
    if (!ok)
        err_errno(err, errno, _("Cannot send to %s"), where);
    close(fd);
    buf_done(&text);
    return ok;
}

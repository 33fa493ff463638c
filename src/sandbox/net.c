/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util/text.h"

bool net_listen(int port, int *fd, int *got, struct err *err)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};
    socklen_t len = sizeof(at);
    int on = 1;
    int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (s >= 0 &&
        setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
        bind(s, (struct sockaddr *)&at, sizeof(at)) == 0 &&
        listen(s, 64) == 0 &&
        getsockname(s, (struct sockaddr *)&at, &len) == 0) {
        *fd = s;
        *got = ntohs(at.sin_port);
        return true;
    }
    err_errno(err, errno, _("Port %d of 127.0.0.1 cannot be used"), port);
    if (s >= 0)
        close(s);
    return false;
}

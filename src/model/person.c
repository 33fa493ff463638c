/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/person.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

/* Entries of directory services are longer than sysconf(3) suggests. */
#define ENTRY_SIZE 16384

const char *person_self(char out[PERSON_NAME_SIZE])
{
    char space[ENTRY_SIZE];
    struct passwd entry;
    struct passwd *found = NULL;
    uid_t uid = getuid();
    int failed = getpwuid_r(uid, &entry, space, sizeof(space), &found);

    if (failed == 0 && found && found->pw_name[0] != '\0')
        snprintf(out, PERSON_NAME_SIZE, "%s", found->pw_name);
    else
        snprintf(out, PERSON_NAME_SIZE, "uid %lu", (unsigned long)uid);
    return out;
}

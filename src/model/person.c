/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/person.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "util/mem.h"

/* Entries of directory services are longer than sysconf(3) suggests; those of
 * groups name all members. */
#define ENTRY_SIZE       16384
#define GROUP_ENTRY_SIZE (1 << 20)
/* The most that Linux gives a process. */
#define GROUPS_MOST 65536

bool person_name_fit(struct str name)
{
    if (name.len == 0 || name.len >= PERSON_NAME_SIZE || *name.at == '@' ||
        str_eq_fold(name, STR(PERSON_ENGINE)))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.at[i];

        if (c <= ' ' || c >= 0x7f || c == ':' || c == ',')
            return false;
    }
    return true;
}

static bool find(uid_t uid, struct passwd *entry, char *space, size_t size)
{
    struct passwd *found = NULL;

    return getpwuid_r(uid, entry, space, size, &found) == 0 && found != NULL;
}

const char *person_named(uid_t uid, char out[PERSON_NAME_SIZE])
{
    char space[ENTRY_SIZE];
    struct passwd entry;

    if (find(uid, &entry, space, sizeof(space)) &&
        person_name_fit(str_of(entry.pw_name)))
        snprintf(out, PERSON_NAME_SIZE, "%s", entry.pw_name);
    else
        snprintf(out, PERSON_NAME_SIZE, "uid %lu", (unsigned long)uid);
    return out;
}

const char *person_self(char out[PERSON_NAME_SIZE])
{
    return person_named(getuid(), out);
}

/* A uid without a name has what the process was given. */
static int own_groups(gid_t *gids, int most)
{
    int n = getgroups(most - 1, gids);

    if (n >= 0)
        gids[n++] = getgid();
    return n;
}

void person_groups_init(struct person_groups *groups)
{
    char space[ENTRY_SIZE];
    struct passwd entry;
    bool known = find(getuid(), &entry, space, sizeof(space));
    int most = 64;
    int n;

    for (;;) {
        gid_t *gids = mem_array((size_t)most, sizeof(*gids));

        n = most;
        if (known && getgrouplist(entry.pw_name, entry.pw_gid, gids, &n) < 0)
            n = -1;
        else if (!known)
            n = own_groups(gids, most);
        if (n >= 0 || most >= GROUPS_MOST) {
            groups->gids = gids;
            groups->n = n >= 0 ? (size_t)n : 0;
            return;
        }
        mem_free(gids);
        most = most < GROUPS_MOST / 16 ? most * 16 : GROUPS_MOST;
    }
}

void person_groups_done(struct person_groups *groups)
{
    mem_free(groups->gids);
    *groups = (struct person_groups){.gids = NULL};
}

/* Calls @ask with the group of this name, when there is one. */
static bool ask_group(const char *name,
                      bool (*ask)(const struct group *, const void *),
                      const void *with)
{
    char *space = mem_array(GROUP_ENTRY_SIZE, 1);
    struct group entry;
    struct group *found = NULL;
    bool yes = getgrnam_r(name, &entry, space, GROUP_ENTRY_SIZE, &found) == 0 &&
               found != NULL && ask(&entry, with);

    mem_free(space);
    return yes;
}

static bool is_ours(const struct group *group, const void *with)
{
    const struct person_groups *groups = with;

    for (size_t i = 0; i < groups->n; i++) {
        if (groups->gids[i] == group->gr_gid)
            return true;
    }
    return false;
}

bool person_in_group(const struct person_groups *groups, const char *name)
{
    return ask_group(name, is_ours, groups);
}

static bool names(const struct group *group, const void *with)
{
    const char *login = with;
    char space[ENTRY_SIZE];
    struct passwd entry;
    struct passwd *found = NULL;

    for (char **member = group->gr_mem; *member != NULL; member++) {
        if (strcmp(*member, login) == 0)
            return true;
    }
    return getpwnam_r(login, &entry, space, sizeof(space), &found) == 0 &&
           found != NULL && found->pw_gid == group->gr_gid;
}

bool person_named_in(const char *login, const char *group)
{
    return ask_group(group, names, login);
}

static bool is_there(const struct group *group, const void *with)
{
    (void)group;
    (void)with;
    return true;
}

bool person_known(const char *name)
{
    char space[ENTRY_SIZE];
    struct passwd entry;
    struct passwd *found = NULL;

    if (*name == '@')
        return ask_group(name + 1, is_there, NULL);
    return strchr(name, ' ') != NULL ||
           (getpwnam_r(name, &entry, space, sizeof(space), &found) == 0 &&
            found != NULL);
}

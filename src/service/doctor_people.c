/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * doctor_people.c - who may do what, and who else could change that: roles, and
 * the files that govern.
 */
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/person.h"
#include "service/access.h"
#include "service/doctor_part.h"
#include "util/file.h"
#include "util/text.h"

#define OTHERS (S_IWGRP | S_IWOTH)

/* Nobody but root, whoever runs this, and whom the store belongs to. */
static bool good_owner(const struct doctor *doctor, uid_t owner)
{
    struct str path = str_of(doctor->config->store);
    struct stat st;

    if (str_starts(path, STR("sqlite:")))
        path = str_sub(path, 7, path.len);
    return owner == 0 || owner == getuid() ||
           (stat(path.at, &st) == 0 && owner == st.st_uid);
}

/* False: it was told what is wrong. */
static bool look_at(struct doctor *doctor, const char *what, const char *path,
                    mode_t others)
{
    char owner[PERSON_NAME_SIZE];
    struct stat st;

    if (stat(path, &st) != 0)
        return true;
    if (!good_owner(doctor, st.st_uid)) {
        doctor_tell(
            doctor, DOCTOR_BAD, what,
            arena_printf(doctor->arena,
                         _("%s belongs to %s, who can change what governs "
                           "everybody: give it to root."),
                         path, person_named(st.st_uid, owner)));
        return false;
    }
    /* In a directory with the sticky bit others cannot replace it. */
    if ((st.st_mode & others) == 0 ||
        (S_ISDIR(st.st_mode) && (st.st_mode & S_ISVTX) != 0))
        return true;
    doctor_tell(doctor, DOCTOR_BAD, what,
                arena_printf(doctor->arena,
                             _("%s can be written to by others than its owner "
                               "(%03o): run \"chmod go-w\" on it."),
                             path, (unsigned)(st.st_mode & 0777)));
    return false;
}

static const char *own_catalogue(const struct doctor *doctor)
{
    const char *dir = doctor->config->containment_dir;

    return *dir != '\0' ? dir
                        : file_xdg(doctor->arena, "CONFIG", "containment");
}

static void look_at_files(struct doctor *doctor)
{
    const struct config *config = doctor->config;
    char *path = arena_text(doctor->arena, config->path);
    bool regular = *path != '\0' && strncmp(path, "/dev/", 5) != 0;
    bool good = true;

    if (regular)
        good &= look_at(doctor, _("settings"), config->path, OTHERS) &&
                look_at(doctor, _("settings"), dirname(path), OTHERS);
    good &= look_at(doctor, _("catalogue"), own_catalogue(doctor), OTHERS);
    /* Who has unpacked riposte for their group has it so. */
    good &= look_at(doctor, _("catalogue"),
                    file_data(doctor->arena, "containment"), S_IWOTH);
    if (*config->scripts != '\0')
        good &= look_at(doctor, _("scripts"), config->scripts, OTHERS);
    if (good)
        doctor_tell(doctor, DOCTOR_GOOD, _("what governs"),
                    _("Settings, catalogue and scripts can be changed by "
                      "their owner alone."));
}

static void look_at_role(struct doctor *doctor, enum role role)
{
    const struct role_members *members = &doctor->config->roles[role];
    const char *name = arena_printf(doctor->arena, "roles.%s", role_name(role));

    for (size_t i = 0; i < members->n; i++) {
        if (!person_known(members->names[i].at))
            doctor_tell(doctor, DOCTOR_BAD, name,
                        arena_printf(doctor->arena,
                                     _("This machine knows no %s."),
                                     members->names[i].at));
    }
    if (members->n == 0 && role == ROLE_APPROVER)
        doctor_tell(doctor, DOCTOR_BAD, name,
                    _("Nobody may answer approvals: whatever has to be "
                      "approved expires."));
    if (members->n == 0 && role == ROLE_ADMIN)
        doctor_tell(doctor, DOCTOR_BAD, name,
                    _("Nobody may stop the engines with hold."));
}

void doctor_look_at_people(struct doctor *doctor)
{
    const struct config *config = doctor->config;

    look_at_files(doctor);
    if (config->four_eyes != FOUR_EYES_FULL)
        doctor_tell(doctor, DOCTOR_NONE, _("four eyes"),
                    access_four_eyes(config->four_eyes).at);
    if (access_relaxed(config)) {
        doctor_tell(doctor, DOCTOR_NONE, _("roles"),
                    _("None are set: everybody who can write to the store may "
                      "do anything."));
        return;
    }
    for (int role = 0; role < ROLE_N; role++)
        look_at_role(doctor, (enum role)role);
}

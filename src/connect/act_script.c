/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * act_script.c - a program on this machine, which gets the event as JSON.
 *
 * Only what lies in the directory of scripts.directory runs, and only while
 * neither it nor the directory can be written to by others.  It is started
 * with an argument vector and a clean environment; what it prints is kept with
 * the step.  Each argument is a field of its own, so that no value of an alert
 * can become two.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connect/action.h"
#include "connect/judge.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/when.h"

#define ARGUMENTS 6
#define LONGEST   WHEN_HOUR

static const char *const classes[] = {"read", "notify", "irreversible", NULL};
static const char *const again[] = {"no", "yes", NULL};
static const char *const arguments[ARGUMENTS] = {
    "argument1", "argument2", "argument3",
    "argument4", "argument5", "argument6",
};

#define ARGUMENT(number)                                                       \
    {                                                                          \
        .name = "argument" #number, .label = N_("Argument " #number),          \
        .help = N_("Given to the program as one argument, whatever is in "     \
                   "it."),                                                     \
        .type = FIELD_TEMPLATE,                                                \
    }

static const struct field fields[] = {
    {
        .name = "script",
        .label = N_("Script"),
        .help = N_("Name of a file in the directory that scripts.directory "
                   "names."),
        .type = FIELD_TEXT,
        .required = true,
    },
    ARGUMENT(1),
    ARGUMENT(2),
    ARGUMENT(3),
    ARGUMENT(4),
    ARGUMENT(5),
    ARGUMENT(6),
    {
        .name = "time",
        .label = N_("Time"),
        .help = N_("When it takes longer it is stopped, and the step is "
                   "unknown."),
        .type = FIELD_SPAN,
        .fallback = "1m",
    },
    {
        .name = "repeat",
        .label = N_("Repeat"),
        .help = N_("Whether it may run a second time when riposte was stopped "
                   "in between."),
        .type = FIELD_CHOICE,
        .fallback = "no",
        .choices = again,
    },
    {
        .name = "class",
        .label = N_("What it does"),
        .help = N_("Decides whether approval is needed; empty: it cannot be "
                   "undone."),
        .type = FIELD_CHOICE,
        .choices = classes,
    },
};

extern const struct action_kind action_script;

static struct str text_of(const struct json *with, const char *name)
{
    return action_text(&action_script, with, name);
}

static enum action_class script_class(const struct json *with,
                                      const struct action_context *context)
{
    enum action_class class;

    (void)context;
    return class_parse(text_of(with, "class"), &class) &&
                   (class == CLASS_READ || class == CLASS_NOTIFY)
               ? class
               : CLASS_IRREVERSIBLE;
}

/* Whose it is decides what it will be tomorrow. */
static bool trusted(const char *path, const struct stat *status,
                    struct err *err)
{
    if (status->st_uid != 0 && status->st_uid != geteuid())
        return err_set(err, ERR_DENIED,
                       _("%s belongs to somebody else; it must be root's, or "
                         "of who runs riposte."),
                       path);
    if (status->st_mode & (S_IWGRP | S_IWOTH))
        return err_set(err, ERR_DENIED,
                       _("%s can be written to by others; run \"chmod go-w\" "
                         "on it."),
                       path);
    return true;
}

static bool check_file(const char *directory, const char *path, struct err *err)
{
    struct stat status;

    if (lstat(directory, &status) != 0)
        return err_errno(err, errno, _("%s cannot be used"), directory);
    if (!S_ISDIR(status.st_mode))
        return err_set(err, ERR_LOCAL, _("%s is no directory."), directory);
    if (!trusted(directory, &status, err))
        return false;
    if (lstat(path, &status) != 0)
        return err_errno(err, errno, _("The script %s cannot be run"), path);
    if (!S_ISREG(status.st_mode))
        return err_set(err, ERR_DENIED,
                       _("%s is no plain file; links are not followed."), path);
    if (!(status.st_mode & S_IXUSR))
        return err_set(err, ERR_DENIED,
                       _("%s cannot be run; run \"chmod u+x\" on it."), path);
    return trusted(path, &status, err);
}

static bool name_valid(struct str name)
{
    return name.len > 0 && name.at[0] != '.' && name.at[0] != '-' &&
           str_find_char(name, '/') == STR_NOWHERE;
}

static bool script_check(const struct json *with, struct err *err)
{
    struct str time = text_of(with, "time");
    int64_t span;

    if (!name_valid(text_of(with, "script")))
        return err_set(err, ERR_INPUT,
                       _("\"script\" must be the name of a file in the "
                         "directory of scripts, without a path."));
    if (!when_span_parse(time, &span) || span <= 0 || span > LONGEST)
        return err_set(err, ERR_INPUT,
                       _("\"time\" must be a span of at most 1h, but it is "
                         "\"%.*s\"."),
                       STR_ARG(time));
    return true;
}

static const char *const *script_vector(const struct json *with,
                                        const char *path, struct arena *arena)
{
    const char **argv = arena_array(arena, ARGUMENTS + 2, sizeof(*argv));
    size_t n = 0;

    argv[n++] = path;
    for (size_t i = 0; i < ARGUMENTS; i++) {
        const struct json *value = json_get(with, arguments[i]);

        if (value)
            argv[n++] = arena_str(arena, json_text(value)).at;
    }
    return argv;
}

static struct str event_text(const struct json *event, struct arena *arena)
{
    struct buf text;
    struct str out;

    if (!event)
        return STR_NONE;
    buf_init(&text);
    json_write(event, JSON_COMPACT, &text);
    buf_char(&text, '\n');
    out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return out;
}

static bool script_render(const struct json *with,
                          const struct action_context *context,
                          struct arena *arena, struct request *out,
                          struct err *err)
{
    const char *directory = context->scripts ? context->scripts : "";
    struct str name = text_of(with, "script");
    const char *path;

    if (*directory != '/')
        return err_set(err, ERR_LOCAL,
                       _("No directory of scripts is configured; set "
                         "scripts.directory to a whole path."));
    if (!script_check(with, err))
        return false;
    path = arena_printf(arena, "%s/%.*s", directory, STR_ARG(name));
    if (!check_file(directory, path, err))
        return false;
    when_span_parse(text_of(with, "time"), &out->timeout);
    out->method = "RUN";
    out->url = arena_str(arena, name).at;
    out->argv = script_vector(with, path, arena);
    out->directory = arena_text(arena, directory);
    out->body = event_text(context->event, arena);
    out->limit = LIMIT_STEP_BODY;
    out->idempotent = str_eq_fold(text_of(with, "repeat"), STR("yes")) ||
                      script_class(with, context) == CLASS_READ;
    return true;
}

/* The first line of what it printed is what it says of itself. */
static void script_judge(const struct action_context *context,
                         const struct request *request,
                         const struct response *response, struct judgement *out)
{
    struct str all = buf_view(&response->body);
    struct str line = STR_NONE;

    (void)context;
    if (response->status == 200) {
        str_cut(&all, '\n', &line);
        if (str_empty(str_trim(line)))
            judge_say(out, VERDICT_DONE, _("%s has ended well."), request->url);
        else
            judge_say(out, VERDICT_DONE, "%.*s",
                      STR_ARG(str_sub(str_trim(line), 0, 400)));
        return;
    }
    /* What was stopped may have done its work, or half of it. */
    judge_say(out,
              response->failure.code == ERR_AGAIN ||
                      response->failure.code == ERR_INPUT
                  ? VERDICT_UNKNOWN
                  : VERDICT_REFUSED,
              "%s", response->failure.text);
}

const struct action_kind action_script = {
    .name = "script",
    .title = N_("Run a script"),
    .fields = fields,
    .n_fields = sizeof(fields) / sizeof(fields[0]),
    .class = script_class,
    .check = script_check,
    .render = script_render,
    .judge = script_judge,
};

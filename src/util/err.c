/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include "util/err.h"

#include <stdio.h>
#include <string.h>

#include "util/utf8.h"

/* One character more than fits, so that the cut can see what it divides. */
#define DRAFT_SIZE (ERR_TEXT_SIZE + 4)

static const char *const code_names[ERR_CODE_N] = {
    [ERR_NONE] = "none",     [ERR_INPUT] = "input",     [ERR_ABSENT] = "absent",
    [ERR_DENIED] = "denied", [ERR_AGAIN] = "again",     [ERR_REMOTE] = "remote",
    [ERR_LOCAL] = "local",   [ERR_STOPPED] = "stopped", [ERR_BUG] = "bug",
};

/*
 * Texts are put together in a draft and copied at the end, because arguments
 * may well point into err->text.
 */
static void err_settle(struct err *err, enum err_code code, const char *draft)
{
    struct str text = utf8_head(str_of(draft), ERR_TEXT_SIZE - 1);

    memcpy(err->text, text.at, text.len);
    err->text[text.len] = '\0';
    err->code = code;
}

/* Appends what still fits. */
static void draft_add(char *draft, const char *more)
{
    size_t len = strlen(draft);

    snprintf(draft + len, DRAFT_SIZE - len, "%s", more);
}

bool(err_set)(struct err *err, enum err_code code, const char *fmt, ...)
{
    char draft[DRAFT_SIZE] = "";
    va_list args;

    va_start(args, fmt);
    vsnprintf(draft, sizeof(draft), fmt, args);
    va_end(args);
    err_settle(err, code, draft);
    return false;
}

bool(err_errno)(struct err *err, int number, const char *fmt, ...)
{
    char draft[DRAFT_SIZE] = "";
    char reason[128] = "";
    va_list args;

    va_start(args, fmt);
    vsnprintf(draft, sizeof(draft), fmt, args);
    va_end(args);
    draft_add(draft, ": ");
    draft_add(draft, strerror_r(number, reason, sizeof(reason)));
    err_settle(err, ERR_LOCAL, draft);
    return false;
}

bool(err_prefix)(struct err *err, const char *fmt, ...)
{
    char draft[DRAFT_SIZE] = "";
    va_list args;

    va_start(args, fmt);
    vsnprintf(draft, sizeof(draft), fmt, args);
    va_end(args);
    draft_add(draft, ": ");
    draft_add(draft, err->text);
    err_settle(err, err->code, draft);
    return false;
}

void err_clear(struct err *err)
{
    err->code = ERR_NONE;
    err->text[0] = '\0';
}

const char *err_code_name(enum err_code code)
{
    return (unsigned)code < ERR_CODE_N ? code_names[code] : "none";
}

int err_exit_status(const struct err *err)
{
    if (err->code == ERR_ABSENT)
        return 1;
    return err->code == ERR_INPUT ? 2 : 3;
}

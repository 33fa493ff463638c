/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * main.c - from the command line to one of the two faces.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/demo.h"
#include "ui/ui.h"
#include "util/log.h"
#include "util/text.h"

static void speak(void)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    bindtextdomain(PACKAGE_NAME, LOCALEDIR);
    /* All texts inside are UTF-8; whoever shows them minds the locale. */
    bind_textdomain_codeset(PACKAGE_NAME, "UTF-8");
    textdomain(PACKAGE_NAME);
}

/* Somebody may have closed 0, 1 or 2: the store must not get their place, and
 * be printed into. */
static void fill_descriptors(void)
{
    int fd;

    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

static bool open_log(const struct config *config, struct err *err)
{
    static const char *const levels[LOG_LEVEL_N] = {
        [LOG_DEBUG] = "debug",
        [LOG_INFO] = "info",
        [LOG_WARN] = "warn",
        [LOG_ERROR] = "error",
    };
    int level = LOG_DEBUG;

    if (*config->log_file == '\0')
        return true;
    while (level < LOG_ERROR && strcmp(levels[level], config->log_level) != 0)
        level++;
    return log_open(config->log_file, (enum log_level)level, err);
}

static bool load(const char *path, const char *const *sets, struct config **out,
                 struct err *err)
{
    struct config *config;

    if (!config_load(path, sets, &config, err))
        return false;
    if (!open_log(config, err)) {
        config_free(config);
        return false;
    }
    *out = config;
    return true;
}

static enum status command(struct cli *cli)
{
    struct config *config;
    struct err err = {0};
    enum status status;

    if (!load(cli->opts.config, cli->opts.sets, &config, &err))
        return cli_fail(&err);
    status = cli_run(cli, config);
    config_free(config);
    return status;
}

static bool screens(struct cli *cli, struct err *err)
{
    struct ui_options options = {.demo = false};
    struct config *config;
    bool ok;

    if (!load(cli->opts.config, cli->opts.sets, &config, err))
        return false;
    ok = ui_run(config, &options, err);
    config_free(config);
    return ok;
}

/* What --set says comes after the store, and can be another one. */
static bool demo_screens(struct cli *cli, struct demo *demo, struct err *err)
{
    struct ui_options options = {.demo = true};
    const char **sets =
        arena_array(cli->opts.arena, cli->opts.n_sets + 2, sizeof(*sets));
    struct config *config;
    bool ok;

    sets[0] = demo->store;
    if (cli->opts.n_sets > 0)
        memcpy(sets + 1, cli->opts.sets, cli->opts.n_sets * sizeof(*sets));
    if (!load(demo->config, sets, &config, err))
        return false;
    ok = demo_rules(config, err) && ui_run(config, &options, err);
    config_free(config);
    return ok;
}

static bool play(struct cli *cli, struct err *err)
{
    struct demo demo;
    bool ok = demo_start(&demo, err) && demo_screens(cli, &demo, err);

    demo_stop(&demo);
    return ok;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct cli cli;
    enum status status = STATUS_DONE;

    fill_descriptors();
    speak();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file-size limit is an error of write(2) */
    if (!cli_read(&cli, argc, argv, &err))
        status = cli_fail(&err);
    else if (cli_tell(&cli))
        status = STATUS_DONE;
    else if (cli.noun)
        status = command(&cli);
    else if (!(cli.opts.demo ? play : screens)(&cli, &err))
        status = cli_fail(&err);
    cli_done(&cli);
    log_close();
    return (int)status;
}

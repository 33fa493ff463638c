/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz.c - runs each target on bent inputs, in a process of its own.
 *
 *     tests/fuzz/fuzz [TARGET...]          FUZZ_ROUNDS inputs for each
 *     tests/fuzz/fuzz TARGET < INPUT       one input, when FUZZ_ROUNDS is 0
 *
 * The inputs depend on FUZZ_SEED alone.  One that breaks a target is left in
 * fuzz-TARGET.input.
 */
#include <inttypes.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz.h"
#include "util/buf.h"
#include "util/file.h"

#define PATIENCE 100 /* seconds for one input, however slow the machine */

static const struct fuzz_target *const targets[] = {
    &fuzz_json,       &fuzz_keys,       &fuzz_visible,  &fuzz_url,
    &fuzz_event,      &fuzz_query,      &fuzz_template, &fuzz_rule,
    &fuzz_automation, &fuzz_catalogue,  &fuzz_config,   &fuzz_answer,
    &fuzz_playbook,   &fuzz_expression,
};
#define TARGETS (sizeof(targets) / sizeof(targets[0]))

/* What the child works on, seen by its parent when it is gone. */
struct desk {
    uint64_t round;
    size_t n;
    char input[FUZZ_INPUT];
};

static uint64_t number_of(const char *name, uint64_t fallback)
{
    const char *text = getenv(name);

    return text && *text ? strtoull(text, NULL, 10) : fallback;
}

/* In memory of its own size, so that a sanitizer sees a step beyond it. */
static void run_once(const struct fuzz_target *target, const char *at, size_t n)
{
    char *copy = malloc(n + 1);

    memcpy(copy, at, n);
    copy[n] = '\0';
    alarm(PATIENCE);
    target->run((struct str){copy, n});
    alarm(0);
    free(copy);
}

static void run_all(const struct fuzz_target *target, struct desk *desk)
{
    uint64_t rounds = number_of("FUZZ_ROUNDS", 400);
    uint64_t random = number_of("FUZZ_SEED", 1) * 0x9e3779b97f4a7c15U + 1;
    struct corpus *corpus = corpus_load(target);

    for (desk->round = 0; desk->round < rounds; desk->round++) {
        desk->n = corpus_bend(corpus, &random, desk->input);
        run_once(target, desk->input, desk->n);
    }
    corpus_free(corpus);
}

static bool survives(const struct fuzz_target *target, struct desk *desk)
{
    char path[128];
    struct err err;
    int status = 0;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        run_all(target, desk);
        exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        return false;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    snprintf(path, sizeof(path), "fuzz-%s.input", target->name);
    file_write(path, (struct str){desk->input, desk->n}, &err);
    printf("fuzz: %s ends with %s %d in round %" PRIu64 "; see %s\n",
           target->name, WIFSIGNALED(status) ? "signal" : "status",
           WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
           desk->round, path);
    return false;
}

static bool wanted(const char *name, char *const *names)
{
    if (*names == NULL)
        return true;
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static int run_input(const struct fuzz_target *target)
{
    static char input[FUZZ_INPUT];

    run_once(target, input, fread(input, 1, sizeof(input), stdin));
    return 0;
}

/* Of libconfig's own scanner, when a file ends within a text. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig\n";
}

int main(int argc, char **argv)
{
    struct desk *desk = mmap(NULL, sizeof(*desk), PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    size_t bad = 0;

    (void)argc;
    setlocale(LC_ALL, "");
    if (desk == MAP_FAILED)
        return 99;
    for (size_t i = 0; i < TARGETS; i++) {
        if (!wanted(targets[i]->name, argv + 1))
            continue;
        if (number_of("FUZZ_ROUNDS", 1) == 0)
            return run_input(targets[i]);
        bad += !survives(targets[i], desk);
    }
    printf("fuzz: %zu targets failed\n", bad);
    return bad ? 1 : 0;
}

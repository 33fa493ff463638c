/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/doctor.h"

#include <string.h>

#include "connect/judge.h"
#include "model/audit.h"
#include "service/desk.h"
#include "service/doctor_part.h"
#include "service/outside.h"
#include "service/poll.h"
#include "store/store.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

/* For what does not answer at all. */
#define PATIENCE (2 * WHEN_MINUTE)

const char *doctor_verdict_name(enum doctor_verdict verdict)
{
    static const char *const names[DOCTOR_VERDICT_N] = {
        [DOCTOR_GOOD] = "good", [DOCTOR_LACKS] = "lacks", [DOCTOR_BAD] = "bad",
        [DOCTOR_NONE] = "none", [DOCTOR_ASKS] = "asks",
    };

    return names[verdict];
}

void doctor_tell(struct doctor *doctor, enum doctor_verdict verdict,
                 const char *what, const char *text)
{
    struct doctor_line line = {.verdict = verdict, .what = what, .text = text};

    doctor->bad |= verdict == DOCTOR_BAD;
    doctor->tell(doctor->with, &line);
}

static void look_at_settings(struct doctor *doctor)
{
    const char *path = doctor->config->path;

    if (*path)
        doctor_tell(doctor, DOCTOR_GOOD, _("settings"), path);
    else
        doctor_tell(doctor, DOCTOR_NONE, _("settings"),
                    _("There is no configuration file: the defaults hold. "
                      "riposte.conf(5) says where it is looked for."));
}

static void look_at_data(struct doctor *doctor)
{
    struct catalogue *catalogue;
    struct err err = {0};

    if (!catalogue_load_for(doctor->config, &catalogue, &err)) {
        doctor_tell(doctor, DOCTOR_BAD, _("data files"), err.text);
        return;
    }
    doctor_tell(doctor, DOCTOR_GOOD, _("data files"),
                arena_printf(doctor->arena,
                             _n("%zu containment is known.",
                                "%zu containments are known.", catalogue->n),
                             catalogue->n));
    for (size_t i = 0; i < catalogue->n_faults; i++)
        doctor_tell(doctor, DOCTOR_BAD, _("catalogue"),
                    arena_text(doctor->arena, catalogue->faults[i]));
    catalogue_free(catalogue);
}

static void look_at_store(struct doctor *doctor)
{
    struct str path = str_of(doctor->config->store);
    struct store *store;
    struct err err = {0};

    if (str_starts(path, STR("sqlite:")))
        path = str_sub(path, 7, path.len);
    if (!file_exists(path.at)) {
        doctor_tell(
            doctor, DOCTOR_NONE, _("store"),
            arena_printf(doctor->arena,
                         _("%s is not there yet. It is made when the first "
                           "event is stored."),
                         path.at));
        return;
    }
    if (!store_open(doctor->config->store, STORE_READ, &store, &err)) {
        doctor_tell(doctor, DOCTOR_BAD, _("store"), err.text);
        return;
    }
    doctor_tell(doctor, DOCTOR_GOOD, _("store"), store_path(store));
    store_close(store);
    doctor_look_at_playbooks(doctor);
}

static void look_at_audit(struct doctor *doctor)
{
    const char *reference = doctor->config->audit_key;
    struct secret key;
    struct err err = {0};

    if (*reference == '\0') {
        doctor_tell(doctor, DOCTOR_NONE, _("audit log"),
                    _("Its records are not keyed: audit.key names no key. "
                      "`riposte audit key --new FILE' makes one."));
        return;
    }
    secret_init(&key);
    if (!secret_fetch(str_of(reference), &key, &err))
        doctor_tell(doctor, DOCTOR_NONE, _("audit log"),
                    arena_printf(doctor->arena,
                                 _("What you do is recorded without a key, "
                                   "which the engine seals: %s"),
                                 err.text));
    else if (secret_view(&key).len < AUDIT_KEY_LEAST)
        doctor_tell(doctor, DOCTOR_BAD, _("audit log"),
                    _("Its key is shorter than 32 bytes, and is not used."));
    else
        doctor_tell(doctor, DOCTOR_GOOD, _("audit log"),
                    _("The key is here: records are keyed."));
    secret_done(&key);
}

static void ask_mail(struct doctor *doctor)
{
    static const char *const nobody[] = {NULL};
    struct arena *arena;
    struct request *request;

    if (*doctor->config->mail_server == '\0') {
        doctor_tell(
            doctor, DOCTOR_NONE, _("mail server"),
            _("None is configured: no mail can be sent (mail.server)."));
        return;
    }
    arena = arena_new();
    request = arena_alloc(arena, sizeof(*request));
    *request = (struct request){
        .method = "MAIL",
        .url = doctor->config->mail_server,
        .mail_from = "",
        .mail_to = nobody,
    };
    gate_send(doctor->gate, arena, request, TAG_MAIL);
}

static void ask_source(struct doctor *doctor, size_t i, const char *base)
{
    const struct config_source *row = &doctor->config->sources[i];
    const struct source *source = source_find(str_of(row->kind));
    struct request *request;
    struct err err = {0};
    struct arena *arena;

    if (!source_prepare(source,
                        poll_settings(doctor->config, row, doctor->arena), base,
                        doctor->arena, &doctor->settings[i], &err)) {
        doctor_tell(doctor, DOCTOR_BAD, row->kind, err.text);
        return;
    }
    arena = arena_new();
    request = arena_alloc(arena, sizeof(*request));
    source_ask(source, &doctor->settings[i], &doctor->states[i], when_now(),
               arena, request);
    gate_send(doctor->gate, arena, request, TAG_SOURCES + i);
}

/* A webhook has nothing that could be read: only whether its secret is there
 * can be seen without telling anybody. */
static void look_at_secret(struct doctor *doctor,
                           const struct connector *connector)
{
    struct str reference = connector_text(connector, "secret");
    struct secret secret;
    struct err err = {0};

    if (str_empty(reference)) {
        doctor_tell(doctor, DOCTOR_GOOD, connector->name,
                    _("It needs no secret: riposte signs in there as itself. "
                      "Nothing was sent."));
        return;
    }
    secret_init(&secret);
    if (!secret_fetch(reference, &secret, &err))
        doctor_tell(doctor, DOCTOR_BAD, connector->name, err.text);
    else
        doctor_tell(doctor, DOCTOR_GOOD, connector->name,
                    _("Its secret can be read; nothing was sent."));
    secret_done(&secret);
}

static void ask_connectors(struct doctor *doctor)
{
    const struct connectors *all = &doctor->config->connectors;

    for (size_t i = 0; i < all->n; i++) {
        const struct connector *connector = &all->items[i];
        struct request *request;
        struct arena *arena;

        if (connector->kind->probe == NULL) {
            look_at_secret(doctor, connector);
            continue;
        }
        arena = arena_new();
        request = arena_alloc(arena, sizeof(*request));
        connector->kind->probe(connector, arena, request);
        gate_send(doctor->gate, arena, request, TAG_CONNECTORS + i);
    }
}

static void ask(struct doctor *doctor)
{
    const char *base = hosts_base(gate_hosts(doctor->gate), AUDIENCE_ARM);

    if (doctor->config->n_sources == 0)
        doctor_tell(
            doctor, DOCTOR_NONE, _("sources"),
            _("None is configured: events come from `riposte event ingest' "
              "alone (sources)."));
    else
        gate_probe(doctor->gate, AUDIENCE_ARM, TAG_TOKENS + AUDIENCE_ARM);
    if (doctor->config->n_sources > 0)
        gate_probe(doctor->gate, AUDIENCE_GRAPH, TAG_TOKENS + AUDIENCE_GRAPH);
    for (size_t i = 0; i < doctor->config->n_sources; i++) {
        source_state_init(&doctor->states[i]);
        ask_source(doctor, i, base);
    }
    ask_mail(doctor);
    ask_connectors(doctor);
    doctor_ask_permits(doctor);
}

static void answer_mail(struct doctor *doctor, const struct response *response)
{
    struct str reply = str_trim(buf_view(&response->body));

    if (response->failure.code != ERR_NONE)
        doctor_tell(doctor, DOCTOR_BAD, _("mail server"),
                    response->failure.text);
    else if (response->status / 100 != 2)
        doctor_tell(
            doctor, DOCTOR_BAD, _("mail server"),
            arena_printf(doctor->arena, _("It says: %.*s"), STR_ARG(reply)));
    else
        doctor_tell(doctor, DOCTOR_GOOD, _("mail server"),
                    doctor->config->mail_server);
}

static void answer_token(struct doctor *doctor, enum audience audience,
                         const struct response *response)
{
    const char *what =
        arena_printf(doctor->arena, _("token for %s"), audience_name(audience));

    if (response->failure.code != ERR_NONE)
        doctor_tell(doctor, DOCTOR_BAD, what, response->failure.text);
    else
        doctor_tell(doctor, DOCTOR_GOOD, what,
                    arena_printf(doctor->arena,
                                 _("Got one by identity.kind = %s."),
                                 doctor->config->identity));
}

static void answer_source(struct doctor *doctor, size_t i,
                          const struct gate_done *done)
{
    const char *kind = doctor->config->sources[i].kind;
    struct source_page page;

    source_read(source_find(str_of(kind)), &doctor->settings[i],
                &doctor->states[i], done->request, &done->response, &page);
    if (done->response.failure.code != ERR_NONE)
        doctor_tell(doctor, DOCTOR_BAD, kind, done->response.failure.text);
    else if (page.judgement.verdict != VERDICT_DONE)
        doctor_tell(doctor, DOCTOR_BAD, kind, page.judgement.text);
    else
        doctor_tell(doctor, DOCTOR_GOOD, kind, _("It can be read."));
}

static void answer_connector(struct doctor *doctor, size_t i,
                             const struct gate_done *done)
{
    const char *name = doctor->config->connectors.items[i].name;
    struct judgement judgement = {0};

    judge_rest(done->request, &done->response, &judgement);
    if (judgement.verdict != VERDICT_DONE)
        doctor_tell(doctor, DOCTOR_BAD, name, judgement.text);
    else
        doctor_tell(doctor, DOCTOR_GOOD, name, _("It can be read."));
}

static void answer(struct doctor *doctor, const struct gate_done *done)
{
    if (done->tag == TAG_MAIL)
        answer_mail(doctor, &done->response);
    else if (done->tag < TAG_SOURCES)
        answer_token(doctor, (enum audience)(done->tag - TAG_TOKENS),
                     &done->response);
    else if (done->tag < TAG_CONNECTORS)
        answer_source(doctor, done->tag - TAG_SOURCES, done);
    else if (done->tag < TAG_PERMITS)
        answer_connector(doctor, done->tag - TAG_CONNECTORS, done);
    else
        doctor_answer_permits(doctor, done->tag - TAG_PERMITS, done);
}

/* What to type where, once. */
static bool somebody_is_asked(struct doctor *doctor)
{
    struct token_prompt prompt;

    if (!gate_sign_in(doctor->gate, &prompt))
        return false;
    if (!doctor->asked)
        doctor_tell(
            doctor, DOCTOR_ASKS, _("sign-in"),
            arena_printf(doctor->arena,
                         _("To sign in, open %.120s and type the code %s"),
                         prompt.url, prompt.code));
    doctor->asked = true;
    return true;
}

static bool wait_for_answers(struct doctor *doctor, int stop, struct err *err)
{
    int64_t until = when_monotonic() + PATIENCE;
    struct pollfd wake = {.fd = stop, .events = POLLIN};
    struct gate_done done;

    while (gate_busy(doctor->gate) > 0) {
        gate_poll(doctor->gate, 500, &wake, 1);
        while (gate_take(doctor->gate, &done)) {
            answer(doctor, &done);
            gate_done_free(&done);
        }
        if (wake.revents)
            return err_set(err, ERR_STOPPED, _("The check was ended."));
        /* Somebody who signs in has the time that the service gives. */
        if (somebody_is_asked(doctor))
            until = when_monotonic() + PATIENCE;
        if (when_monotonic() > until)
            return err_set(err, ERR_AGAIN,
                           _("Not every service has answered. Try again."));
    }
    return true;
}

static bool look_outside(struct doctor *doctor, int stop, struct err *err)
{
    bool ok;

    if (!outside_configure(doctor->config, &doctor->outside, err) ||
        !gate_new(&doctor->outside, &doctor->gate, err))
        return false;
    ask(doctor);
    ok = wait_for_answers(doctor, stop, err);
    if (ok)
        doctor_tell_permits(doctor);
    doctor_permits_done(doctor);
    for (size_t i = 0; i < doctor->config->n_sources; i++)
        source_state_done(&doctor->states[i]);
    gate_free(doctor->gate);
    return ok;
}

bool doctor_look(const struct config *config, int stop,
                 void (*tell_line)(void *with, const struct doctor_line *line),
                 void *with, bool *bad, struct err *err)
{
    struct doctor *doctor = mem_new(sizeof(*doctor));
    bool ok;

    doctor->config = config;
    doctor->arena = arena_new();
    doctor->tell = tell_line;
    doctor->with = with;
    look_at_settings(doctor);
    look_at_data(doctor);
    look_at_store(doctor);
    doctor_look_at_people(doctor);
    look_at_audit(doctor);
    ok = look_outside(doctor, stop, err);
    *bad = doctor->bad;
    arena_free(doctor->arena);
    mem_free(doctor);
    return ok;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/ticket.h"

#include "connect/judge.h"
#include "model/limits.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/utf8.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* The beginning of @text that has at most @most characters. */
static struct str first_characters(struct str text, size_t most)
{
    struct str rest = text;
    uint32_t c;

    while (most > 0 && utf8_next(&rest, &c))
        most--;
    return str_sub(text, 0, text.len - rest.len);
}

struct str ticket_line(struct arena *arena, struct str text, size_t most)
{
    struct buf line;
    struct str shown;

    buf_init(&line);
    utf8_visible(&line, str_trim(text));
    shown = first_characters(buf_view(&line), most);
    if (shown.len < line.len) {
        shown = first_characters(shown, most - 1);
        buf_cut(&line, shown.len);
        buf_text(&line, ELLIPSIS);
    }
    shown = arena_str(arena, buf_view(&line));
    buf_done(&line);
    return shown;
}

struct str ticket_text(struct arena *arena, struct str text, size_t most)
{
    struct buf out;
    struct str line;
    struct str done;
    bool first = true;

    buf_init(&out);
    text = str_trim(text);
    while (str_cut(&text, '\n', &line)) {
        if (!first)
            buf_char(&out, '\n');
        first = false;
        if (str_ends(line, STR("\r")))
            line.len--;
        utf8_visible(&out, line);
    }
    if (out.len > most) {
        buf_cut(&out,
                utf8_head(buf_view(&out), most - (sizeof(ELLIPSIS) - 1)).len);
        buf_text(&out, ELLIPSIS);
    }
    done = arena_str(arena, buf_view(&out));
    buf_done(&out);
    return done;
}

const char *ticket_correlation(const struct action_context *context,
                               struct arena *arena)
{
    struct str of = str_of(context->event_key);
    char hex[DIGEST_HEX_SIZE];

    if (str_empty(of))
        of = str_of(context->key);
    return arena_printf(arena, "riposte-%.32s", digest_hex(of, hex));
}

enum severity ticket_severity(const struct action_context *context)
{
    static const struct str places[] = {
        {"Severity", 8},
        {"properties.metadata.severity", 28},
        {"properties.status.severity", 26},
    };
    enum severity severity = SEVERITY_NONE;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (severity_parse(json_text(json_at(context->event, places[i])),
                           &severity))
            return severity;
    }
    return SEVERITY_NONE;
}

struct str ticket_note(const struct action_context *context, struct str note,
                       struct str title, struct str text, struct arena *arena)
{
    const char *whole;

    if (str_empty(str_trim(note)))
        whole =
            arena_printf(arena, "%.*s\n\n%.*s", STR_ARG(title), STR_ARG(text));
    else
        whole = arena_printf(arena, "%.*s", STR_ARG(note));
    note = ticket_text(arena, str_of(whole), LIMIT_NOTE);
    return str_of(arena_printf(arena, "%.*s\n\n[riposte %s]", STR_ARG(note),
                               context->key ? context->key : ""));
}

static void set_given(struct json *out, const char *name, struct str text)
{
    if (!str_empty(text))
        json_set_str(out, name, text);
}

struct json *ticket_learn(const struct ticket_facts *facts)
{
    struct json *out = json_new_object();

    set_given(out, "ref", facts->ref);
    set_given(out, "label", facts->label);
    set_given(out, "url", str_of(facts->url));
    set_given(out, "state", facts->state);
    json_set_bool(out, "closed", facts->closed);
    return out;
}

struct str ticket_ref(const struct action_context *context)
{
    return json_text(json_get(context->learnt, "ref"));
}

bool ticket_ref_safe(struct str ref)
{
    return ref.len <= 128 && str_made_of(ref, "-_");
}

void ticket_doubt(const struct action_context *context,
                  const struct response *response, struct judgement *out)
{
    bool makes = context->turn == TICKET_CREATE || context->turn == TICKET_NOTE;

    if (makes && response->status == 500)
        out->verdict = VERDICT_UNKNOWN;
}

/* Which ticket it is was learnt right before the note was sent. */
bool ticket_note_lost(const struct action_context *context)
{
    return context->turn == TICKET_RECOVER &&
           ticket_ref_safe(ticket_ref(context));
}

/* A key has nothing that JSON would write in another way. */
void ticket_note_sought(const struct action_context *context,
                        const struct response *response, struct judgement *out)
{
    struct str key = str_of(context->key ? context->key : "");
    struct json *answer;

    if (out->verdict == VERDICT_REFUSED)
        out->verdict = VERDICT_UNKNOWN;
    if (out->verdict != VERDICT_DONE)
        return;
    answer = ticket_answer(response);
    if (json_type(answer) != JSON_OBJECT) {
        judge_say(out, VERDICT_UNKNOWN,
                  _("Whether the ticket has the note cannot be seen."));
    } else if (!str_empty(key) &&
               str_find(buf_view(&response->body), key) != STR_NOWHERE) {
        judge_say(out, VERDICT_DONE, _("The ticket has the note."));
    } else {
        judge_say(out, VERDICT_NEXT, _("The ticket does not have the note."));
        out->turn = TICKET_NOTE;
    }
    json_free(answer);
}

struct str ticket_body(struct json *take_body, struct arena *arena)
{
    struct str text;
    struct buf out;

    buf_init(&out);
    json_write(take_body, JSON_COMPACT, &out);
    text = arena_str(arena, buf_view(&out));
    buf_done(&out);
    json_free(take_body);
    return text;
}

struct json *ticket_answer(const struct response *response)
{
    struct json *json = NULL;
    struct err ignored;

    if (!json_parse(buf_view(&response->body), &json, &ignored))
        return NULL;
    return json;
}

const struct connector *ticket_connector(const struct action_context *context,
                                         const struct connector_kind *kind,
                                         const struct json *with,
                                         struct err *err)
{
    struct str name = str_trim(json_text(json_get(with, "connector")));

    if (!str_empty(name))
        return connectors_find(context->connectors, kind, name, err);
    return connectors_stand(context->connectors, kind,
                            json_text(json_get(with, "connection")), err);
}

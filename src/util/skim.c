/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/skim.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "util/skim_check.h"
#include "util/text.h"

#define BLOCK 16

static const char *const fault_text[SKIM_FAULT_N] = {
    [SKIM_EXPECTED_VALUE] = N_("a value is expected here"),
    [SKIM_EXPECTED_NAME] = N_("a member name in double quotes is expected"),
    [SKIM_EXPECTED_COLON] = N_("a colon is expected after the member name"),
    [SKIM_EXPECTED_END] = N_("a comma or the closing bracket is expected"),
    [SKIM_OPEN_TEXT] = N_("the text is not closed"),
    [SKIM_BAD_CONTROL] = N_("control characters must be escaped in texts"),
    [SKIM_BAD_ESCAPE] = N_("this escape does not exist"),
    [SKIM_BAD_UTF8] = N_("these bytes are not UTF-8"),
    [SKIM_BAD_NUMBER] = N_("this is not a number"),
    [SKIM_TOO_DEEP] = N_("values are nested too deeply"),
    [SKIM_MORE] = N_("something follows the value"),
};

/* What a value is can be told by its first byte. */
static const unsigned char type_of[256] = {
    ['"'] = JSON_TEXT, ['{'] = JSON_OBJECT, ['['] = JSON_ARRAY,
    ['t'] = JSON_BOOL, ['f'] = JSON_BOOL,   ['-'] = JSON_INT,
    ['0'] = JSON_INT,  ['1'] = JSON_INT,    ['2'] = JSON_INT,
    ['3'] = JSON_INT,  ['4'] = JSON_INT,    ['5'] = JSON_INT,
    ['6'] = JSON_INT,  ['7'] = JSON_INT,    ['8'] = JSON_INT,
    ['9'] = JSON_INT,
};

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && skim_is_space(*at))
        at++;
    return at;
}

void skim_init(struct skim *skim, struct str text)
{
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_sub(text, 3, text.len);
    skim->at = text.at;
    skim->start = text.at;
    skim->lines = 0;
    skim->end = text.at + text.len;
}

bool skim_end(struct skim *skim)
{
    skim->at = skip_space(skim->at, skim->end);
    return skim->at == skim->end;
}

void skim_line(struct skim *skim)
{
    const char *line_end = NULL;

    if (skim->at < skim->end)
        line_end = memchr(skim->at, '\n', (size_t)(skim->end - skim->at));
    skim->at = line_end ? line_end + 1 : skim->end;
    for (const char *at = skim->start; at < skim->at; at++)
        skim->lines += *at == '\n';
    skim->start = skim->at;
}

/* Columns count characters, as editors do. */
static bool refuse(const struct skim *skim, const char *place,
                   enum skim_fault fault, struct err *err)
{
    size_t line = skim->lines + 1, column = 1;

    for (const char *at = skim->start; at < place; at++) {
        if (*at == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)*at & 0xc0) != 0x80) {
            column++;
        }
    }
    return err_set(err, ERR_INPUT,
                   _("Not valid JSON at line %zu, column %zu: %s."), line,
                   column, _(fault_text[fault]));
}

/* Describes the value between start and end, both exact. */
static void describe(struct skim_value *out, const char *start, const char *end,
                     bool escaped)
{
    size_t len = (size_t)(end - start);

    out->type = (enum json_type)type_of[(unsigned char)*start];
    out->escaped = escaped && out->type == JSON_TEXT;
    out->raw = (struct str){.at = start, .len = len};
    if (out->type == JSON_TEXT) {
        out->raw = (struct str){.at = start + 1, .len = len - 2};
    } else if (out->type == JSON_INT) {
        for (size_t i = 0; i < len; i++)
            if (start[i] == '.' || start[i] == 'e' || start[i] == 'E')
                out->type = JSON_REAL;
    }
}

bool skim_value(struct skim *skim, struct skim_value *out, struct err *err)
{
    struct skim_check check = {.at = skip_space(skim->at, skim->end),
                               .end = skim->end};
    const char *start = check.at;

    if (!skim_check(&check))
        return refuse(skim, check.at, check.fault, err);
    describe(out, start, check.at, check.escaped);
    skim->at = check.at;
    return true;
}

bool skim_whole(struct skim *skim, struct skim_value *out, struct err *err)
{
    struct skim after = *skim;
    struct skim_value value;

    if (!skim_value(&after, &value, err))
        return false;
    if (!skim_end(&after))
        return refuse(skim, after.at, SKIM_MORE, err);
    *skim = after;
    *out = value;
    return true;
}

/*
 * From here on the text has been validated: strings end, brackets match, and
 * only what parts one value from the next is looked for.
 */

static const char *find_quote(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');

    for (; end - at >= BLOCK; at += BLOCK) {
        __m128i c = _mm_loadu_si128((const __m128i *)(const void *)at);
        int hits = _mm_movemask_epi8(
            _mm_or_si128(_mm_cmpeq_epi8(c, quote), _mm_cmpeq_epi8(c, slash)));
        if (hits)
            return at + __builtin_ctz((unsigned)hits);
    }
#endif
    while (at < end && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* From behind the opening quote to behind the closing one. */
static const char *pass_text(const char *at, const char *end, bool *escaped)
{
    for (;;) {
        at = find_quote(at, end);
        if (end - at < 2 || *at == '"')
            return at < end ? at + 1 : end;
        *escaped = true;
        at += 2;
    }
}

/*
 * A container may hold most of the text, and nothing in it matters but where
 * it ends.  So it is passed 64 bytes at a time: which bytes are quotes and
 * which brackets, as bits; which of them lie inside texts, from the parity of
 * the quotes before them; and only in a block that could close the container
 * are the brackets looked at one by one.
 */
#define WIDE 64

struct passing {
    const char *at;
    size_t depth;
    uint64_t text; /* all ones: inside a text */
    bool escape;   /* the next byte is escaped */
};

static void pass_byte(struct passing *pass)
{
    char c = *pass->at++;

    if (pass->escape)
        pass->escape = false;
    else if (pass->text && c == '\\')
        pass->escape = true;
    else if (c == '"')
        pass->text = ~pass->text;
    else if (!pass->text && (c | 0x20) == '{')
        pass->depth++;
    else if (!pass->text && (c | 0x20) == '}')
        pass->depth--;
}

#ifdef __SSE2__
/* Bytes behind a backslash that is not itself escaped. */
static uint64_t escaped_bits(uint64_t slash, bool *escape)
{
    uint64_t out = *escape;

    slash &= ~out;
    *escape = false;
    while (slash) {
        int bit = __builtin_ctzll(slash);

        out |= UINT64_C(2) << bit;
        *escape = bit == 63;
        slash &= ~(UINT64_C(3) << bit);
    }
    return out;
}

static uint64_t parity_bits(uint64_t bits)
{
    for (int by = 1; by < WIDE; by *= 2)
        bits ^= bits << by;
    return bits;
}

static uint64_t equal_bits(const __m128i *block, int bit, char c)
{
    uint64_t out = 0;

    for (int i = 0; i < WIDE / BLOCK; i++) {
        __m128i b = _mm_or_si128(block[i], _mm_set1_epi8((char)bit));
        __m128i equal = _mm_cmpeq_epi8(b, _mm_set1_epi8(c));

        out |= (uint64_t)(unsigned)_mm_movemask_epi8(equal) << (i * BLOCK);
    }
    return out;
}

/* Brackets and braces differ in one bit, 0x20. */
static void pass_wide(struct passing *pass)
{
    __m128i block[WIDE / BLOCK];
    uint64_t quote, slash, inside, open, close, both;

    memcpy(block, pass->at, WIDE);
    quote = equal_bits(block, 0, '"');
    slash = equal_bits(block, 0, '\\');
    if (slash || pass->escape)
        quote &= ~escaped_bits(slash, &pass->escape);
    inside = parity_bits(quote) ^ pass->text;
    pass->text = inside >> 63 ? ~UINT64_C(0) : 0;
    open = equal_bits(block, 0x20, '{') & ~inside;
    close = equal_bits(block, 0x20, '}') & ~inside;
    if ((size_t)__builtin_popcountll(close) < pass->depth) {
        pass->depth += (size_t)__builtin_popcountll(open);
        pass->depth -= (size_t)__builtin_popcountll(close);
        pass->at += WIDE;
        return;
    }
    for (both = open | close; both; both &= both - 1) {
        pass->depth += open & both & -both ? 1 : SIZE_MAX;
        if (pass->depth == 0) {
            pass->at += __builtin_ctzll(both) + 1;
            return;
        }
    }
    pass->at += WIDE;
}
#endif

/* From the opening bracket to behind the one that closes it. */
static const char *pass_container(const char *at, const char *end)
{
    struct passing pass = {.at = at + 1, .depth = 1};

#ifdef __SSE2__
    while (pass.depth > 0 && end - pass.at >= WIDE)
        pass_wide(&pass);
#endif
    while (pass.depth > 0 && pass.at < end)
        pass_byte(&pass);
    return pass.at;
}

static const char *pass_scalar(const char *at, const char *end)
{
    while (at < end && *at != ',' && *at != ':' && (*at | 0x20) != '}' &&
           !skim_is_space(*at))
        at++;
    return at;
}

/* False at the end of the container: of the text, or at the bracket that
 * closes what skim_descend() went into. */
static bool take(struct skim *skim, struct skim_value *out)
{
    const char *start = skip_space(skim->at, skim->end);
    bool escaped = false;

    if (start == skim->end || (*start | 0x20) == '}')
        return false;
    if (*start == '"')
        skim->at = pass_text(start + 1, skim->end, &escaped);
    else if ((*start | 0x20) == '{')
        skim->at = pass_container(start, skim->end);
    else
        skim->at = pass_scalar(start, skim->end);
    describe(out, start, skim->at, escaped);
    return true;
}

/* Takes the comma or colon that stands before the next value, if any. */
static void pass_mark(struct skim *skim, char mark)
{
    skim->at = skip_space(skim->at, skim->end);
    if (skim->at < skim->end && *skim->at == mark)
        skim->at++;
}

void skim_enter(struct skim *skim, const struct skim_value *container)
{
    skim->start = container->raw.at;
    skim->lines = 0;
    skim->at = container->raw.at + 1;
    skim->end = container->raw.at + container->raw.len - 1;
}

bool skim_item(struct skim *skim, struct skim_value *value)
{
    pass_mark(skim, ',');
    return take(skim, value);
}

bool skim_name(struct skim *skim, struct skim_value *name)
{
    pass_mark(skim, ',');
    if (!take(skim, name))
        return false;
    pass_mark(skim, ':');
    return true;
}

bool skim_member(struct skim *skim, struct skim_value *name,
                 struct skim_value *value)
{
    return skim_name(skim, name) && take(skim, value);
}

bool skim_descend(const struct skim *skim, struct skim *inner)
{
    const char *start = skip_space(skim->at, skim->end);

    if (start == skim->end || (*start | 0x20) != '{')
        return false;
    *inner = (struct skim){.at = start + 1, .end = skim->end, .start = start};
    return true;
}

void skim_ascend(struct skim *skim, const struct skim *inner)
{
    skim->at = inner->at + 1;
}

static uint32_t hex4(const char *at)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)at[i];

        value = value * 16 +
                (c <= '9' ? c - (uint32_t)'0' : (c | 0x20u) - 'a' + 10);
    }
    return value;
}

/* Reads what follows "\u"; half a pair becomes U+FFFD. */
static uint32_t escaped_char(const char **at, const char *end)
{
    uint32_t high = hex4(*at), low;

    *at += 4;
    if (high < 0xd800 || high > 0xdfff)
        return high;
    if (high > 0xdbff || end - *at < 6 || memcmp(*at, "\\u", 2) != 0)
        return 0xfffd;
    low = hex4(*at + 2);
    if (low < 0xdc00 || low > 0xdfff)
        return 0xfffd;
    *at += 6;
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static char *put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        *to++ = (char)c;
        return to;
    }
    if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *to++ = (char)(0xe0 | c >> 12);
        } else {
            *to++ = (char)(0xf0 | c >> 18);
            *to++ = (char)(0x80 | (c >> 12 & 0x3f));
        }
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
    }
    *to++ = (char)(0x80 | (c & 0x3f));
    return to;
}

struct str skim_text(const struct skim_value *value, struct arena *arena)
{
    static const char plain[256] = {
        ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r',
        ['t'] = '\t', ['"'] = '"',  ['/'] = '/',  ['\\'] = '\\'};
    const char *at = value->raw.at, *end = at + value->raw.len;
    char *copy, *to;

    if (value->type == JSON_NULL)
        return STR_NONE;
    if (!value->escaped)
        return value->raw;
    /* No escape is shorter than what it stands for. */
    copy = to = arena_alloc(arena, value->raw.len + 1);
    while (at < end) {
        const char *next = find_quote(at, end);

        memcpy(to, at, (size_t)(next - at));
        to += next - at;
        if (next == end)
            break;
        at = next + 2;
        if (next[1] == 'u')
            to = put_utf8(to, escaped_char(&at, end));
        else
            *to++ = plain[(unsigned char)next[1]];
    }
    return (struct str){.at = copy, .len = (size_t)(to - copy)};
}

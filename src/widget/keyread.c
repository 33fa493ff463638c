/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/keyread.h"

#include <string.h>
#include <wchar.h>

#include "util/str.h"

/* What a look at the front of the bytes found. */
enum found {
    FOUND_KEY,
    FOUND_NOTHING, /* swallowed */
    FOUND_PART,    /* more bytes may make a key of it */
};

struct look_at {
    const char *at;
    size_t len;
    bool complete;
    struct key *key;
    size_t used; /* bytes, with FOUND_KEY and FOUND_NOTHING */
};

/* CSI letters and SS3 letters that mean the same everywhere. */
static const struct {
    char letter;
    uint32_t code;
} letters[] = {
    {'A', KEYS_UP},     {'B', KEYS_DOWN},     {'C', KEYS_RIGHT},
    {'D', KEYS_LEFT},   {'H', KEYS_HOME},     {'F', KEYS_END},
    {'P', KEYS_F1},     {'Q', KEYS_F1 + 1},   {'R', KEYS_F1 + 2},
    {'S', KEYS_F1 + 3}, {'Z', KEYS_BACK_TAB}, {'M', KEYS_ENTER},
};

/* CSI number ~ */
static const uint32_t tildes[] = {
    [1] = KEYS_HOME,     [2] = KEYS_INSERT,   [3] = KEYS_DELETE,
    [4] = KEYS_END,      [5] = KEYS_PAGE_UP,  [6] = KEYS_PAGE_DOWN,
    [7] = KEYS_HOME,     [8] = KEYS_END,      [11] = KEYS_F1,
    [12] = KEYS_F1 + 1,  [13] = KEYS_F1 + 2,  [14] = KEYS_F1 + 3,
    [15] = KEYS_F1 + 4,  [17] = KEYS_F1 + 5,  [18] = KEYS_F1 + 6,
    [19] = KEYS_F1 + 7,  [20] = KEYS_F1 + 8,  [21] = KEYS_F1 + 9,
    [23] = KEYS_F1 + 10, [24] = KEYS_F1 + 11, [25] = KEYS_F1 + 12,
    [26] = KEYS_F1 + 13, [28] = KEYS_F1 + 14, [29] = KEYS_F1 + 15,
    [31] = KEYS_F1 + 16, [32] = KEYS_F1 + 17, [33] = KEYS_F1 + 18,
    [34] = KEYS_F1 + 19,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PASTE_BEGIN  200
#define PARAMETERS   4
#define MODIFIER_MAX 16 /* Shift, Alt, Ctrl and Meta in xterm's sum */
/* A string of the terminal (OSC, DCS) longer than this is no answer. */
#define STRING_MAX 4096

static const struct str paste_end = {.at = "\033[201~", .len = 6};

void keyread_init(struct keyread *keyread, bool utf8)
{
    *keyread = (struct keyread){.utf8 = utf8};
    buf_init(&keyread->bytes);
    buf_init(&keyread->paste);
}

void keyread_done(struct keyread *keyread)
{
    buf_done(&keyread->bytes);
    buf_done(&keyread->paste);
}

void keyread_learn(struct keyread *keyread, const char *sequence, uint32_t code)
{
    size_t len = strlen(sequence);
    struct keyread_learned *slot;

    /* One byte alone has its meaning already, and Esc must stay Esc. */
    if (len < 2 || len > KEYREAD_SEQUENCE_MAX ||
        keyread->n_learned == KEYREAD_LEARNED_MAX)
        return;
    slot = &keyread->learned[keyread->n_learned++];
    memcpy(slot->bytes, sequence, len + 1);
    slot->len = len;
    slot->code = code;
}

void keyread_feed(struct keyread *keyread, const char *at, size_t len)
{
    struct buf *bytes = &keyread->bytes;

    /* What has been read goes, so that an endless paste takes no room. */
    if (keyread->taken) {
        memmove(bytes->at, bytes->at + keyread->taken,
                bytes->len - keyread->taken);
        buf_cut(bytes, bytes->len - keyread->taken);
        keyread->taken = 0;
    }
    buf_bytes(bytes, at, len);
}

/* xterm: 1 + 1 for Shift, 2 for Alt, 4 for Ctrl. */
static uint32_t modified(uint32_t code, unsigned parameter)
{
    unsigned bits = parameter ? parameter - 1 : 0;

    if (bits & 1 && code >= KEYS_FIRST)
        code |= KEYS_SHIFT;
    if (bits & 2)
        code |= KEYS_ALT;
    if (bits & 4)
        code |= KEYS_CTRL;
    return code;
}

static enum found found_key(struct look_at *look, uint32_t code, size_t used)
{
    look->key->code = code;
    look->used = used;
    return FOUND_KEY;
}

static enum found swallow(struct look_at *look, size_t used)
{
    look->used = used;
    return FOUND_NOTHING;
}

static enum found mouse(struct look_at *look, unsigned button, unsigned x,
                        unsigned y, bool press, size_t used)
{
    uint32_t code = KEYS_NONE;

    if ((button & ~0x1cu) == 64)
        code = KEYS_WHEEL_UP;
    else if ((button & ~0x1cu) == 65)
        code = KEYS_WHEEL_DOWN;
    else if ((button & ~0x1cu) == 0 && press)
        code = KEYS_CLICK;
    if (code == KEYS_NONE || !x || !y)
        return swallow(look, used);
    look->key->x = (int)x - 1;
    look->key->y = (int)y - 1;
    return found_key(look, code, used);
}

/* ESC [ M and three bytes, each 32 more than it means. */
static enum found mouse_old(struct look_at *look)
{
    const unsigned char *b = (const unsigned char *)look->at + 3;

    if (look->len < 6)
        return look->complete ? swallow(look, look->len) : FOUND_PART;
    if (b[0] < 32 || b[1] < 33 || b[2] < 33)
        return swallow(look, 6);
    return mouse(look, b[0] - 32u, b[1] - 32u, b[2] - 32u,
                 ((b[0] - 32u) & 3) != 3, 6);
}

static uint32_t letter_code(char letter)
{
    for (size_t i = 0; i < COUNT(letters); i++) {
        if (letters[i].letter == letter)
            return letters[i].code;
    }
    return KEYS_NONE;
}

/* Keys that a terminal spells by their code point (CSI u, CSI 27 ; m ; c ~). */
static enum found spelled(struct look_at *look, unsigned c, unsigned modifier,
                          size_t used)
{
    if (c == '\b')
        c = KEYS_BACKSPACE;
    if (c < 0x20 && c != KEYS_TAB && c != KEYS_ENTER && c != KEYS_ESC)
        return swallow(look, used);
    if (c >= 0x80 && (c < 0xa0 || c > 0x10ffff))
        return swallow(look, used);
    if (c == KEYS_TAB && modifier == 2)
        return found_key(look, KEYS_BACK_TAB, used);
    return found_key(look, modified(c, modifier), used);
}

static enum found csi_key(struct look_at *look, char prefix, char final,
                          const unsigned *p, size_t used)
{
    uint32_t code;

    if (prefix == '<' && (final == 'M' || final == 'm'))
        return mouse(look, p[0], p[1], p[2], final == 'M', used);
    /* An answer to a query: where the cursor is looks like F3 otherwise. */
    if (prefix || (final != 'u' && final != '~' && p[1] > MODIFIER_MAX))
        return swallow(look, used);
    if (final == '~' && p[0] == 27)
        return spelled(look, p[2], p[1], used);
    if (final == 'u')
        return spelled(look, p[0], p[1], used);
    if (final == '~' && p[0] == PASTE_BEGIN)
        return found_key(look, KEYS_PASTE, used);
    if (final == '~')
        code = p[0] < COUNT(tildes) ? tildes[p[0]] : KEYS_NONE;
    else
        code = final == 'M' ? KEYS_NONE : letter_code(final);
    if (code == KEYS_NONE)
        return swallow(look, used);
    if (code == KEYS_BACK_TAB)
        return found_key(look, code, used);
    return found_key(look, modified(code, p[1]), used);
}

static enum found csi(struct look_at *look)
{
    unsigned parameter[PARAMETERS] = {0};
    size_t n = 0;
    size_t i = 2;
    char prefix = 0;

    if (look->len > 2 && look->at[2] == 'M')
        return mouse_old(look);
    if (i < look->len && look->at[i] >= '<' && look->at[i] <= '?')
        prefix = look->at[i++];
    for (; i < look->len; i++) {
        char c = look->at[i];

        if (c >= '0' && c <= '9') {
            if (n < PARAMETERS && parameter[n] < 0x200000)
                parameter[n] = parameter[n] * 10 + (unsigned)(c - '0');
        } else if (c == ';' || c == ':') {
            n++;
        } else if (c >= '@' && c <= '~') {
            return csi_key(look, prefix, c, parameter, i + 1);
        } else if (c < ' ' || c > '~') {
            return swallow(look, i); /* no sequence after all */
        }
    }
    if (i > STRING_MAX)
        return swallow(look, i);
    if (!look->complete)
        return FOUND_PART;
    if (i == 2)
        return found_key(look, KEYS_ALT | '[', 2);
    return swallow(look, i);
}

static enum found ss3(struct look_at *look)
{
    char c;
    uint32_t code;

    if (look->len < 3)
        return look->complete ? found_key(look, KEYS_ALT | 'O', 2) : FOUND_PART;
    c = look->at[2];
    if (c < ' ' || c > '~')
        return found_key(look, KEYS_ALT | 'O', 2);
    code = letter_code(c);
    if (code == KEYS_NONE && c >= 'j' && c <= 'y')
        code = (uint32_t)(c - 'j' + '*'); /* the number pad */
    return code == KEYS_NONE ? swallow(look, 3) : found_key(look, code, 3);
}

/* OSC, DCS and their like, up to BEL or ST. */
static enum found string(struct look_at *look)
{
    for (size_t i = 2; i < look->len; i++) {
        if (look->at[i] == '\a')
            return swallow(look, i + 1);
        if (look->at[i] == '\033' && i + 1 < look->len)
            return swallow(look, look->at[i + 1] == '\\' ? i + 2 : i);
    }
    if (look->len > STRING_MAX)
        return swallow(look, look->len);
    if (!look->complete)
        return FOUND_PART;
    if (look->len == 2)
        return found_key(look, KEYS_ALT | (uint32_t)look->at[1], 2);
    return swallow(look, look->len);
}

static enum found plain(struct look_at *look, bool utf8);

static enum found escape(struct look_at *look, bool utf8)
{
    struct look_at rest = *look;
    enum found found;

    if (look->len == 1)
        return look->complete ? found_key(look, KEYS_ESC, 1) : FOUND_PART;
    switch (look->at[1]) {
    case '[':
        return csi(look);
    case 'O':
        return ss3(look);
    case ']':
    case 'P':
    case '_':
    case '^':
        return string(look);
    case '\033':
        return found_key(look, KEYS_ESC, 1);
    default:
        break;
    }
    rest.at++;
    rest.len--;
    found = plain(&rest, utf8);
    look->used = rest.used + 1;
    if (found == FOUND_KEY)
        look->key->code |= KEYS_ALT;
    return found;
}

static uint32_t control_code(unsigned char c)
{
    switch (c) {
    case 0:
        return KEYS_CTRL | KEYS_SPACE;
    case '\b':
    case 0x7f:
        return KEYS_BACKSPACE;
    case '\n':
    case '\r':
        return KEYS_ENTER;
    case '\t':
        return KEYS_TAB;
    default:
        return KEYS_CTRL | (c < 0x1b ? c - 1u + 'a' : c + 0x40u);
    }
}

static enum found multibyte(struct look_at *look, bool utf8)
{
    unsigned char lead = (unsigned char)look->at[0];
    size_t need = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t c = need == 2 ? lead & 0x1fu : need == 3 ? lead & 0xfu : lead & 7u;

    if (!utf8) {
        wint_t wide = btowc(lead);

        return wide == WEOF ? swallow(look, 1)
                            : found_key(look, (uint32_t)wide, 1);
    }
    if (lead < 0xc2 || lead > 0xf4)
        return swallow(look, 1);
    for (size_t i = 1; i < need; i++) {
        if (i >= look->len)
            return look->complete ? swallow(look, i) : FOUND_PART;
        if (((unsigned char)look->at[i] & 0xc0) != 0x80)
            return swallow(look, i);
        c = c << 6 | ((unsigned char)look->at[i] & 0x3fu);
    }
    if ((need == 3 && (c < 0x800 || (c >= 0xd800 && c < 0xe000))) ||
        (need == 4 && (c < 0x10000 || c > 0x10ffff)) || c < 0xa0)
        return swallow(look, need);
    return found_key(look, c, need);
}

static enum found plain(struct look_at *look, bool utf8)
{
    unsigned char c = (unsigned char)look->at[0];

    if (c >= 0x80)
        return multibyte(look, utf8);
    if (c >= 0x20 && c < 0x7f)
        return found_key(look, c, 1);
    return found_key(look, control_code(c), 1);
}

/* The longest learned sequence at the front, or the beginning of one. */
static bool find_learned(const struct keyread *keyread, struct look_at *look,
                         enum found *found)
{
    const struct keyread_learned *best = NULL;
    bool part = false;

    for (size_t i = 0; i < keyread->n_learned; i++) {
        const struct keyread_learned *one = &keyread->learned[i];
        size_t len = one->len < look->len ? one->len : look->len;

        if (memcmp(one->bytes, look->at, len) != 0)
            continue;
        if (len == one->len && (!best || len > best->len))
            best = one;
        else if (len < one->len)
            part = true;
    }
    if (best) {
        *found = found_key(look, best->code, best->len);
        return true;
    }
    *found = FOUND_PART;
    return part && !look->complete;
}

static enum found find(const struct keyread *keyread, struct look_at *look)
{
    enum found found;

    if (look->at[0] != '\033')
        return plain(look, keyread->utf8);
    if (find_learned(keyread, look, &found))
        return found;
    return escape(look, keyread->utf8);
}

static void keep_pasted(struct keyread *keyread, size_t len)
{
    size_t room = KEYREAD_PASTE_MAX - keyread->paste.len;

    buf_bytes(&keyread->paste, keyread->bytes.at + keyread->taken,
              len < room ? len : room);
    keyread->taken += len;
}

static bool end_paste(struct keyread *keyread, struct key *out)
{
    keyread->pasting = false;
    *out = (struct key){.code = KEYS_PASTE, .text = buf_view(&keyread->paste)};
    return true;
}

/* Moves what was pasted aside; true when its end has come. */
static bool read_paste(struct keyread *keyread, struct key *out)
{
    struct str rest =
        str_sub(buf_view(&keyread->bytes), keyread->taken, keyread->bytes.len);
    size_t end = str_find(rest, paste_end);

    if (end == STR_NOWHERE) {
        /* The end may be cut in two: its beginning stays. */
        if (rest.len >= paste_end.len)
            keep_pasted(keyread, rest.len - (paste_end.len - 1));
        return false;
    }
    keep_pasted(keyread, end);
    keyread->taken += paste_end.len;
    return end_paste(keyread, out);
}

bool keyread_next(struct keyread *keyread, bool complete, struct key *out)
{
    for (;;) {
        struct key key = {.text = STR_NONE};
        struct look_at look = {
            .at = keyread->bytes.at + keyread->taken,
            .len = keyread->bytes.len - keyread->taken,
            .complete = complete,
            .key = &key,
        };
        enum found found;

        if (keyread->pasting)
            return read_paste(keyread, out);
        if (!look.len)
            return false;
        found = find(keyread, &look);
        if (found == FOUND_PART)
            return false;
        keyread->taken += look.used;
        if (found == FOUND_NOTHING)
            continue;
        if (key.code == KEYS_PASTE) {
            keyread->pasting = true;
            buf_clear(&keyread->paste);
            continue;
        }
        *out = key;
        return true;
    }
}

bool keyread_waiting(const struct keyread *keyread)
{
    return !keyread->pasting && keyread->taken < keyread->bytes.len;
}

void keyread_give_up(struct keyread *keyread)
{
    if (!keyread->pasting)
        return;
    /* The end that did not come is put there. */
    buf_str(&keyread->bytes, paste_end);
}

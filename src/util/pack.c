/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/pack.h"

#include <zdict.h>
#include <zstd.h>

#include "util/mem.h"
#include "util/text.h"

/* The fastest of the regular levels: the next one takes a third longer and
 * saves two bytes in a hundred. */
#define LEVEL 1
/* Twice as much saves three bytes in a hundred. */
#define DICTIONARY_SIZE (64 * (size_t)1024)

struct pack {
    ZSTD_CCtx *in;
    ZSTD_DCtx *out;
    ZSTD_CDict *in_words; /* NULL without a dictionary */
    ZSTD_DDict *out_words;
};

static void *made(void *zstd)
{
    if (!zstd)
        die("%s", _("There is no memory for compression."));
    return zstd;
}

/* What is set here stays with the contexts for every text. */
struct pack *pack_new(struct str dictionary)
{
    struct pack *pack = mem_new(sizeof(*pack));

    pack->in = made(ZSTD_createCCtx());
    pack->out = made(ZSTD_createDCtx());
    ZSTD_CCtx_setParameter(pack->in, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(pack->in, ZSTD_c_checksumFlag, 1);
    if (!str_empty(dictionary)) {
        pack->in_words =
            made(ZSTD_createCDict(dictionary.at, dictionary.len, LEVEL));
        pack->out_words = made(ZSTD_createDDict(dictionary.at, dictionary.len));
        ZSTD_CCtx_refCDict(pack->in, pack->in_words);
        ZSTD_DCtx_refDDict(pack->out, pack->out_words);
    }
    return pack;
}

void pack_free(struct pack *pack)
{
    if (!pack)
        return;
    ZSTD_freeCCtx(pack->in);
    ZSTD_freeDCtx(pack->out);
    ZSTD_freeCDict(pack->in_words);
    ZSTD_freeDDict(pack->out_words);
    mem_free(pack);
}

void pack_in(struct pack *pack, struct str bytes, struct buf *out)
{
    size_t room = ZSTD_compressBound(bytes.len), len;

    buf_clear(out);
    buf_reserve(out, room);
    len = ZSTD_compress2(pack->in, out->at, room, bytes.at, bytes.len);
    /* There is room, and nothing else can fail but for memory. */
    if (ZSTD_isError(len))
        die("%s", ZSTD_getErrorName(len));
    out->at[len] = '\0';
    out->len = len;
}

static bool damaged(struct err *err)
{
    return err_set(err, ERR_LOCAL,
                   _("A compressed text is damaged and cannot be read."));
}

bool pack_out(struct pack *pack, struct str packed, size_t limit,
              struct buf *out, struct err *err)
{
    unsigned long long size = ZSTD_getFrameContentSize(packed.at, packed.len);
    struct buf bytes;
    size_t len;

    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR)
        return damaged(err);
    if (size > limit)
        return err_set(err, ERR_LOCAL,
                       _("A compressed text has %llu bytes; at most %zu are "
                         "read."),
                       size, limit);
    buf_init(&bytes);
    buf_reserve(&bytes, (size_t)size);
    len = ZSTD_decompressDCtx(pack->out, bytes.at, (size_t)size, packed.at,
                              packed.len);
    if (ZSTD_isError(len) || len != size) {
        buf_done(&bytes);
        return damaged(err);
    }
    bytes.at[len] = '\0';
    bytes.len = len;
    buf_done(out);
    *out = bytes;
    return true;
}

bool pack_learn(struct str texts, const size_t *sizes, size_t n,
                struct buf *out)
{
    size_t len;

    buf_clear(out);
    buf_reserve(out, DICTIONARY_SIZE);
    len = ZDICT_trainFromBuffer(out->at, DICTIONARY_SIZE, texts.at, sizes,
                                (unsigned)n);
    if (ZDICT_isError(len))
        len = 0;
    out->at[len] = '\0';
    out->len = len;
    return len > 0;
}

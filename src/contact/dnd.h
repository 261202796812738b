/*
 * Do not disturb, by channel. `dnd` itself is a plain flag of the contact; no interplay between the
 * two is known of the live service, and none is made up.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "json/table.h"
#include "json/writer.h"

enum dnd_channel {
/* DND(channel, key, key under v3) */
#define DND_CHANNELS(DND)                 \
    DND(CALL, "Call", "call")             \
    DND(EMAIL, "Email", "email")          \
    DND(SMS, "SMS", "sms")                \
    DND(WHATSAPP, "WhatsApp", "whatsApp") \
    DND(GMB, "GMB", "gmb")                \
    DND(FB, "FB", "fb")
#define DND(channel, key, key_v3) DND_##channel,
    DND_CHANNELS(DND)
#undef DND
        DND_CHANNEL_COUNT
};

/* active: do not disturb on this channel. Absent when status is empty. */
struct dnd_setting {
    struct str status; /* active | inactive | permanent */
    struct str message;
    struct str code;
};

struct dnd_settings {
    struct dnd_setting channels[DND_CHANNEL_COUNT];
};

/* `inboundDndSettings.all`; absent when status is empty. */
struct inbound_dnd {
    struct str status; /* active | inactive */
    struct str message;
};

/* How a body or an answer spells the channels. */
enum dnd_spelling { DND_SPELLING_V2, DND_SPELLING_V3 };

/* What a body decodes into. */
struct dnd_setting_body {
    struct json_opt_text status;
    struct json_opt_text message;
    struct json_opt_text code;
};

struct dnd_settings_body {
    struct json_opt_nested channels[DND_CHANNEL_COUNT]; /* of struct dnd_setting_body */
};

struct inbound_dnd_body {
    struct json_opt_nested all; /* of struct dnd_setting_body; code is not among its properties */
};

/* Rows for body tables. */
extern const struct json_table dnd_settings_table_v2;
extern const struct json_table dnd_settings_table_v3;
extern const struct json_table inbound_dnd_table;

/*
 * Merges a body that had no faults: a channel given replaces that channel, a channel that is null
 * is removed, one that is absent stays. `given` itself null removes all.
 */
void dnd_settings_merge(struct dnd_settings *settings, const struct json_opt_nested *given);
void inbound_dnd_merge(struct inbound_dnd *inbound, const struct json_opt_nested *given);

/* As in the document. */
void dnd_settings_read(const struct json *object, struct dnd_settings *settings);
void inbound_dnd_read(const struct json *object, struct inbound_dnd *inbound);

/* Writes the member, key and all; nothing when every channel is absent. */
void dnd_settings_write(struct json_writer *w, const struct dnd_settings *settings,
                        enum dnd_spelling spelling);
void inbound_dnd_write(struct json_writer *w, const struct inbound_dnd *inbound);

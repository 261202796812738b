#include "service/actor.h"

const struct json *actor_at(struct arena *arena, const struct actor *actor, struct str now)
{
    const struct json_text_member members[] = {
        {STR("source"), actor->source},
        {STR("channel"), actor->channel},
        {STR("sourceId"), actor->source_id},
        {STR("timestamp"), now},
    };
    return json_object_of_texts(arena, members, sizeof members / sizeof *members);
}

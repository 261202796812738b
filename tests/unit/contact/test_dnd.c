#include "fixture.h"

static struct dnd_settings merged(struct fixture *fixture, const char *body)
{
    struct dnd_settings settings = {
        .channels[DND_CALL] = {STR("active"), STR("old"), STR("1")},
        .channels[DND_SMS] = {.status = STR("permanent")},
    };
    struct contact_body decoded = body_of(fixture, CONTACT_BODY_UPDATE, body);
    dnd_settings_merge(&settings, &decoded.dnd_settings);
    return settings;
}

static struct inbound_dnd merged_inbound(struct fixture *fixture, const char *body)
{
    struct inbound_dnd inbound = {STR("active"), STR("old")};
    struct contact_body decoded = body_of(fixture, CONTACT_BODY_UPDATE, body);
    inbound_dnd_merge(&inbound, &decoded.inbound_dnd);
    return inbound;
}

static void a_channel_given_replaces_that_channel_only(void **state)
{
    struct dnd_settings settings =
        merged(*state, "{'dndSettings':{'Call':{'status':'inactive','code':'2'}}}");
    assert_faults(*state, "");
    assert_text(settings.channels[DND_CALL].status, "inactive");
    assert_text(settings.channels[DND_CALL].message, "");
    assert_text(settings.channels[DND_CALL].code, "2");
    assert_text(settings.channels[DND_SMS].status, "permanent");
}

static void a_channel_that_is_null_is_removed(void **state)
{
    struct dnd_settings settings = merged(*state, "{'dndSettings':{'Call':null}}");
    assert_text(settings.channels[DND_CALL].status, "");
    assert_text(settings.channels[DND_CALL].message, "");
    assert_text(settings.channels[DND_SMS].status, "permanent");
}

static void settings_that_are_null_remove_every_channel(void **state)
{
    struct dnd_settings settings = merged(*state, "{'dndSettings':null}");
    for (size_t i = 0; i < DND_CHANNEL_COUNT; i++)
        assert_text(settings.channels[i].status, "");
}

static void settings_that_are_absent_or_empty_change_nothing(void **state)
{
    assert_text(merged(*state, "{}").channels[DND_CALL].message, "old");
    assert_text(merged(*state, "{'dndSettings':{}}").channels[DND_CALL].message, "old");
}

static void a_channel_has_a_status_of_the_list(void **state)
{
    merged(*state, "{'dndSettings':{'Call':{},'Email':{'status':'off'},'SMS':{'status':1},"
                   "'FB':{'status':'permanent'}}}");
    assert_faults(*state, "dndSettings.Call.status must be one of the following values: "
                          "active, inactive, permanent\n"
                          "dndSettings.Email.status must be one of the following values: active, "
                          "inactive, permanent\n"
                          "dndSettings.SMS.status must be one of the following values: "
                          "active, inactive, permanent");
}

static void a_channel_nobody_knows_is_a_fault(void **state)
{
    merged(*state, "{'dndSettings':{'Fax':{'status':'active'}}}");
    assert_faults(*state, "dndSettings.property Fax should not exist");
}

static void channel_with(struct fixture *fixture, const char *member, size_t length)
{
    struct str text = repeated(fixture, "é", length);
    struct str body =
        arena_format(&fixture->arena, "{'dndSettings':{'GMB':{'status':'active','%s':'%.*s'}}}",
                     member, STR_ARG(text));
    merged(fixture, body.ptr);
}

static void message_and_code_are_bounded(void **state)
{
    channel_with(*state, "message", 1000);
    channel_with(*state, "code", 255);
    assert_faults(*state, "");
    channel_with(*state, "message", 1001);
    channel_with(*state, "code", 256);
    assert_faults(*state,
                  "dndSettings.GMB.message must be shorter than or equal to 1000 characters\n"
                  "dndSettings.GMB.code must be shorter than or equal to 255 characters");
}

static void inbound_is_replaced_removed_or_left(void **state)
{
    struct inbound_dnd given =
        merged_inbound(*state, "{'inboundDndSettings':{'all':{'status':'inactive'}}}");
    assert_text(given.status, "inactive");
    assert_text(given.message, "");
    assert_text(merged_inbound(*state, "{'inboundDndSettings':{'all':null}}").status, "");
    assert_text(merged_inbound(*state, "{'inboundDndSettings':null}").status, "");
    assert_text(merged_inbound(*state, "{'inboundDndSettings':{}}").message, "old");
    assert_text(merged_inbound(*state, "{}").message, "old");
    assert_faults(*state, "");
}

static void inbound_is_never_permanent_and_has_no_code(void **state)
{
    merged_inbound(*state, "{'inboundDndSettings':{'all':{'status':'permanent','code':'1'}}}");
    assert_faults(*state, "inboundDndSettings.all.property code should not exist\n"
                          "inboundDndSettings.all.status must be one of the following values: "
                          "active, inactive");
}

static struct str written(struct fixture *fixture, const struct dnd_settings *settings,
                          enum dnd_spelling spelling)
{
    struct json_writer *w = json_writer_new(&fixture->arena);
    json_begin_object(w);
    dnd_settings_write(w, settings, spelling);
    json_end(w);
    return json_finish(w);
}

static void settings_are_written_as_either_version_spells_them(void **state)
{
    struct dnd_settings settings = {
        .channels[DND_EMAIL] = {STR("active"), STR("m"), STR("c")},
        .channels[DND_WHATSAPP] = {.status = STR("inactive")},
    };
    assert_json(*state, written(*state, &settings, DND_SPELLING_V2),
                "{'dndSettings':{'Email':{'status':'active','message':'m','code':'c'},"
                "'WhatsApp':{'status':'inactive'}}}");
    assert_json(*state, written(*state, &settings, DND_SPELLING_V3),
                "{'dndSettings':{'email':{'status':'active','message':'m','code':'c'},"
                "'whatsApp':{'status':'inactive'}}}");
}

static void settings_without_a_channel_are_not_written(void **state)
{
    struct dnd_settings settings = {0};
    assert_text(written(*state, &settings, DND_SPELLING_V2), "{}");
}

static void what_is_not_a_setting_reads_as_absent(void **state)
{
    struct dnd_settings settings;
    dnd_settings_read(json_of(*state, "{'Call':1,'Email':{'status':2},'Fax':{'status':'active'},"
                                      "'FB':{'status':'active','later':3}}"),
                      &settings);
    assert_text(settings.channels[DND_CALL].status, "");
    assert_text(settings.channels[DND_EMAIL].status, "");
    assert_text(settings.channels[DND_FB].status, "active");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_channel_given_replaces_that_channel_only),
        TEST(a_channel_that_is_null_is_removed),
        TEST(settings_that_are_null_remove_every_channel),
        TEST(settings_that_are_absent_or_empty_change_nothing),
        TEST(a_channel_has_a_status_of_the_list),
        TEST(a_channel_nobody_knows_is_a_fault),
        TEST(message_and_code_are_bounded),
        TEST(inbound_is_replaced_removed_or_left),
        TEST(inbound_is_never_permanent_and_has_no_code),
        TEST(settings_are_written_as_either_version_spells_them),
        TEST(settings_without_a_channel_are_not_written),
        TEST(what_is_not_a_setting_reads_as_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

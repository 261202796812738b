/*
 * The happy path: the library parses, says "possible", and writes E.164. That costs 13 µs, and 5 ms
 * once, when its one object is made. What was not E.164 already is read a second time.
 *
 * Failure modes: a text that is no number, a country without numbers of its own (AQ), a length that
 * no number of the region has, a number without its area code, more than E.164's 15 digits (the
 * library allows Germany 17), and a result that would be read as another one ("00 0912 …": each
 * reading takes a zero off). All are false. Out of memory is the one exception there is; it meets
 * `noexcept` and ends the process, as everywhere.
 */
#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <string>
#include <string_view>

#include "contact/phone.h"

namespace
{
namespace library = i18n::phonenumbers;

/* The library's name for "no region": a text is read by its own country code or not at all. */
constexpr char no_region[] = "ZZ";

std::string_view view(struct str text)
{
    return text.len > 0 ? std::string_view(text.ptr, text.len) : std::string_view();
}

bool is_international(std::string_view text)
{
    constexpr std::string_view plus = "+", full_width_plus = "\uFF0B";
    return text.substr(0, plus.size()) == plus ||
           text.substr(0, full_width_plus.size()) == full_width_plus;
}

const library::PhoneNumberUtil *open_quietly()
{
    library::PhoneNumberUtil *opened = library::PhoneNumberUtil::GetInstance();
    /* it would log to standard output, numbers and all; it owns the logger from here on */
    opened->SetLogger(new library::NullLogger);
    return opened;
}

/* Safe to share: the library locks the cache of patterns inside, all else of it is constant. */
const library::PhoneNumberUtil &numbers()
{
    static const library::PhoneNumberUtil *const opened = open_quietly();
    return *opened;
}

/*
 * E.164, or empty. A number with a plus is never given a region: the library would fall back to it
 * for "+011 44 …", and what phone_is_international promises would not hold.
 */
std::string read_number(std::string_view text, std::string_view country)
{
    const std::string region(is_international(text) || country.empty() ? no_region : country);
    library::PhoneNumber number;
    std::string e164;
    if (numbers().Parse(std::string(text), region, &number) ==
            library::PhoneNumberUtil::NO_PARSING_ERROR &&
        numbers().IsPossibleNumberWithReason(number) == library::PhoneNumberUtil::IS_POSSIBLE)
        numbers().Format(number, library::PhoneNumberUtil::E164, &e164);
    return e164;
}

std::string normalize(std::string_view text, std::string_view country) noexcept
{
    const std::string e164 = read_number(text, country);
    /* what is served is sent back, and has to stay as it is: in E.164 already is the short way */
    return e164 == text || e164 == read_number(e164, no_region) ? e164 : std::string();
}
} // namespace

bool phone_normalize(struct str text, struct str country, char e164[PHONE_E164_MAX], size_t *len)
{
    if (text.len > PHONE_TEXT_MAX)
        return false;
    const std::string normal = normalize(view(text), view(country));
    if (normal.empty() || normal.size() > PHONE_E164_MAX)
        return false;
    *len = normal.copy(e164, PHONE_E164_MAX);
    return true;
}

bool phone_is_international(struct str text)
{
    return is_international(view(text));
}

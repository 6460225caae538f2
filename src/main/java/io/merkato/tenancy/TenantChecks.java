package io.merkato.tenancy;

import io.merkato.api.Languages;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a tenant's fields have to be, collected so that a caller sees all that is wrong at once. Null is not checked. */
final class TenantChecks {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_REASON = 500;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?");

    private final List<UserError> errors = new ArrayList<>();

    static boolean isSlug(String text) {
        return SLUG.matcher(text).matches();
    }

    TenantChecks slug(String slug) {
        return check(
                isSlug(slug),
                UserErrorCode.INVALID,
                "A slug is 1 to 50 lower-case letters, digits and hyphens, with no hyphen at either end.",
                "input",
                "slug");
    }

    TenantChecks name(@Nullable String name) {
        check(name == null || !name.isBlank(), UserErrorCode.REQUIRED, "A tenant has a name.", "input", "name");
        return check(
                name == null || name.codePointCount(0, name.length()) <= LONGEST_NAME,
                UserErrorCode.TOO_LONG,
                "A name has at most 255 characters.",
                "input",
                "name");
    }

    TenantChecks locale(@Nullable Locale locale) {
        return check(
                locale == null || Languages.isKept(locale),
                UserErrorCode.INVALID,
                "A language is like am or fr-SN, without variants and extensions.",
                "input",
                "locale");
    }

    TenantChecks timeZone(@Nullable String zone) {
        return check(
                zone == null || ZoneId.getAvailableZoneIds().contains(zone),
                UserErrorCode.INVALID,
                "There is no such time zone.",
                "input",
                "timeZone");
    }

    TenantChecks country(@Nullable String country) {
        return check(
                country == null
                        || Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2)
                                .contains(country),
                UserErrorCode.INVALID,
                "There is no such country.",
                "input",
                "country");
    }

    TenantChecks reason(String reason) {
        check(!reason.isBlank(), UserErrorCode.REQUIRED, "The tenant will want to know why.", "input", "reason");
        return check(
                reason.length() <= LONGEST_REASON,
                UserErrorCode.TOO_LONG,
                "A reason has at most 500 characters.",
                "input",
                "reason");
    }

    TenantChecks check(boolean holds, UserErrorCode code, String message, String... path) {
        if (!holds) {
            errors.add(Refusal.of(code, message, path));
        }
        return this;
    }

    /** @throws Refused with everything that did not hold */
    void settle() {
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }
}

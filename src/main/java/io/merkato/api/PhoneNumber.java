package io.merkato.api;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A phone number as people type it, in the one form it is kept and looked for in. */
public final class PhoneNumber {

    /** More is looked at no further. */
    private static final int LONGEST = 254;

    /** As the tables have it; some countries' numbers are possible that E.164 has no room for. */
    private static final Pattern KEPT = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private PhoneNumber() {}

    /**
     * The number in E.164. Whether it is possible is checked, not whether it is assigned: numbering plans change faster than
     * the library.
     *
     * @param country ISO 3166 code of the country that a number without a country code is dialled in
     */
    public static Optional<String> parse(String typed, @Nullable String country) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        var numbers = PhoneNumberUtil.getInstance();
        try {
            var number = numbers.parse(typed, country);
            return Optional.of(number)
                    .filter(numbers::isPossibleNumber)
                    .map(possible -> numbers.format(possible, PhoneNumberFormat.E164))
                    .filter(KEPT.asMatchPredicate());
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** @param number E.164 */
    public static String withoutCountryCode(String number) {
        try {
            return String.valueOf(
                    PhoneNumberUtil.getInstance().parse(number, null).getNationalNumber());
        } catch (NumberParseException e) {
            return number.substring(1);
        }
    }
}

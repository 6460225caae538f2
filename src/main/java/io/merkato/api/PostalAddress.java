package io.merkato.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Where something is sent to, billed to or kept. Every table keeps it as one {@code jsonb} column whose name ends in
 * {@code address}, so that a copy is one value and stays as it was.
 *
 * @param familyName null for the many people who have none
 * @param region a subdivision of the country, by the part of its ISO 3166-2 code after the hyphen or by name
 * @param country ISO 3166-1 alpha-2
 * @param phone E.164
 */
public record PostalAddress(
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String company,
        @Nullable String line1,
        @Nullable String line2,
        @Nullable String city,
        @Nullable String region,
        @Nullable String postalCode,
        String country,
        @Nullable String phone) {

    /** As it is kept: without what is null. */
    JSONB stored() {
        var members = new LinkedHashMap<String, Object>();
        put(members, "givenName", givenName);
        put(members, "familyName", familyName);
        put(members, "company", company);
        put(members, "line1", line1);
        put(members, "line2", line2);
        put(members, "city", city);
        put(members, "region", region);
        put(members, "postalCode", postalCode);
        put(members, "country", country);
        put(members, "phone", phone);
        return JSONB.valueOf(Json.text(members));
    }

    static PostalAddress of(JSONB stored) {
        Map<String, Object> members = Json.object(stored);
        return new PostalAddress(
                text(members, "givenName"),
                text(members, "familyName"),
                text(members, "company"),
                text(members, "line1"),
                text(members, "line2"),
                text(members, "city"),
                text(members, "region"),
                text(members, "postalCode"),
                String.valueOf(members.get("country")),
                text(members, "phone"));
    }

    private static void put(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private static @Nullable String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    /** Says neither who nor where: addresses have no place in a log. */
    @Override
    public String toString() {
        return "PostalAddress[" + country + "]";
    }
}

package io.merkato.demo;

import io.merkato.customer.ConsentChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;

/** Who shops at a demo tenant: db/demo/&lt;slug&gt;/customers.json. */
record CustomerBook(List<Group> groups, List<Entry> customers) {

    record Group(String code, String name, String description) {}

    /**
     * A customer. Whoever has the address of somebody in shop.json signs in as they do.
     *
     * @param guest whether they never signed in, and nobody wrote them down
     * @param consents to advertising, oldest first
     * @param addresses the first one is the default
     */
    record Entry(
            String givenName,
            @Nullable String familyName,
            @Nullable String email,
            @Nullable String phone,
            Locale locale,
            @Nullable String company,
            @Nullable Boolean guest,
            LocalDate since,
            @Nullable List<Membership> groups,
            @Nullable List<Kept> addresses,
            @Nullable List<Answer> consents,
            @Nullable List<Wish> wishes,
            @Nullable List<Remark> notes) {

        record Membership(String code, LocalDate on) {}

        /** @param address as the API has it */
        record Kept(LocalDate on, Map<String, String> address) {}

        record Answer(ConsentChannel channel, boolean granted, LocalDate on) {}

        /**
         * @param product its handle
         * @param until when they wished for it no longer; null while they do
         */
        record Wish(String product, LocalDate on, @Nullable LocalDate until) {}

        /** What staff noted. */
        record Remark(LocalDate on, String text) {}

        /** What their id is made of. */
        String key() {
            return email != null ? email : Objects.requireNonNull(phone);
        }
    }

    static CustomerBook of(String slug) {
        try (InputStream file = new ClassPathResource(
                        "db/demo/" + slug + "/customers.json", CustomerBook.class.getClassLoader())
                .getInputStream()) {
            return JsonMapper.shared().readValue(file, CustomerBook.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}

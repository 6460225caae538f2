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
     * @param agrees by which channels they want advertising, and {@code refuses} by which they do not
     * @param wishes handles of products
     * @param addresses as the API has them; the first one is the default
     */
    record Entry(
            String givenName,
            String familyName,
            @Nullable String email,
            @Nullable String phone,
            Locale locale,
            @Nullable String company,
            @Nullable List<String> groups,
            @Nullable List<Map<String, String>> addresses,
            @Nullable List<ConsentChannel> agrees,
            @Nullable List<ConsentChannel> refuses,
            @Nullable List<String> wishes,
            @Nullable String note,
            LocalDate since) {

        /** What their id is made of. */
        String key() {
            return email != null ? email : Objects.requireNonNull(phone);
        }
    }

    static CustomerBook of(String slug) {
        try (InputStream file = new ClassPathResource("db/demo/" + slug + "/customers.json").getInputStream()) {
            return JsonMapper.shared().readValue(file, CustomerBook.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}

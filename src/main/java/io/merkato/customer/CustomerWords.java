package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.CUSTOMER_WORD;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;

import io.merkato.api.EmailAddress;
import io.merkato.api.Fault;
import io.merkato.api.PhoneNumber;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** The words a customer is found by, each in lower case and without accents. */
public final class CustomerWords {

    private static final int LONGEST_SEARCH = 200;
    private static final int MOST_WORDS = 5;
    private static final int LONGEST_WORD = 254;
    private static final int LONGEST_SORT_NAME = 600;
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private CustomerWords() {}

    public static Set<String> of(Customer customer) {
        var words = new LinkedHashSet<String>();
        Stream.of(customer.givenName(), customer.familyName(), customer.company(), customer.email())
                .forEach(text -> words.addAll(split(text)));
        if (customer.email() != null) {
            EmailAddress.parse(customer.email()).ifPresent(email -> words.add(email.key()));
        }
        if (customer.phone() != null) {
            words.add(customer.phone().substring(1));
            words.add(PhoneNumber.withoutCountryCode(customer.phone()));
        }
        return words;
    }

    /** For the list in the order of names. */
    public static String sortName(Customer customer) {
        return Stream.of(customer.familyName(), customer.givenName(), customer.company(), customer.email())
                .map(CustomerWords::split)
                .flatMap(List::stream)
                .collect(Collectors.collectingAndThen(Collectors.joining(" "), name -> cut(name, LONGEST_SORT_NAME)));
    }

    /** Those who have each word of the search, or one that begins with it. */
    static Condition match(TenantContext tenant, String search) {
        if (search.length() > LONGEST_SEARCH) {
            throw Fault.badInput("search has at most " + LONGEST_SEARCH + " characters.");
        }
        List<String> wanted = Stream.of(search.strip().split("\\s+"))
                .flatMap(term -> term.indexOf('@') > 0 ? Stream.of(address(term)) : split(term).stream())
                .distinct()
                .limit(MOST_WORDS)
                .toList();
        return wanted.stream()
                .map(word -> has(tenant, word))
                .reduce(Condition::and)
                .orElse(search.isBlank() ? trueCondition() : falseCondition());
    }

    private static Condition has(TenantContext tenant, String beginning) {
        String dialled = dialled(beginning);
        return exists(selectOne()
                .from(CUSTOMER_WORD)
                .where(tenant.owns(CUSTOMER_WORD))
                .and(CUSTOMER_WORD.CUSTOMER_ID.eq(CUSTOMER_.ID))
                .and(
                        dialled.isEmpty() || dialled.equals(beginning)
                                ? begins(beginning)
                                : begins(beginning).or(begins(dialled))));
    }

    private static Condition begins(String beginning) {
        return CUSTOMER_WORD.WORD.ge(beginning).and(CUSTOMER_WORD.WORD.lt(beginning + LAST));
    }

    static void write(TenantContext tx, Customer customer) {
        tx.sql()
                .deleteFrom(CUSTOMER_WORD)
                .where(tx.owns(CUSTOMER_WORD))
                .and(CUSTOMER_WORD.CUSTOMER_ID.eq(customer.id()))
                .execute();
        insert(tx, customer);
    }

    static void insert(TenantContext tx, Customer customer) {
        insert(tx, List.of(customer));
    }

    private record Word(Customer.Id customer, String text) {}

    static void insert(TenantContext tx, Collection<Customer> customers) {
        Rows<Word> words = Rows.of(customers.stream()
                        .flatMap(customer -> of(customer).stream().map(word -> new Word(customer.id(), word)))
                        .toList())
                .with(CUSTOMER_WORD.CUSTOMER_ID, Word::customer)
                .with(CUSTOMER_WORD.WORD, Word::text);
        if (!words.isEmpty()) {
            words.insertInto(tx, CUSTOMER_WORD).execute();
        }
    }

    private static List<String> split(@Nullable String text) {
        return text == null
                ? List.of()
                : NO_WORD.splitAsStream(plain(text))
                        .filter(word -> !word.isEmpty())
                        .map(word -> cut(word, LONGEST_WORD))
                        .toList();
    }

    /** One letter may stand for many. */
    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest));
    }

    /** A number dialled within its country begins with a zero, which it has not from abroad. */
    private static String dialled(String word) {
        return word.length() > 3 && word.chars().allMatch(Character::isDigit) ? word.replaceFirst("^0+", "") : word;
    }

    /** As it is kept where it is whole. */
    private static String address(String term) {
        return EmailAddress.parse(term).map(EmailAddress::key).orElseGet(() -> plain(term));
    }

    private static String plain(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}

package io.merkato.promotion;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.SaleItem;
import io.merkato.catalog.Variants;
import io.merkato.identity.BuiltInRole;
import io.merkato.money.Money;
import io.merkato.store.Store;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Coupons as staff make them. */
@MerkatoTest
class CouponTest {

    private static final String ERRORS = " userErrors { code path message }";

    private final Merchants merchants;
    private final Merchants.Merchant merchant;
    private final Client staff;
    private final Coupons coupons;
    private final Variants variants;

    CouponTest(Merchants merchants, Coupons coupons, Variants variants) {
        this.coupons = coupons;
        this.variants = variants;
        this.merchants = merchants;
        this.merchant = merchants.open();
        this.staff = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    private JsonNode does(String mutation) {
        return staff.data("mutation { " + mutation + " }").iterator().next();
    }

    private List<String> refusals(String mutation) {
        return does(mutation + " {" + ERRORS + " }")
                .get("userErrors")
                .valueStream()
                .map(error -> error.get("code").asString()
                        + " "
                        + String.join(
                                ".",
                                error.get("path")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()))
                .toList();
    }

    private Coupon.Id coupon(String code, String more) {
        JsonNode payload = does(
                "couponCreate(input: {code: \"%s\", discount: {amount: {amount: \"10\", currency: \"ETB\"}}, %s}) { coupon { id } %s }"
                        .formatted(code, more, ERRORS));
        assertThat(payload.get("userErrors")).isEmpty();
        return new Coupon.Id(TypeId.parse("coupon", payload.at("/coupon/id").asString()));
    }

    @Test
    void a_code_is_one_whatever_its_case_and_free_again_once_its_coupon_is_deleted() {
        Coupon.Id first = coupon(" buna-10 ", "combinable: true");
        assertThat(refusals("couponCreate(input: {code: \"Buna-10\", discount: {percent: \"5\"}})"))
                .containsExactly("TAKEN input.code");
        assertThat(refusals("couponDelete(id: \"" + first + "\")")).isEmpty();
        assertThat(refusals("couponDelete(id: \"" + first + "\")")).containsExactly("NOT_FOUND id");
        assertThat(codes("where: {deleted: true}")).containsExactly("BUNA-10");
        assertThat(codes("where: {deleted: false}")).isEmpty();
        Coupon.Id second = coupon("BUNA-10", "combinable: true");
        assertThat(refusals("couponRestore(id: \"" + first + "\")")).containsExactly("TAKEN id");
        assertThat(refusals("couponDelete(id: \"" + second + "\")")).isEmpty();
        assertThat(refusals("couponRestore(id: \"" + first + "\")")).isEmpty();
        assertThat(staff.data("{ couponByCode(code: \"buna-10\") { id version } }")
                        .at("/couponByCode/id")
                        .asString())
                .isEqualTo(first.text());
    }

    @Test
    void a_coupon_that_was_deleted_too_long_ago_to_be_restored_is_in_no_list() throws SQLException {
        coupon("KEPT", "combinable: true");
        for (String code : List.of("LATELY", "LONG-AGO")) {
            assertThat(refusals("couponDelete(id: \"" + coupon(code, "combinable: true") + "\")"))
                    .isEmpty();
        }
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute(
                            "update promotion.coupon set deleted_at = now() - interval '91 days' where code = 'LONG-AGO' and tenant_id = '"
                                    + merchant.tenant().id().value() + "'");
        }

        assertThat(codes("where: {deleted: true}")).containsExactly("LATELY");
        assertThat(codes("where: {not: {and: [{deleted: true}, {code: {eq: \"LATELY\"}}]}}"))
                .containsExactly("KEPT");
        assertThat(codes("where: {or: [{deleted: true}, {kind: {eq: FIXED}}]}"))
                .containsExactlyInAnyOrder("KEPT", "LATELY");
    }

    @Test
    void codes_of_a_campaign_are_good_once_each_and_like_their_model() {
        String category =
                does("categoryCreate(input: {slug: \"cups\", names: [{locale: \"en\", text: \"Cups\"}]}) { category { id } }")
                        .at("/category/id")
                        .asString();
        Coupon.Id model =
                coupon("MODEL", "campaign: \"Meskel\", totalLimit: 7, products: {categoryIds: [\"" + category + "\"]}");

        JsonNode codes = does("couponCodesGenerate(id: \"%s\", input: {count: 1000, prefix: \"mk-\"}) { codes %s }"
                        .formatted(model, ERRORS))
                .get("codes");

        assertThat(codes).hasSize(1000);
        assertThat(new HashSet<>(codes.valueStream().map(JsonNode::asString).toList()))
                .hasSize(1000);
        assertThat(codes.valueStream().map(JsonNode::asString))
                .allMatch(code -> code.matches("MK-[0-9A-HJKMNP-TV-Z]{12}"));
        JsonNode one = staff.data(
                "{ couponByCode(code: \"" + codes.get(0).asString()
                        + "\") { campaign kind amount { amount } totalLimit used everyProduct everyStore categories { slug } } coupons(first: 1, where: {campaign: {eq: \"Meskel\"}}) { totalCount } }");
        assertThat(one.toString()).isEqualTo("""
                        {"couponByCode":{"campaign":"Meskel","kind":"FIXED","amount":{"amount":"10.00"},"totalLimit":1,"used":0,"everyProduct":false,"everyStore":true,\
                        "categories":[{"slug":"cups"}]},"coupons":{"totalCount":1001}}""");
        for (int count : new int[] {0, -1, 1001, Integer.MAX_VALUE}) {
            assertThat(refusals("couponCodesGenerate(id: \"%s\", input: {count: %d})".formatted(model, count)))
                    .containsExactly("OUT_OF_RANGE input.count");
        }
        assertThat(refusals("couponCodesGenerate(id: \"%s\", input: {count: 1, prefix: \"a b\"})".formatted(model)))
                .containsExactly("INVALID input.prefix");
    }

    @Test
    void codes_for_many_things_are_made_fewer_at_once() {
        String categories = IntStream.range(0, 21)
                .mapToObj(i -> "\""
                        + does("categoryCreate(input: {names: [{locale: \"en\", text: \"Cups " + i
                                        + "\"}]}) { category { id } }")
                                .at("/category/id")
                                .asString()
                        + "\"")
                .collect(joining(", "));
        Coupon.Id model = coupon("MODEL", "products: {categoryIds: [" + categories + "]}");

        assertThat(refusals("couponCodesGenerate(id: \"%s\", input: {count: 953})".formatted(model)))
                .containsExactly("OUT_OF_RANGE input.count");
        assertThat(does("couponCodesGenerate(id: \"%s\", input: {count: 952}) { codes %s }".formatted(model, ERRORS))
                        .get("codes"))
                .hasSize(952);
    }

    @Test
    void a_change_that_concerns_all_who_used_a_coupon_may_take_longer_than_other_requests() throws SQLException {
        Coupon.Id coupon = coupon("ONCE", "customerLimit: 1");
        try (Connection superuser = TestDatabase.superuser();
                Statement sql = superuser.createStatement()) {
            sql.execute("""
                    create table public.patience (told text);
                    create function public.tell_patience() returns trigger language plpgsql security definer as $$
                    begin
                        insert into public.patience values (new.customer_limit || ' ' || (current_setting('statement_timeout')::interval >= '1min'));
                        return null;
                    end
                    $$;
                    create trigger tell_patience after update on promotion.coupon
                        for each row when (new.tenant_id = '$T') execute function public.tell_patience();
                    """.replace("$T", merchant.tenant().id().value().toString()));
            assertThat(refusals("couponUpdate(id: \"" + coupon + "\", input: {customerLimit: 2})"))
                    .isEmpty();
            assertThat(refusals("couponUpdate(id: \"" + coupon + "\", input: {description: \"Once\"})"))
                    .isEmpty();

            try (ResultSet told = sql.executeQuery("select string_agg(p.told, ', ') from public.patience p")) {
                told.next();
                assertThat(told.getString(1)).isEqualTo("2 true, 2 false");
            }
            sql.execute("drop function public.tell_patience() cascade; drop table public.patience");
        }
    }

    @Test
    void a_coupon_is_for_what_is_in_a_category_and_below_it_in_the_stores_it_names() {
        String drinks = category("drinks", "");
        String coffee = category("coffee", ", parentId: \"" + drinks + "\"");
        String beans = category("beans", ", parentId: \"" + coffee + "\"");
        List<CouponLine> lines = List.of(line(0, "YIRGA", beans), line(1, "CUP", category("cups", "")));
        String store = staff.data("{ store { id } }").at("/store/id").asString();
        coupon("COFFEE", "products: {categoryIds: [\"" + coffee + "\"]}, stores: {only: [\"" + store + "\"]}");

        assertThat(evaluated("coffee", store, lines).lineDiscounts()).isEqualTo(Map.of(0, birr(10), 1, birr(0)));
        assertThat(evaluated("coffee", store, lines.subList(1, 2)).refusals())
                .isEqualTo(Map.of("COFFEE", CouponRefusal.NOT_APPLICABLE));
        assertThat(evaluated("coffee", "store_00000000000000000000000001", lines)
                        .refusals())
                .isEqualTo(Map.of("COFFEE", CouponRefusal.NOT_APPLICABLE));
        assertThat(refusals("categoryDelete(id: \"" + beans + "\")")).isEmpty();
        assertThat(evaluated("coffee", store, List.of(line(0, "SIDAMO", coffee)))
                        .lineDiscounts())
                .isEqualTo(Map.of(0, birr(10)));
    }

    private String category(String slug, String more) {
        return does("categoryCreate(input: {slug: \"%s\", names: [{locale: \"en\", text: \"A\"}]%s}) { category { id } }"
                        .formatted(slug, more))
                .at("/category/id")
                .asString();
    }

    /** A product for sale in that category, at 30 birr. */
    private CouponLine line(int index, String sku, String category) {
        JsonNode made = does("""
                productCreate(input: {name: "%s", categoryIds: ["%s"],
                  variants: [{sku: "%s", prices: [{price: {amount: "30", currency: "ETB"}}]}]}) { product { id variants(first: 1) { nodes { id } } } userErrors { code path message } }
                """.formatted(sku, category, sku));
        String id = made.at("/product/id").asString();
        assertThat(refusals("productPublish(id: \"" + id + "\")")).isEmpty();
        var variant = new ProductVariant.Id(
                TypeId.parse("variant", made.at("/product/variants/nodes/0/id").asString()));
        SaleItem item =
                Objects.requireNonNull(variants.forSale(merchant.tenant(), store(), Locale.ENGLISH, List.of(variant))
                        .get(variant));
        return new CouponLine(index, item.product(), item.categories(), birr(30));
    }

    private Store.Id store() {
        return new Store.Id(TypeId.parse(
                "store", staff.data("{ store { id } }").at("/store/id").asString()));
    }

    private CouponResult evaluated(String code, String store, List<CouponLine> lines) {
        return Coupons.evaluate(
                new CouponQuestion(
                        new Store.Id(TypeId.parse("store", store)),
                        birr(0).currency(),
                        null,
                        Map.of(),
                        Instant.now(),
                        lines,
                        birr(0)),
                List.copyOf(coupons.find(merchant.tenant(), Set.of(code)).values()));
    }

    private static Money birr(long birr) {
        return new Money(birr * 100, Currency.getInstance("ETB"));
    }

    @Test
    void coupons_are_searched_and_sorted() {
        coupon("ALPHA", "description: \"For the coffee fair\"");
        coupon("BETA", "campaign: \"Fair\"");
        coupon("GAMMA", "totalLimit: 1");

        assertThat(codes("search: \"fair\", sort: {key: CODE, direction: DESC}"))
                .containsExactly("BETA", "ALPHA");
        assertThat(codes("search: \"amm\"")).containsExactly("GAMMA");
        assertThat(codes("where: {not: {campaign: {eq: \"Fair\"}}}, sort: {key: CODE, direction: ASC}"))
                .containsExactly("ALPHA", "GAMMA");
    }

    private List<String> codes(String arguments) {
        return staff.data("{ coupons(first: 9, " + arguments + ") { nodes { code } } }")
                .at("/coupons/nodes")
                .valueStream()
                .map(coupon -> coupon.get("code").asString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INVALID input.code                      | code: "", discount: {percent: "5"}
            INVALID input.code                      | code: "A B", discount: {percent: "5"}
            INVALID input.code                      | code: "-A", discount: {percent: "5"}
            INVALID input.code                      | code: "manual", discount: {percent: "5"}
            INVALID input.code                      | code: "ቡና", discount: {percent: "5"}
            OUT_OF_RANGE input.discount.percent     | code: "A", discount: {percent: "0"}
            OUT_OF_RANGE input.discount.percent     | code: "A", discount: {percent: "-1"}
            OUT_OF_RANGE input.discount.percent     | code: "A", discount: {percent: "101"}
            OUT_OF_RANGE input.discount.percent     | code: "A", discount: {percent: "100.0001"}
            INVALID input.discount.percent          | code: "A", discount: {percent: "5.00001"}
            OUT_OF_RANGE input.discount.amount      | code: "A", discount: {amount: {amount: "0", currency: "ETB"}}
            OUT_OF_RANGE input.discount.amount      | code: "A", discount: {amount: {amount: "-1", currency: "ETB"}}
            INVALID input.discount.amount           | code: "A", discount: {amount: {amount: "0.001", currency: "ETB"}}
            INVALID input.discount.amount           | code: "A", discount: {amount: {amount: "1.5", currency: "XOF"}}
            OUT_OF_RANGE input.discount             | code: "A", discount: {amount: {amount: "90000000000000000", currency: "ETB"}}
            INVALID input.discount                  | code: "A", discount: {amount: {amount: "1", currency: "XTS"}}
            INVALID input.discount.freeShipping     | code: "A", discount: {freeShipping: false}
            OUT_OF_RANGE input.minimumTotal         | code: "A", discount: {percent: "5"}, minimumTotal: {amount: "0", currency: "ETB"}
            CONFLICT input.minimumTotal             | code: "A", discount: {amount: {amount: "1", currency: "ETB"}}, minimumTotal: {amount: "1", currency: "USD"}
            OUT_OF_RANGE input.endsAt               | code: "A", discount: {percent: "5"}, startsAt: "2026-05-01T00:00:00Z", endsAt: "2026-05-01T00:00:00Z"
            OUT_OF_RANGE input.totalLimit           | code: "A", discount: {percent: "5"}, totalLimit: 0
            OUT_OF_RANGE input.totalLimit           | code: "A", discount: {percent: "5"}, totalLimit: -1
            OUT_OF_RANGE input.customerLimit        | code: "A", discount: {percent: "5"}, customerLimit: 0
            INVALID input.products                  | code: "A", discount: {percent: "5"}, products: {every: true, categoryIds: ["category_00000000000000000000000001"]}
            NOT_FOUND input.products.productIds.0   | code: "A", discount: {percent: "5"}, products: {productIds: ["product_00000000000000000000000001"]}
            NOT_FOUND input.products.categoryIds.0  | code: "A", discount: {percent: "5"}, products: {categoryIds: ["category_00000000000000000000000001"]}
            INVALID input.stores.every              | code: "A", discount: {percent: "5"}, stores: {every: false}
            NOT_FOUND input.stores.only.1           | code: "A", discount: {percent: "5"}, stores: {only: ["S", "store_00000000000000000000000001"]}
            TAKEN input.stores.only.1               | code: "A", discount: {percent: "5"}, stores: {only: ["S", "S"]}
            """)
    void a_coupon_is_refused(String refusal, String input) {
        String store = staff.data("{ store { id } }").at("/store/id").asString();

        assertThat(refusals("couponCreate(input: {" + input.replace("\"S\"", '"' + store + '"') + "})"))
                .containsExactly(refusal);
        assertThat(codes("search: \"\"")).isEmpty();
    }

    @Test
    void a_start_that_is_put_behind_the_end_is_what_is_refused() {
        String update = "couponUpdate(id: \""
                + coupon("MAY", "startsAt: \"2026-05-01T00:00:00Z\", endsAt: \"2026-06-01T00:00:00Z\"")
                + "\", input: {%s})";

        assertThat(refusals(update.formatted("startsAt: \"2026-06-01T00:00:00Z\"")))
                .containsExactly("OUT_OF_RANGE input.startsAt");
        assertThat(refusals(update.formatted("startsAt: \"2026-06-01T00:00:00Z\", endsAt: \"2026-06-01T00:00:00Z\"")))
                .containsExactly("OUT_OF_RANGE input.endsAt");
        assertThat(refusals(update.formatted("endsAt: \"2026-05-01T00:00:00Z\"")))
                .containsExactly("OUT_OF_RANGE input.endsAt");
        assertThat(refusals(update.formatted("startsAt: \"2026-06-01T00:00:00Z\", endsAt: null")))
                .isEmpty();
    }

    @Test
    void the_largest_limits_there_are_are_kept() {
        coupon("MOST", "totalLimit: 2147483647, customerLimit: 2147483647");

        assertThat(staff.data("{ couponByCode(code: \"most\") { totalLimit customerLimit } }")
                        .at("/couponByCode")
                        .toString())
                .isEqualTo("{\"totalLimit\":2147483647,\"customerLimit\":2147483647}");
    }

    @Test
    void shoppers_do_not_find_codes() {
        Coupon.Id id = coupon("SECRET", "totalLimit: 1");
        Client shopper = merchants.shopper(merchant);

        for (String query : List.of(
                "coupons(first: 1) { nodes { code } }",
                "couponByCode(code: \"SECRET\") { code }",
                "coupon(id: \"" + id + "\") { code }",
                "couponRedemptions(first: 1) { nodes { orderId } }")) {
            assertThat(shopper.run("{ " + query + " }")
                            .at("/errors/0/extensions/code")
                            .asString())
                    .isEqualTo("FORBIDDEN");
        }
        assertThat(shopper.data("{ node(id: \"" + id + "\") { id } }")
                        .get("node")
                        .isNull())
                .isTrue();
    }
}

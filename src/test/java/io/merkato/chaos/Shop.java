package io.merkato.chaos;

import io.merkato.Client;
import io.merkato.api.Uuid7;
import io.merkato.provider.StandInProcess;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A tenant whose store sells one thing and takes money by one provider. */
final class Shop {

    /** Where it is, and what the thing costs there. */
    enum Place {
        ADDIS_ABABA("ET", "ETB", "250.50"),
        DAKAR("SN", "XOF", "2500");

        private final String country;
        private final String currency;
        private final String price;

        Place(String country, String currency, String price) {
            this.country = country;
            this.currency = currency;
            this.price = price;
        }
    }

    private static final String ERRORS = " userErrors { code path message } ";
    private static final long SIGNED_IN = java.time.Duration.ofMinutes(5).toNanos();

    final String slug;
    final String currency;
    final Provider provider;
    final String account;
    final String variant;
    final String shippingMethod;
    final String address;
    final Client visitor;
    private Client staff;
    private long signedInAt;

    Shop(Client client, Client operator, Place place, Provider provider) {
        this.slug = provider.code() + "-shop";
        this.currency = place.currency;
        this.address =
                "{givenName: \"Hana\", line1: \"12, Bole Road\", city: \"Bole\", country: \"" + place.country + "\"}";
        this.provider = provider;
        this.visitor = client.in(slug);
        Caller.does(
                operator,
                "tenantCreate(input: {slug: \"" + slug
                        + "\", name: \"Stools\", plan: \"professional\", locale: \"en\", currency: \""
                        + currency + "\", timeZone: \"UTC\", country: \"" + place.country + "\", owner: {email: \""
                        + Person.EMAIL + "\"}}) { " + ERRORS + "}");
        this.staff = signIn();
        String secrets = StandInProcess.secrets(provider.code()).entrySet().stream()
                .map(secret -> "{name: \"" + secret.getKey() + "\", value: \"" + secret.getValue() + "\"}")
                .collect(Collectors.joining(", "));
        this.account = made(
                "paymentAccountCreate(input: {provider: \"" + provider.code()
                        + "\", name: \"Main\", environment: TEST, secrets: [" + secrets + "]})",
                "account");
        String store = Caller.asks(staff, "{ store { id } }").get("id").asString();
        Caller.does(
                staff,
                "storePaymentAccountsSet(storeId: \"" + store + "\", accountIds: [\"" + account + "\"]) {" + ERRORS
                        + "}");
        String zone = made(
                "shippingZoneCreate(input: {name: \"Home\", places: [{country: \"" + place.country + "\"}]})",
                "shippingZone");
        this.shippingMethod = made(
                "shippingMethodCreate(input: {code: \"courier\", names: [{locale: \"en\", text: \"Courier\"}], currency: \""
                        + currency + "\", kind: FLAT, zoneId: \"" + zone + "\", rates: [{price: \"50\"}]})",
                "shippingMethod");
        String product = made(
                "productCreate(input: {name: \"Stool\", variants: [{sku: \"STOOL\", weightGrams: 250, prices: [{price: {amount: \""
                        + place.price + "\", currency: \"" + currency + "\"}}]}]})",
                "product");
        Caller.does(staff, "productPublish(id: \"" + product + "\") {" + ERRORS + "}");
        this.variant = Caller.asks(
                        staff, "{ product(id: \"" + product + "\") { variants(first: 1) { nodes { id } } } }")
                .at("/variants/nodes/0/id")
                .asString();
        String location = made("locationCreate(input: {code: \"shop\", name: \"Shop\"})", "location");
        Caller.does(
                staff,
                "stockAdjust(input: {locationId: \"" + location + "\", reason: RECEIVED, lines: [{variantId: \""
                        + variant + "\", change: 1000000}]}) @idempotent(key: \"" + Uuid7.next() + "\") {" + ERRORS
                        + "}");
    }

    private String made(String mutation, String what) {
        return Caller.does(staff, mutation + " { " + what + " { id }" + ERRORS + "}")
                .at("/" + what + "/id")
                .asString();
    }

    private Client signIn() {
        signedInAt = System.nanoTime();
        return Person.signedIn(visitor);
    }

    /** The owner, whose token is good for a while. */
    synchronized Client staff() {
        if (System.nanoTime() - signedInAt > SIGNED_IN) {
            staff = signIn();
        }
        return staff;
    }

    /** In minor units, what the ledger has at the provider. */
    long inTheLedger() {
        JsonNode money = Caller.asks(
                        staff(),
                        "{ ledgerAccounts(first: 10, where: {holder: {eq: \"" + account
                                + "\"}}) { nodes { code balance { money { minorUnits: amount } } } } }")
                .at("/nodes/0/balance/money/minorUnits");
        return money.isMissingNode()
                ? 0
                : new java.math.BigDecimal(money.asString())
                        .movePointRight(currency.equals("XOF") ? 0 : 2)
                        .longValueExact();
    }
}

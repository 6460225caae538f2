package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.CART;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.PostalAddress;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Address;
import io.merkato.customer.Addresses;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.customer.Shopper;
import io.merkato.shipping.ShippingMethod;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dataloader.DataLoader;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says who buys what a cart holds, where it goes, how, and with which coupons. */
@Controller
class CartUpdate {

    record Input(
            ArgumentValue<String> email,
            ArgumentValue<String> phone,
            ArgumentValue<String> note,
            @Nullable List<String> couponCodes,
            ArgumentValue<Long> loyaltyPoints,
            ArgumentValue<PostalAddressInput> shippingAddress,
            Address.@Nullable Id shippingAddressId,
            ArgumentValue<PostalAddressInput> billingAddress,
            ArgumentValue<ShippingMethod.Id> shippingMethodId,
            ArgumentValue<Customer.Id> customerId) {}

    record Payload(@Nullable Cart cart, List<UserError> userErrors) implements MutationPayload {}

    private static final int MOST_COUPONS = 10;

    private final CartChanges changes;
    private final Addresses addresses;
    private final Customers customers;
    private final Tenants tenants;

    CartUpdate(CartChanges changes, Addresses addresses, Customers customers, Tenants tenants) {
        this.changes = changes;
        this.addresses = addresses;
        this.customers = customers;
        this.tenants = tenants;
    }

    @MutationMapping
    Payload cartUpdate(
            @Argument Cart.Id id,
            @Argument @Nullable Integer ifVersion,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper,
            DataLoader<Cart, CartQuote> quoteOfCart) {
        return changes.change(
                tenant,
                CartSight.of(viewer, shopper),
                id,
                new CartChange.OfItself(ifVersion, (tx, cart) -> columns(tx, cart, input, viewer)),
                quoteOfCart,
                Payload::new);
    }

    private Map<Field<?>, @Nullable Object> columns(TenantContext tx, Cart cart, Input input, Viewer viewer) {
        Customer.Id customer = customer(tx, cart, input.customerId());
        var columns = new LinkedHashMap<Field<?>, @Nullable Object>();
        columns.put(CART.EMAIL, Contact.email(Given.or(input.email(), cart.email()), "input", "email"));
        columns.put(
                CART.PHONE,
                input.phone().isOmitted()
                        ? cart.phone()
                        : phone(tx, input.phone().value()));
        columns.put(CART.NOTE, Given.or(input.note(), cart.note()));
        columns.put(CART.COUPON_CODES, codes(cart, input.couponCodes()));
        columns.put(CART.LOYALTY_POINTS, points(cart, input.loyaltyPoints(), customer, viewer));
        columns.put(CART.SHIPPING_ADDRESS, shippingAddress(tx, cart, input, customer, viewer));
        columns.put(CART.BILLING_ADDRESS, address(cart.billingAddress(), input.billingAddress(), "billingAddress"));
        columns.put(CART.SHIPPING_METHOD_ID, Given.or(input.shippingMethodId(), cart.shippingMethodId()));
        columns.put(CART.CUSTOMER_ID, customer);
        return columns;
    }

    private @Nullable String phone(TenantContext tx, @Nullable String given) {
        return given == null ? null : Contact.phone(given, tenants.byId(tx).country(), "input", "phone");
    }

    /** Points are their customer's: they do not go along to another, and staff use them as they redeem them. */
    private static @Nullable Long points(
            Cart cart, ArgumentValue<Long> given, Customer.@Nullable Id customer, Viewer viewer) {
        if (given.isOmitted()) {
            return Objects.equals(customer, cart.customerId()) ? cart.loyaltyPoints() : null;
        }
        if (cart.draft() && given.value() != null && !viewer.has(Permission.LOYALTY_WRITE)) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED,
                    "Whoever fills a draft with points may redeem them.",
                    "input",
                    "loyaltyPoints"));
        }
        return given.value();
    }

    private static String[] codes(Cart cart, @Nullable List<String> given) {
        List<String> codes = given == null
                ? cart.couponCodes()
                : given.stream()
                        .map(code -> code.strip().toUpperCase(Locale.ROOT))
                        .distinct()
                        .toList();
        if (codes.size() > MOST_COUPONS || codes.stream().anyMatch(code -> code.isEmpty() || code.length() > 50)) {
            throw new Refused(Refusal.of(
                    UserErrorCode.TOO_LONG, "At most 10 codes, of 1 to 50 characters.", "input", "couponCodes"));
        }
        return codes.toArray(String[]::new);
    }

    /** Staff choose for a draft among addresses that they may read: what is chosen, the draft shows. @param customer who buys from now on */
    private @Nullable PostalAddress shippingAddress(
            TenantContext tx, Cart cart, Input input, Customer.@Nullable Id customer, Viewer viewer) {
        Address.Id chosen = input.shippingAddressId();
        if (chosen == null) {
            return address(cart.shippingAddress(), input.shippingAddress(), "shippingAddress");
        }
        if (!input.shippingAddress().isOmitted()) {
            throw new Refused(Refusal.of(
                    UserErrorCode.CONFLICT,
                    "Give either shippingAddress or shippingAddressId.",
                    "input",
                    "shippingAddressId"));
        }
        return Optional.ofNullable(customer)
                .filter(owner -> !cart.draft() || viewer.has(Permission.CUSTOMERS_READ))
                .flatMap(owner -> addresses.find(tx, owner, chosen))
                .orElseThrow(() -> new Refused(Refusal.notFound("input", "shippingAddressId")));
    }

    private static @Nullable PostalAddress address(
            @Nullable PostalAddress now, ArgumentValue<PostalAddressInput> given, String field) {
        if (given.isOmitted()) {
            return now;
        }
        PostalAddressInput address = given.value();
        return address == null ? null : address.address("input", field);
    }

    private Customer.@Nullable Id customer(TenantContext tx, Cart cart, ArgumentValue<Customer.Id> given) {
        if (given.isOmitted()) {
            return cart.customerId();
        }
        if (!cart.draft()) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED, "Only of a draft order is it said who buys.", "input", "customerId"));
        }
        Customer.Id named = given.value();
        return named == null
                ? null
                : customers.hold(tx, named).orElseThrow(() -> new Refused(Refusal.notFound("input", "customerId")));
    }
}

import io.merkato.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.Constants;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/** Turns db/migration into typed tables; see README.md beside this file. */
class JooqCodegen {

    private static final String MIGRATION_SCHEMA = "migration";

    /** Table whose id it is, by the record that carries it: columns {@code <table>.id} and {@code <anything_>?<table>_id}. */
    private static Map<String, String> ids() {
        return Map.ofEntries(
                Map.entry("tenancy.tenant", "io.merkato.tenancy.Tenant.Id"),
                Map.entry("tenancy.subscription", "io.merkato.tenancy.PlanSubscription.Id"),
                Map.entry("tenancy.domain", "io.merkato.tenancy.Domain.Id"),
                Map.entry("store.store", "io.merkato.store.Store.Id"),
                Map.entry("identity.user", "io.merkato.identity.User.Id"),
                Map.entry("identity.session", "io.merkato.identity.Session.Id"),
                Map.entry("identity.role", "io.merkato.identity.Role.Id"),
                Map.entry("identity.member", "io.merkato.identity.Member.Id"),
                Map.entry("identity.api_key", "io.merkato.identity.ApiKey.Id"),
                Map.entry("platform.audit_entry", "io.merkato.platform.AuditEntry.Id"),
                Map.entry("platform.operator_entry", "io.merkato.platform.AuditEntry.Id"),
                Map.entry("platform.event", "io.merkato.platform.Event.Id"),
                Map.entry("platform.webhook", "io.merkato.platform.Webhook.Id"),
                Map.entry("platform.webhook_delivery", "io.merkato.platform.WebhookDelivery.Id"),
                Map.entry("client.application", "io.merkato.client.ClientApplication.Id"),
                Map.entry("client.document", "io.merkato.client.PersistedDocument.Id"),
                Map.entry("catalog.attribute", "io.merkato.catalog.Attribute.Id"),
                Map.entry("catalog.attribute_group", "io.merkato.catalog.AttributeGroup.Id"),
                Map.entry("catalog.attribute_option", "io.merkato.catalog.AttributeOption.Id"),
                Map.entry("catalog.attribute_set", "io.merkato.catalog.AttributeSet.Id"),
                Map.entry("catalog.brand", "io.merkato.catalog.Brand.Id"),
                Map.entry("catalog.category", "io.merkato.catalog.Category.Id"),
                Map.entry("catalog.label", "io.merkato.catalog.Label.Id"),
                Map.entry("catalog.media", "io.merkato.catalog.Media.Id"),
                Map.entry("catalog.product", "io.merkato.catalog.Product.Id"),
                Map.entry("catalog.review", "io.merkato.catalog.Review.Id"),
                Map.entry("catalog.variant", "io.merkato.catalog.ProductVariant.Id"),
                Map.entry("inventory.location", "io.merkato.inventory.Location.Id"),
                Map.entry("inventory.adjustment", "io.merkato.inventory.StockAdjustment.Id"),
                Map.entry("inventory.movement", "io.merkato.inventory.StockMovement.Id"),
                Map.entry("promotion.coupon", "io.merkato.promotion.Coupon.Id"),
                Map.entry("promotion.coupon_redemption", "io.merkato.promotion.CouponRedemption.Id"),
                Map.entry("shipping.shipping_zone", "io.merkato.shipping.ShippingZone.Id"),
                Map.entry("shipping.shipping_method", "io.merkato.shipping.ShippingMethod.Id"),
                Map.entry("customer.customer", "io.merkato.customer.Customer.Id"),
                Map.entry("customer.customer_group", "io.merkato.customer.CustomerGroup.Id"),
                Map.entry("customer.address", "io.merkato.customer.Address.Id"),
                Map.entry("customer.note", "io.merkato.customer.CustomerNote.Id"),
                Map.entry("customer.consent", "io.merkato.customer.Consent.Id"),
                Map.entry("customer.activity", "io.merkato.customer.CustomerActivity.Id"),
                Map.entry("customer.wishlist_item", "io.merkato.customer.WishlistItem.Id"),
                Map.entry("pricing.price_list", "io.merkato.pricing.PriceList.Id"),
                Map.entry("pricing.price_list_entry", "io.merkato.pricing.PriceListEntry.Id"),
                Map.entry("pricing.flash_sale", "io.merkato.pricing.FlashSale.Id"),
                Map.entry("pricing.flash_sale_item", "io.merkato.pricing.FlashSaleItem.Id"),
                Map.entry("pricing.tax_class", "io.merkato.pricing.TaxClass.Id"),
                Map.entry("pricing.tax_zone", "io.merkato.pricing.TaxZone.Id"),
                Map.entry("pricing.tax_rate", "io.merkato.pricing.TaxRate.Id"),
                Map.entry("pricing.tax_exemption", "io.merkato.pricing.TaxExemption.Id"),
                Map.entry("ledger.account", "io.merkato.ledger.LedgerAccount.Id"),
                Map.entry("ledger.transfer", "io.merkato.ledger.LedgerTransfer.Id"),
                Map.entry("ordering.order", "io.merkato.ordering.Order.Id"),
                Map.entry("ordering.order_line", "io.merkato.ordering.OrderLine.Id"),
                Map.entry("ordering.order_payment", "io.merkato.ordering.OrderPayment.Id"),
                Map.entry("ordering.fulfilment", "io.merkato.ordering.Fulfilment.Id"),
                Map.entry("ordering.order_return", "io.merkato.ordering.OrderReturn.Id"),
                Map.entry("ordering.order_note", "io.merkato.ordering.OrderNote.Id"),
                Map.entry("ordering.order_revision", "io.merkato.ordering.OrderRevision.Id"),
                Map.entry("ordering.cart", "io.merkato.ordering.Cart.Id"),
                Map.entry("ordering.cart_line", "io.merkato.ordering.CartLine.Id"),
                Map.entry("loyalty.programme", "io.merkato.loyalty.LoyaltyProgramme.Id"),
                Map.entry("loyalty.earn_rule", "io.merkato.loyalty.LoyaltyEarnRule.Id"),
                Map.entry("loyalty.loyalty_account", "io.merkato.loyalty.LoyaltyAccount.Id"),
                Map.entry("loyalty.points_movement", "io.merkato.loyalty.LoyaltyMovement.Id"),
                Map.entry("loyalty.cashback_movement", "io.merkato.loyalty.LoyaltyCashback.Id"),
                Map.entry("loyalty.referral", "io.merkato.loyalty.LoyaltyReferral.Id"),
                Map.entry("storecredit.gift_card", "io.merkato.storecredit.GiftCard.Id"),
                Map.entry("storecredit.store_credit_change", "io.merkato.storecredit.StoreCreditChange.Id"),
                Map.entry("payment.order_refund", "io.merkato.payment.OrderRefund.Id"),
                Map.entry("channel.external_source", "io.merkato.channel.ExternalSource.Id"),
                Map.entry("channel.external_sku", "io.merkato.channel.ExternalSku.Id"),
                Map.entry("channel.pos_register", "io.merkato.channel.PosRegister.Id"),
                Map.entry("channel.pos_session", "io.merkato.channel.PosSession.Id"),
                Map.entry("channel.cash_movement", "io.merkato.channel.CashMovement.Id"),
                Map.entry("payment.payment", "io.merkato.payment.Payment.Id"),
                Map.entry("payment.payment_account", "io.merkato.payment.PaymentAccount.Id"),
                Map.entry("payment.operation", "io.merkato.payment.PaymentOperation.Id"),
                Map.entry("payment.notice", "io.merkato.payment.PaymentNotice.Id"),
                Map.entry("bulk.upload", "io.merkato.bulk.Upload.Id"),
                Map.entry("bulk.product_import", "io.merkato.bulk.ProductImport.Id"));
    }

    /** Column of states, by the enum that has the same words. */
    private static Map<String, String> states() {
        return Map.ofEntries(
                Map.entry("tenancy.tenant.status", "io.merkato.tenancy.Tenant.Status"),
                Map.entry("store.store.status", "io.merkato.store.Store.Status"),
                Map.entry("store.store.tax_display", "io.merkato.store.Store.TaxDisplay"),
                Map.entry("identity.role.built_in", "io.merkato.identity.BuiltInRole"),
                Map.entry("identity.built_in_role.code", "io.merkato.identity.BuiltInRole"),
                Map.entry("identity.built_in_role_permission.code", "io.merkato.identity.BuiltInRole"),
                Map.entry("identity.built_in_role_permission.permission", "io.merkato.api.Permission"),
                Map.entry("identity.role_permission.permission", "io.merkato.api.Permission"),
                Map.entry("identity.api_key_permission.permission", "io.merkato.api.Permission"),
                Map.entry("platform.webhook_delivery.status", "io.merkato.platform.WebhookDeliveryStatus"),
                Map.entry("catalog.attribute.type", "io.merkato.catalog.AttributeType"),
                Map.entry("catalog.attribute_option.type", "io.merkato.catalog.AttributeType"),
                Map.entry("catalog.attribute_set_attribute.type", "io.merkato.catalog.AttributeType"),
                Map.entry("catalog.attribute_set_attribute.level", "io.merkato.catalog.AttributeLevel"),
                Map.entry("catalog.attribute_value.type", "io.merkato.catalog.AttributeType"),
                Map.entry("catalog.attribute_value.level", "io.merkato.catalog.AttributeLevel"),
                Map.entry("catalog.media.kind", "io.merkato.catalog.MediaKind"),
                Map.entry("catalog.product.kind", "io.merkato.catalog.ProductKind"),
                Map.entry("catalog.product.status", "io.merkato.catalog.ProductStatus"),
                Map.entry("catalog.product_bundle_item.kind", "io.merkato.catalog.ProductKind"),
                Map.entry("catalog.product_bundle_item.component_kind", "io.merkato.catalog.ProductKind"),
                Map.entry("catalog.product_download.kind", "io.merkato.catalog.ProductKind"),
                Map.entry("catalog.review.status", "io.merkato.catalog.ReviewStatus"),
                Map.entry("catalog.variant.kind", "io.merkato.catalog.ProductKind"),
                Map.entry("inventory.policy.mode", "io.merkato.inventory.InventoryMode"),
                Map.entry("inventory.adjustment.reason", "io.merkato.inventory.StockReason"),
                Map.entry("inventory.movement.reason", "io.merkato.inventory.StockReason"),
                Map.entry("promotion.coupon.kind", "io.merkato.promotion.CouponKind"),
                Map.entry("promotion.coupon.status", "io.merkato.promotion.CouponStatus"),
                Map.entry("promotion.coupon_redemption.state", "io.merkato.promotion.CouponRedemptionState"),
                Map.entry("shipping.shipping_method.kind", "io.merkato.shipping.ShippingMethodKind"),
                Map.entry("shipping.shipping_rate.kind", "io.merkato.shipping.ShippingMethodKind"),
                Map.entry("customer.customer.kind", "io.merkato.customer.CustomerKind"),
                Map.entry("customer.consent.purpose", "io.merkato.customer.ConsentPurpose"),
                Map.entry("customer.consent.channel", "io.merkato.customer.ConsentChannel"),
                Map.entry("customer.activity.kind", "io.merkato.customer.CustomerActivityKind"),
                Map.entry("ledger.account.code", "io.merkato.ledger.AccountCode"),
                Map.entry("client.application.mode", "io.merkato.client.DocumentMode"),
                Map.entry("client.document.kind", "io.merkato.client.OperationKind"),
                Map.entry("ledger.transfer.kind", "io.merkato.ledger.TransferKind"),
                Map.entry("ordering.order.channel", "io.merkato.store.SalesChannel"),
                Map.entry("ordering.order.status", "io.merkato.ordering.OrderStatus"),
                Map.entry("ordering.order.payment_status", "io.merkato.ordering.PaymentStatus"),
                Map.entry("ordering.order.fulfilment_status", "io.merkato.ordering.FulfilmentStatus"),
                Map.entry("ordering.status_change.axis", "io.merkato.ordering.StatusAxis"),
                Map.entry("ordering.status_change.event", "io.merkato.ordering.StatusEvent"),
                Map.entry("ordering.order_line.price_source", "io.merkato.pricing.PriceSource"),
                Map.entry("ordering.order_payment.kind", "io.merkato.ordering.OrderPaymentKind"),
                Map.entry("ordering.order_payment.method", "io.merkato.ordering.OrderPaymentMethod"),
                Map.entry("ordering.cart.channel", "io.merkato.store.SalesChannel"),
                Map.entry("ordering.cart.status", "io.merkato.ordering.CartStatus"),
                Map.entry("loyalty.programme.status", "io.merkato.loyalty.LoyaltyProgramme.Status"),
                Map.entry("loyalty.points_movement.kind", "io.merkato.loyalty.LoyaltyMovement.Kind"),
                Map.entry("loyalty.cashback_movement.kind", "io.merkato.loyalty.LoyaltyCashback.Kind"),
                Map.entry("loyalty.referral.status", "io.merkato.loyalty.LoyaltyReferral.Status"),
                Map.entry("storecredit.store_credit_change.kind", "io.merkato.storecredit.StoreCreditChange.Kind"),
                Map.entry("payment.order_refund.destination", "io.merkato.payment.OrderRefundTo"),
                Map.entry("channel.external_source.kind", "io.merkato.channel.ExternalSource.Kind"),
                Map.entry("channel.cash_movement.kind", "io.merkato.channel.CashMovementKind"),
                Map.entry("payment.provider.method", "io.merkato.ordering.OrderPaymentMethod"),
                Map.entry("payment.payment_account.environment", "io.merkato.provider.ProviderAccount.Environment"),
                Map.entry("payment.payment.state", "io.merkato.payment.PaymentState"),
                Map.entry("payment.payment.next_action", "io.merkato.payment.PaymentNextAction"),
                Map.entry("payment.operation.kind", "io.merkato.provider.ProviderRequest.Kind"),
                Map.entry("payment.operation.status", "io.merkato.payment.PaymentOperationStatus"),
                Map.entry("payment.operation.decline_reason", "io.merkato.provider.DeclineReason"),
                Map.entry("payment.payment_event.kind", "io.merkato.payment.PaymentEventKind"),
                Map.entry("payment.payment_event.source", "io.merkato.payment.PaymentEventSource"),
                Map.entry("payment.notice.about", "io.merkato.provider.ProviderNotice.About"),
                Map.entry("payment.sandbox_act.kind", "io.merkato.payment.SandboxAct.Kind"),
                Map.entry("payment.sandbox_act.status", "io.merkato.payment.PaymentOperationStatus"),
                Map.entry("payment.sandbox_act.decline_reason", "io.merkato.provider.DeclineReason"),
                Map.entry("bulk.product_import.status", "io.merkato.bulk.ProductImportStatus"));
    }

    /** What the catalogue's columns are beyond their names' general meaning. */
    private static Stream<ForcedType> catalog() {
        return Stream.of(
                new ForcedType()
                        .withUserType("io.merkato.api.LocalisedText")
                        .withConverter("io.merkato.api.LocalisedTextConverter")
                        .withIncludeExpression(
                                "(catalog|shipping)\\..*\\.(labels|descriptions|names|seo_titles|seo_descriptions|alt)"),
                id("io.merkato.catalog.AttributeOption.Id").withIncludeExpression("catalog\\..*\\.option_id"),
                id("io.merkato.loyalty.LoyaltyMovement.Id")
                        .withIncludeExpression("loyalty\\.(redemption\\.id|redemption_lot\\.redemption_id)"),
                id("io.merkato.customer.Customer.Id").withIncludeExpression("customer\\.customer\\.merged_into_id"),
                id("io.merkato.customer.Customer.Id")
                        .withIncludeExpression("loyalty\\.referral\\.(invitee|inviter)_id"),
                id("io.merkato.loyalty.LoyaltyAccount.Id")
                        .withIncludeExpression("loyalty\\.referral\\.invitee_account_id"),
                id("io.merkato.ordering.OrderLine.Id").withIncludeExpression("(ordering|loyalty)\\..*\\.line_id"),
                id("io.merkato.ordering.OrderReturn.Id").withIncludeExpression("ordering\\..*\\.return_id"),
                id("io.merkato.ordering.OrderRevision.Id").withIncludeExpression("ordering\\..*\\.revision_id"),
                new ForcedType()
                        .withUserType("java.util.List<io.merkato.ordering.NamedText>")
                        .withConverter("io.merkato.ordering.NamedTextConverter")
                        .withIncludeExpression("ordering\\..*\\.(options|properties)"),
                new ForcedType()
                        .withUserType("java.lang.String")
                        .withConverter("io.merkato.ordering.OptionalTextConverter")
                        .withIncludeExpression(
                                "ordering\\.(cart|order|order_revision)\\.note|ordering\\..*\\.(cancel_)?reason"
                                        + "|ordering\\.order_payment\\.reference|ordering\\.fulfilment\\.tracking_[a-z]+"),
                id("io.merkato.catalog.AttributeGroup.Id").withIncludeExpression("catalog\\..*\\.group_id"),
                id("io.merkato.catalog.Category.Id")
                        .withIncludeExpression("catalog\\.category.*\\.(parent_id|ancestor_id|descendant_id)"),
                // '' where the attribute is not localised, which is no language
                new ForcedType().withName("text").withIncludeExpression("catalog\\.attribute_value\\.locale"));
    }

    public static void main(String[] args) throws Exception {
        Path base = Path.of(args[0]);
        Path target = Path.of(args[1]);
        Path output = target.resolve("generated-sources/jooq");
        Path stamp = output.resolve("digest");
        String digest = digest(base.resolve("db"), base.resolve("jooq-codegen"));
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
            return;
        }
        delete(output);
        delete(target.resolve("jooq-codegen-database"));
        try (var postgres = EmbeddedPostgres.start(
                target.resolve("jooq-codegen-database"), EmbeddedPostgres.Durability.THROWN_AWAY)) {
            var access = postgres.open("merkato", Files.readString(base.resolve("db/roles.sql")));
            Flyway.configure()
                    .dataSource(access.url(), "merkato_migrator", access.migratorPassword())
                    .initSql("set role merkato_owner")
                    .defaultSchema(MIGRATION_SCHEMA)
                    .configuration(
                            Map.of("flyway.postgresql.transactional.lock", "false")) // or "concurrently" waits for it
                    .locations("filesystem:" + base.resolve("db/migration"))
                    .load()
                    .migrate();
            generate(access, output);
        }
        Files.writeString(stamp, digest);
    }

    private static void generate(EmbeddedPostgres.Access access, Path output) throws Exception {
        GenerationTool.generate(new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc()
                        .withUrl(access.url())
                        .withUser("merkato_migrator")
                        .withPassword(access.migratorPassword())
                        .withInitScript("set role merkato_owner"))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withExcludes("pg_catalog\\..*|information_schema\\..*|public\\..*|" + MIGRATION_SCHEMA
                                        + "\\..*")
                                .withIncludeSystemIndexes(false)
                                .withForcedTypes(forcedTypes()))
                        .withGenerate(new Generate()
                                .withRecords(true)
                                .withDeprecated(false)
                                .withGeneratedAnnotation(false)
                                .withImplicitJoinPathsToOne(true)
                                .withImplicitJoinPathsToMany(false)
                                .withGlobalObjectReferences(true))
                        .withTarget(
                                new Target().withPackageName("io.merkato.jooq").withDirectory(output.toString()))));
    }

    private static List<ForcedType> forcedTypes() {
        Stream<ForcedType> ids = ids().entrySet().stream().map(id -> {
            String schema = id.getKey().substring(0, id.getKey().indexOf('.'));
            String table = id.getKey().substring(schema.length() + 1);
            return id(id.getValue())
                    .withIncludeExpression(schema + "\\." + table + "\\.id|.*\\.([a-z_]+_)?" + table + "_id");
        });
        Stream<ForcedType> states = states().entrySet().stream()
                .map(state -> new ForcedType()
                        .withUserType(state.getValue())
                        .withEnumConverter(true)
                        .withIncludeExpression(state.getKey().replace(".", "\\.")));
        return Stream.of(
                        catalog(),
                        states,
                        ids.sorted(Comparator.comparing(
                                t -> -t.getIncludeExpression().length())),
                        values())
                .flatMap(types -> types)
                .toList();
    }

    private static ForcedType id(String type) {
        return forced(type, "java.util.UUID", "::new", type + "::value");
    }

    /** Value types by column name. */
    private static Stream<ForcedType> values() {
        return Stream.of(
                forced("java.util.Currency", "java.lang.String", "::getInstance", "java.util.Currency::getCurrencyCode")
                        .withIncludeExpression(".*\\.([a-z_]+_)?currency"),
                forced("io.merkato.money.MinorUnits", "java.lang.Long", "::new", "io.merkato.money.MinorUnits::value")
                        .withIncludeExpression(
                                ".*\\.([a-z_]+_)?(amount|price|total|subtotal|tax|discount|paid|refunded|balance|fee)(_before)?"
                                        + "|.*\\.(compare_at|free_from|price_override|opening_float|expected|counted)"
                                        + "|payment\\.payment\\.(pending|capturing|refunding|authorised|captured|over_captured|voided|charged_back)"
                                        + "|loyalty\\.cashback\\.(granted|kept)|loyalty\\.cashback_movement\\.(pending|credited|owed)"
                                        + "|payment\\.provider_currency\\.(minimum|maximum|step)"
                                        + "|ordering\\.(order|order_revision)\\.shipping(_before)?|ordering\\.order\\.returned")
                        .withIncludeTypes("bigint|int8"),
                forced("io.merkato.money.Rate", "java.lang.Long", "::new", "io.merkato.money.Rate::partsPerMillion")
                        .withIncludeExpression("pricing\\.tax_rate\\.rate|loyalty\\.programme_rate\\.cashback_rate"),
                forced("java.util.Locale", "java.lang.String", "::forLanguageTag", "java.util.Locale::toLanguageTag")
                        .withIncludeExpression(".*\\.([a-z_]+_)?locale"),
                new ForcedType()
                        .withUserType("io.merkato.api.PostalAddress")
                        .withConverter("io.merkato.api.PostalAddressConverter")
                        .withIncludeExpression(".*\\.([a-z_]+_)?address")
                        .withIncludeTypes("jsonb"),
                new ForcedType()
                        .withUserType("java.time.Instant")
                        .withBinding("io.merkato.api.InstantBinding")
                        .withIncludeTypes("timestamptz|timestamp.*with time zone"));
    }

    private static ForcedType forced(String userType, String databaseType, String from, String to) {
        return new ForcedType()
                .withUserType(userType)
                .withConverter("org.jooq.Converter.ofNullable(%s.class, %s.class, %s%s, %s)"
                        .formatted(databaseType, userType, userType, from, to));
    }

    private static String digest(Path... folders) throws Exception {
        var sha = MessageDigest.getInstance("SHA-256");
        sha.update(Constants.FULL_VERSION.getBytes());
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.toString().matches(".*(db.roles\\.sql|\\.java|migration.*\\.sql)"))
                        .sorted()
                        .toList()) {
                    sha.update(file.getFileName().toString().getBytes());
                    sha.update(Files.readAllBytes(file));
                }
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

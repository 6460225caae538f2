package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * Whatever a mutation's input takes, the object that the mutation answers with shows under the same name, down to the items
 * of its lists. A new field of an input fails here until it can be read, or until it says why not.
 */
@MerkatoTest
class ReadBackTest {

    /** Where else it is read, or why it is not. */
    private static final Map<String, String> ELSEWHERE = new TreeMap<>(Map.ofEntries(
            // what only proves who somebody is
            Map.entry("SignInInput.login", "User.email and phone"),
            Map.entry("SignInInput.password", "a secret"),
            Map.entry("SignInInput.device", "Session.device"),
            Map.entry("SignUpConfirmInput.token", "a secret"),
            Map.entry("SignUpConfirmInput.password", "a secret"),
            Map.entry("SignUpConfirmInput.device", "Session.device"),
            Map.entry("PasswordChangeInput.currentPassword", "a secret"),
            Map.entry("PasswordChangeInput.newPassword", "a secret"),
            Map.entry("InvitationAcceptInput.token", "a secret"),
            Map.entry("InvitationAcceptInput.password", "a secret"),
            Map.entry("TenantCreateInput.owner", "the tenant's members"),
            Map.entry("MemberInviteInput.stores", "Member.storeIds, null for every store"),
            Map.entry("MemberUpdateInput.stores", "Member.storeIds, null for every store"),
            Map.entry("ApiKeyCreateInput.stores", "ApiKey.storeIds, null for every store"),
            // documents are read by persistedDocuments
            Map.entry("PersistedDocumentsRegisterInput.client", "ClientApplication.code"),
            Map.entry("PersistedDocumentsRegisterInput.manifest", "PersistedDocument.documentId and text"),
            // what moved
            Map.entry("StockAdjustInput.lines", "StockAdjustment.movements"),
            Map.entry("StockCountInput.lines", "StockAdjustment.movements"),
            Map.entry("StockTransferInput.lines", "StockAdjustment.movements"),
            Map.entry("StockTransferInput.fromLocationId", "StockAdjustment.location"),
            Map.entry("StockTransferInput.toLocationId", "StockAdjustment.movements.location"),
            // what coupons take off, and of what
            Map.entry("CouponCreateInput.discount", "Coupon.amount, percent and kind"),
            Map.entry("CouponUpdateInput.discount", "Coupon.amount, percent and kind"),
            Map.entry("CouponProductsInput.every", "Coupon.everyProduct"),
            Map.entry("CouponProductsInput.productIds", "Coupon.products"),
            Map.entry("CouponStoresInput.every", "Coupon.everyStore"),
            Map.entry("CouponStoresInput.only", "Coupon.stores"),
            // points: what moved, and of whom
            Map.entry("LoyaltyPointsAdjustInput.customerId", "LoyaltyAccount.customer"),
            Map.entry("LoyaltyPointsAdjustInput.programmeId", "LoyaltyAccount.programme"),
            Map.entry("LoyaltyReferralInviteInput.programmeId", "LoyaltyAccount.programme"),
            Map.entry("LoyaltyReferralAcceptInput.code", "LoyaltyReferral.code"),
            Map.entry("LoyaltyPointsAdjustInput.points", "LoyaltyMovement.available"),
            Map.entry("LoyaltyPointsConvertInput.points", "LoyaltyMovement.available"),
            Map.entry("LoyaltyPointsConvertInput.currency", "LoyaltyMovement.amount"),
            Map.entry("LoyaltyPointsRedeemInput.points", "LoyaltyMovement.available"),
            // store credit and gift cards: what moved, and of whom
            Map.entry("StoreCreditAdjustInput.customerId", "Customer.storeCredit"),
            Map.entry("StoreCreditAdjustInput.change", "CreditEntry.amount"),
            Map.entry("StoreCreditAdjustInput.reason", "CreditEntry.reason"),
            Map.entry("OrderStoreCreditRedeemInput.orderId", "Order.id"),
            Map.entry("OrderStoreCreditRedeemInput.amount", "OrderPayment.amount"),
            Map.entry("OrderGiftCardRedeemInput.orderId", "Order.id"),
            Map.entry("OrderGiftCardRedeemInput.code", "never again"),
            Map.entry("OrderGiftCardRedeemInput.amount", "OrderPayment.amount"),
            Map.entry("GiftCardsIssueInput.cards", "GiftCard"),
            Map.entry("GiftCardsIssueInput.paidBy", "LedgerEntry.account"),
            Map.entry("GiftCardRedeemInput.code", "never again"),
            Map.entry("GiftCardRedeemInput.giftCardId", "CreditEntry.giftCard"),
            Map.entry("GiftCardRedeemInput.amount", "CreditEntry.amount"),
            Map.entry("GiftCardRedeemInput.customerId", "CreditEntry.customer"),
            Map.entry("GiftCardDisableInput.reason", "GiftCard.disabledReason"),
            Map.entry("OrderRefundInput.storeCredit", "OrderRefund.parts"),
            // carts and orders: what was done is read with the order
            Map.entry("CartUpdateInput.shippingMethodId", "Cart.shippingQuote.shippingMethodId"),
            Map.entry("FulfilmentUpdateInput.deliveredAt", "Fulfilment.deliveredAt"),
            Map.entry("FulfilmentUpdateInput.trackingCompany", "Fulfilment.trackingCompany"),
            Map.entry("FulfilmentUpdateInput.trackingNumber", "Fulfilment.trackingNumber"),
            Map.entry("FulfilmentUpdateInput.trackingUrl", "Fulfilment.trackingUrl"),
            Map.entry("OrderFulfilInput.trackingCompany", "Fulfilment.trackingCompany"),
            Map.entry("OrderFulfilInput.trackingNumber", "Fulfilment.trackingNumber"),
            Map.entry("OrderFulfilInput.trackingUrl", "Fulfilment.trackingUrl"),
            Map.entry("OrderFulfilLineInput.lineId", "FulfilmentLine.line"),
            Map.entry("OrderReturnLineInput.lineId", "OrderReturnLine.line"),
            Map.entry("OrderReturnLineInput.restock", "OrderReturnLine.restocked"),
            Map.entry("OrderReturnCreateInput.reason", "OrderReturn.reason"),
            Map.entry("OrderReturnCreateInput.locationId", "StockMovement.location"),
            Map.entry("OrderCancelInput.reason", "Order.cancelReason"),
            Map.entry("OrderCancelInput.refundMethod", "OrderPayment.method"),
            Map.entry("OrderEditInput.add", "Order.lines"),
            Map.entry("OrderEditInput.shippingPrice", "Order.totals.shipping"),
            Map.entry("OrderEditInput.expectedTotal", "Order.totals.total"),
            Map.entry("OrderEditLineInput.lineId", "OrderRevisionLine.line"),
            Map.entry("OrderNoteCreateInput.body", "OrderNote.body"),
            Map.entry("OrderPaymentRecordInput.amount", "OrderPayment.amount"),
            Map.entry("OrderPaymentRecordInput.method", "OrderPayment.method"),
            Map.entry("OrderPaymentRecordInput.reference", "OrderPayment.reference"),
            Map.entry("OrderRefundRecordInput.amount", "OrderPayment.amount"),
            Map.entry("OrderRefundRecordInput.method", "OrderPayment.method"),
            Map.entry("OrderRefundRecordInput.reference", "OrderPayment.reference"),
            Map.entry("OrderPlaceInput.cartId", "Cart.order"),
            Map.entry("OrderPlaceInput.expectedTotal", "Order.totals.total"),
            // orders of other systems: each is read as the order that it became
            Map.entry("ExternalSkusSetInput.remove", "takes away"),
            Map.entry("ExternalOrdersImportInput.sourceId", "ExternalOrder.source"),
            Map.entry("ExternalOrdersImportInput.orders", "ExternalOrderResult.order"),
            // tills: each sale is read as the order that it became
            Map.entry("PosCashMoveInput.direction", "CashMovement.kind"),
            Map.entry("PosOrdersSyncInput.sessionId", "PosSale.session"),
            Map.entry("PosOrdersSyncInput.sales", "PosSaleResult.order"),
            // payments
            Map.entry("PaymentCreateInput.accountId", "Payment.option.accountId"),
            Map.entry("PaymentConfirmInput.received", "Payment.state"),
            Map.entry("PaymentRefundInput.reason", "PaymentOperation.reason"),
            Map.entry("PaymentVoidInput.reason", "PaymentOperation.reason"),
            Map.entry("PaymentAccountUpdateInput.sameHolder", "the caller's word, kept in the audit log"),
            Map.entry("PaymentCancelInput.reason", "PaymentEvent.message"),
            Map.entry("PaymentSettleInput.operationId", "PaymentOperation.id"),
            Map.entry("PaymentSettleInput.done", "PaymentOperation.status"),
            Map.entry("PaymentSettleInput.reason", "PaymentEvent.message"),
            Map.entry("SandboxPaymentDecideInput.decision", "Payment.state"),
            // reasons
            Map.entry("TenantSuspendInput.reason", "Tenant.statusReason"),
            Map.entry("TenantCloseInput.reason", "Tenant.statusReason"),
            // words of labels, whatever the input calls them
            Map.entry("LabelCreateInput.names", "Label.translations.label"),
            Map.entry("LabelUpdateInput.names", "Label.translations.label"),
            // the product's own language is the first of its translations
            Map.entry("ProductCreateInput.seoTitle", "Product.translations.seoTitle"),
            Map.entry("ProductCreateInput.seoDescription", "Product.translations.seoDescription"),
            Map.entry("ProductUpdateInput.seoTitle", "Product.translations.seoTitle"),
            Map.entry("ProductUpdateInput.seoDescription", "Product.translations.seoDescription"),
            Map.entry("ProductUpdateInput.removeTranslations", "takes away"),
            Map.entry("ProductVariantPriceSetInput.removeCurrencies", "takes away"),
            // values are read by their attribute, each type in words of its own
            Map.entry("AttributeValueInput.code", "AttributeValue.attribute.code"),
            Map.entry("AttributeValueInput.locale", "TextValue.translations.locale"),
            Map.entry("AttributeValueInput.value", "the members of AttributeValue"),
            Map.entry("ProductAttributesSetInput.variantId", "ProductVariant.attributes"),
            Map.entry("ProductAttributesSetInput.values", "Product.attributes"),
            // pictures
            Map.entry("ProductMediaInput.mediaId", "Media.id"),
            Map.entry("ProductMediaInput.variantId", "ProductVariant.media"),
            Map.entry("ProductBundleItemsSetInput.items", "Product.bundleItems"),
            Map.entry("ProductVariantChangeInput.ifVersion", "ProductVariant.version"),
            // what a store says otherwise
            Map.entry("ProductStoreOverrideSetInput.visible", "Product.storeOverrides.visible"),
            Map.entry("ProductStoreOverrideSetInput.contents", "Product.storeOverrides.translations"),
            Map.entry("ProductStoreOverrideSetInput.prices", "ProductVariant.prices of the store"),
            // prices and taxes
            Map.entry("PriceListEntriesSetInput.remove", "takes away"),
            Map.entry("TaxClassAssignInput.productIds", "Product.taxClass"),
            Map.entry("TaxClassAssignInput.taxClassId", "TaxClass.id"),
            Map.entry("ProductImportStartInput.uploadId", "ProductImport.fileName")));

    private final GraphQLSchema schema;
    private final Set<String> needed = new HashSet<>();

    ReadBackTest(GraphQlSource source) {
        this.schema = source.schema();
    }

    @Test
    void what_can_be_written_can_be_read() {
        var unread = new TreeSet<String>();
        for (GraphQLFieldDefinition mutation :
                requireNonNull(schema.getMutationType()).getFieldDefinitions()) {
            if (mutation.getArgument("input") != null
                    && changed(mutation) instanceof GraphQLObjectType object
                    && GraphQLTypeUtil.unwrapAll(mutation.getArgument("input").getType())
                            instanceof GraphQLInputObjectType input) {
                unread.addAll(unread(input, object));
            }
        }

        assertThat(unread).isEmpty();
        assertThat(needed).as("Exceptions that are none any more").containsAll(ELSEWHERE.keySet());
    }

    /** The object that the payload carries; null where it carries none, as for what is gone. */
    private static @org.jspecify.annotations.Nullable GraphQLObjectType changed(GraphQLFieldDefinition mutation) {
        var payload = (GraphQLObjectType) GraphQLTypeUtil.unwrapAll(mutation.getType());
        return payload.getFieldDefinitions().stream()
                .filter(field -> !field.getName().equals("userErrors"))
                .map(field -> GraphQLTypeUtil.unwrapAll(field.getType()))
                .filter(GraphQLObjectType.class::isInstance)
                .map(GraphQLObjectType.class::cast)
                .findFirst()
                .orElse(null);
    }

    private List<String> unread(GraphQLInputObjectType input, GraphQLFieldsContainer object) {
        var unread = new ArrayList<String>();
        for (GraphQLInputObjectField field : input.getFieldDefinitions()) {
            GraphQLFieldDefinition answer = answer(field, object);
            String name = input.getName() + '.' + field.getName();
            if (answer == null) {
                if (ELSEWHERE.containsKey(name)) {
                    needed.add(name);
                } else {
                    unread.add(name + " in " + object.getName());
                }
            } else if (GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLInputObjectType items
                    && item(answer) instanceof GraphQLFieldsContainer type
                    && !isText(field)) {
                unread.addAll(unread(items, type));
            }
        }
        return unread;
    }

    private @org.jspecify.annotations.Nullable GraphQLFieldDefinition answer(
            GraphQLInputObjectField field, GraphQLFieldsContainer object) {
        String name = field.getName();
        if (isText(field)) {
            GraphQLFieldDefinition translations = object.getFieldDefinition("translations");
            return translations == null
                    ? null
                    : ((GraphQLFieldsContainer) GraphQLTypeUtil.unwrapAll(translations.getType()))
                            .getFieldDefinition(name.substring(0, name.length() - 1));
        }
        List<String> names = name.endsWith("Ids")
                ? List.of(name, name.replaceFirst("(y?)Ids$", "s"), name.replaceFirst("yIds$", "ies"))
                : name.endsWith("Id") ? List.of(name, name.replaceFirst("Id$", "")) : List.of(name);
        return names.stream()
                .map(object::getFieldDefinition)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** In every language: read as one member of each translation. */
    private static boolean isText(GraphQLInputObjectField field) {
        return ((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(field.getType()))
                .getName()
                .equals("LocalisedTextInput");
    }

    /** What it is a list of, through its connection where it has one. */
    private GraphQLType item(GraphQLFieldDefinition field) {
        var type = (GraphQLNamedType) GraphQLTypeUtil.unwrapAll(field.getType());
        return type.getName().endsWith("Connection")
                ? requireNonNull(schema.getType(type.getName().replace("Connection", "")))
                : type;
    }
}

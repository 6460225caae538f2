package io.merkato;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Fills every list of one tenant, each row with all that hangs on it, so that each row asks for the same. */
final class ManyRows {

    /** $T the tenant, $E its owner's e-mail address, $N how many. Ids are older than any other test's, so that their lists begin as ever. */
    private static final String SQL = """
            create function pg_temp.id(kind text, i integer) returns uuid language sql
                return (overlay(lpad(to_hex(i), 8, '0') || md5('$T' || kind || i) placing '7' from 13 for 1))::varchar(32)::uuid;
            create function pg_temp.text(word text) returns jsonb language sql return jsonb_build_object('en', word);

            insert into tenancy.tenant (id, slug, name, locale, currency, time_zone, country, status)
                select pg_temp.id('tenant', i), 'many-' || left(md5('$T'), 8) || '-' || i, 'Many ' || i, 'en', 'ETB', 'UTC', 'ET', 'ACTIVE' from generate_series(1, $N) i;
            insert into tenancy.subscription (tenant_id, id, plan)
                select pg_temp.id('tenant', i), pg_temp.id('subscription', i), 'basic' from generate_series(1, $N) i;
            insert into tenancy.domain (tenant_id, id, host, token)
                select pg_temp.id('tenant', i), pg_temp.id('domain', i), 'many' || i || '.example', 't' from generate_series(1, $N) i;

            insert into store.store (tenant_id, id, code, name, locale, currency)
                select uuid '$T', pg_temp.id('store', i), 'store-' || i, 'Store ' || i, 'en', 'ETB' from generate_series(1, $N) i;
            insert into store.store_locale (tenant_id, store_id, locale, position) select uuid '$T', pg_temp.id('store', i), l.locale, l.n from generate_series(1, $N) i, (values ('en', 0), ('am', 1)) l(locale, n);
            insert into store.store_currency (tenant_id, store_id, currency, position) select uuid '$T', pg_temp.id('store', i), 'ETB', 0 from generate_series(1, $N) i;

            insert into identity."user" (id, email, email_normalised, name)
                select pg_temp.id('user', i), 'many' || i || '$T@example.com', 'many' || i || '$T@example.com', 'Many ' || i from generate_series(1, $N) i;
            insert into identity.role (tenant_id, id, name) select uuid '$T', pg_temp.id('role', i), 'Role ' || i from generate_series(1, $N) i;
            insert into identity.role_permission (tenant_id, role_id, permission) select uuid '$T', pg_temp.id('role', i), 'CATALOG_READ' from generate_series(1, $N) i;
            insert into identity.member (tenant_id, id, user_id, role_id, every_store, invited_as, invited_by, accepted_at)
                select uuid '$T', pg_temp.id('member', i), pg_temp.id('user', i), pg_temp.id('role', i), false, 'many' || i || '@example.com', 'test', now() from generate_series(1, $N) i;
            insert into identity.member_store (tenant_id, member_id, store_id) select uuid '$T', pg_temp.id('member', i), pg_temp.id('store', i) from generate_series(1, $N) i;
            insert into identity.api_key (tenant_id, id, name, prefix, hash, every_store, created_by)
                select uuid '$T', pg_temp.id('key', i), 'Key ' || i, 'mk_' || i, sha256(('$T' || i)::bytea), false, u.id::text
                from generate_series(1, $N) i, identity."user" u where u.email = '$E';
            insert into identity.api_key_permission (tenant_id, api_key_id, permission) select uuid '$T', pg_temp.id('key', i), 'CATALOG_READ' from generate_series(1, $N) i;
            insert into identity.api_key_store (tenant_id, api_key_id, store_id) select uuid '$T', pg_temp.id('key', i), pg_temp.id('store', i) from generate_series(1, $N) i;
            insert into identity.session (id, user_id, at_tenant_id, device, expires_at)
                select pg_temp.id('session', i), u.id, '$T', 'Phone', now() + interval '1 day' from generate_series(1, $N) i, identity."user" u where u.email = '$E';

            select set_config('app.tenant_id', '$T', true);
            select platform.audit_append('$T', pg_temp.id('audit', i), 'USER', 'x', null, 'productCreate', null, null, null, null, null, null, null),
                platform.operator_append('$T', pg_temp.id('operator', i), 'OPERATOR', 'x', null, 'tenantCreate', null, null, null, null, null, null, null)
            from generate_series(1, $N) i;

            insert into catalog.media (tenant_id, id, url, alt) select uuid '$T', pg_temp.id('media', i), '/' || i || '.png', pg_temp.text('Picture') from generate_series(1, $N) i;
            insert into catalog.attribute (tenant_id, id, code, type, labels, filterable)
                select uuid '$T', pg_temp.id('attribute', i), 'size_' || i, 'SELECT', pg_temp.text('Size'), true from generate_series(1, $N) i;
            insert into catalog.attribute_option (tenant_id, id, attribute_id, type, code, labels, position)
                select uuid '$T', pg_temp.id('option' || o, i), pg_temp.id('attribute', i), 'SELECT', 'o' || o, pg_temp.text('Option'), o from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into catalog.attribute_set (tenant_id, id, code, labels) select uuid '$T', pg_temp.id('set', i), 'set_' || i, pg_temp.text('Set') from generate_series(1, $N) i;
            insert into catalog.attribute_group (tenant_id, id, attribute_set_id, code, labels)
                select uuid '$T', pg_temp.id('group', i), pg_temp.id('set', i), 'all', pg_temp.text('All') from generate_series(1, $N) i;
            insert into catalog.attribute_set_attribute (tenant_id, attribute_set_id, attribute_id, type, group_id, level, axis)
                select uuid '$T', pg_temp.id('set', i), pg_temp.id('attribute', i), 'SELECT', null, 'VARIANT', true from generate_series(1, $N) i
                union all
                select uuid '$T', pg_temp.id('set', i), pg_temp.id('attribute', i % $N + 1), 'SELECT', pg_temp.id('group', i), 'PRODUCT', false from generate_series(1, $N) i;
            insert into catalog.category (tenant_id, id, parent_id, slug, names, media_id)
                select uuid '$T', pg_temp.id('category', i), case when i > 1 then pg_temp.id('category', 1) end, 'category-' || i, pg_temp.text('Category'), pg_temp.id('media', i)
                from generate_series(1, $N) i;
            insert into catalog.brand (tenant_id, id, name, slug, media_id) select uuid '$T', pg_temp.id('brand', i), 'Brand', 'brand-' || i, pg_temp.id('media', i) from generate_series(1, $N) i;
            insert into catalog.label (tenant_id, id, code, names) select uuid '$T', pg_temp.id('label', i), 'LABEL_' || i, pg_temp.text('Label') from generate_series(1, $N) i;

            insert into catalog.product (tenant_id, id, kind, status, published_at, attribute_set_id, brand_id, locale, name, slug)
                select uuid '$T', pg_temp.id('product', i), 'CONFIGURABLE', 'ACTIVE', now(), pg_temp.id('set', i), pg_temp.id('brand', i), 'en', 'Product ' || i, 'product-' || i
                from generate_series(1, $N) i;
            insert into catalog.product_translation (tenant_id, product_id, locale, name) select uuid '$T', pg_temp.id('product', i), 'am', 'ቡና' from generate_series(1, $N) i;
            insert into catalog.product_category (tenant_id, product_id, category_id) select uuid '$T', pg_temp.id('product', i), pg_temp.id('category', i) from generate_series(1, $N) i;
            insert into catalog.product_label (tenant_id, product_id, label_id) select uuid '$T', pg_temp.id('product', i), pg_temp.id('label', i) from generate_series(1, $N) i;
            insert into catalog.variant (tenant_id, id, product_id, kind, sku)
                select uuid '$T', pg_temp.id('variant' || v, i), pg_temp.id('product', i), 'CONFIGURABLE', 'P' || i || '-' || v from generate_series(1, $N) i, generate_series(1, 3) v;
            insert into catalog.variant (tenant_id, id, product_id, kind, sku, deleted_at)
                select uuid '$T', pg_temp.id('gone' || v, i), pg_temp.id('product', i), 'CONFIGURABLE', 'G' || i || '-' || v, now() from generate_series(1, $N) i, generate_series(1, 2) v;
            insert into catalog.product_media (tenant_id, product_id, media_id, variant_id)
                select uuid '$T', pg_temp.id('product', i), pg_temp.id('media', i), pg_temp.id('variant1', i) from generate_series(1, $N) i;
            insert into inventory.policy (tenant_id, mode) values ('$T', 'RESERVE_ON_ORDER');
            insert into inventory.location (tenant_id, id, code, name, address)
                select uuid '$T', pg_temp.id('location', i), 'place-' || i, 'Place ' || i, '{"city": "Adama", "country": "ET"}' from generate_series(1, $N) i;
            insert into inventory.stock_level (tenant_id, variant_id, location_id) select uuid '$T', pg_temp.id('variant1', i), pg_temp.id('location', i) from generate_series(1, $N) i;
            insert into inventory.adjustment (tenant_id, id, location_id, reason, note, actor)
                select uuid '$T', pg_temp.id('adjustment', i), pg_temp.id('location', i), 'RECEIVED', 'Delivery', 'test' from generate_series(1, $N) i;
            insert into inventory.movement (tenant_id, id, variant_id, location_id, on_hand_change, reason, reference, actor)
                select uuid '$T', pg_temp.id('movement', i), pg_temp.id('variant1', i), pg_temp.id('location', i), i, 'RECEIVED', 'delivery ' || i, 'test' from generate_series(1, $N) i;
            insert into catalog.variant_price (tenant_id, variant_id, currency, amount, compare_at)
                select uuid '$T', pg_temp.id('variant' || v, i), 'ETB', 100 * i, 200 * i from generate_series(1, $N) i, generate_series(1, 3) v;
            insert into catalog.attribute_value (tenant_id, product_id, variant_id, attribute_set_id, attribute_id, type, level, option_id)
                select uuid '$T', pg_temp.id('product', i), pg_temp.id('variant' || v, i), pg_temp.id('set', i), pg_temp.id('attribute', i), 'SELECT', 'VARIANT', pg_temp.id('option' || v, i)
                from generate_series(1, $N) i, generate_series(1, 3) v
                union all
                select uuid '$T', pg_temp.id('product', i), null, pg_temp.id('set', i), pg_temp.id('attribute', i % $N + 1), 'SELECT', 'PRODUCT', pg_temp.id('option1', i % $N + 1)
                from generate_series(1, $N) i;
            insert into catalog.review (tenant_id, id, product_id, user_id, author_name, rating, body, locale, status, moderated_at)
                select uuid '$T', pg_temp.id('review', i), pg_temp.id('product', i), pg_temp.id('user', i), 'Almaz', 5, 'Good', 'en', 'APPROVED', now() from generate_series(1, $N) i;

            insert into client.application (tenant_id, id, code, mode) select uuid '$T', pg_temp.id('application', i), 'app-' || i, 'OPEN' from generate_series(1, $N) i;
            insert into client.document (tenant_id, id, application_id, sent_as, sha256, body, kind, operation_name, first_version, registered_at)
                select uuid '$T', pg_temp.id('document', i), pg_temp.id('application', i), 'document-' || i, encode(sha256('A'), 'hex'), 'query A { __typename }', 'QUERY', 'A', '1', now()
                from generate_series(1, $N) i;
            insert into client.document_use (tenant_id, document_id, client_version, uses, last_used_at)
                select uuid '$T', pg_temp.id('document', i), '1', 2, now() from generate_series(1, $N) i;

            insert into promotion.coupon (tenant_id, id, code, campaign, kind, rate, every_product, every_store, used, starts_at, ends_at)
                select uuid '$T', pg_temp.id('coupon', i), 'MANY-' || i, 'Many', 'PERCENTAGE', 100000, false, false, 1, now(), now() + interval '1 day' from generate_series(1, $N) i;
            insert into promotion.coupon_product (tenant_id, coupon_id, product_id) select uuid '$T', pg_temp.id('coupon', i), pg_temp.id('product', i) from generate_series(1, $N) i;
            insert into promotion.coupon_category (tenant_id, coupon_id, category_id) select uuid '$T', pg_temp.id('coupon', i), pg_temp.id('category', i) from generate_series(1, $N) i;
            insert into promotion.coupon_store (tenant_id, coupon_id, store_id) select uuid '$T', pg_temp.id('coupon', i), pg_temp.id('store', i) from generate_series(1, $N) i;
            insert into promotion.coupon_redemption (tenant_id, id, coupon_id, order_text, currency, amount)
                select uuid '$T', pg_temp.id('redemption', i), pg_temp.id('coupon', i), 'order_' || i, 'ETB', 100 from generate_series(1, $N) i;

            insert into shipping.shipping_zone (tenant_id, id, name) select uuid '$T', pg_temp.id('zone', i), 'Zone ' || i from generate_series(1, $N) i;
            insert into shipping.shipping_zone_place (tenant_id, country, region, shipping_zone_id) select uuid '$T', 'ET', 'R' || i, pg_temp.id('zone', i) from generate_series(1, $N) i;
            insert into shipping.shipping_method (tenant_id, id, shipping_zone_id, store_id, code, names, kind, currency, min_days, max_days)
                select uuid '$T', pg_temp.id('method', i), pg_temp.id('zone', i), pg_temp.id('store', i), 'method-' || i, pg_temp.text('Bike'), 'FLAT', 'ETB', 1, 2 from generate_series(1, $N) i;
            insert into shipping.shipping_rate (tenant_id, shipping_method_id, kind, starts, amount) select uuid '$T', pg_temp.id('method', i), 'FLAT', 0, i from generate_series(1, $N) i;
            insert into customer.customer (tenant_id, id, kind, user_id, email, email_normalised, given_name, sort_name)
                select uuid '$T', pg_temp.id('customer', i), 'REGISTERED', pg_temp.id('user', i), 'many' || i || '@example.com', 'many' || i || '@example.com', 'Many', 'many ' || i from generate_series(1, $N) i;
            insert into customer.address (tenant_id, id, customer_id, address, is_default_shipping, is_default_billing)
                select uuid '$T', pg_temp.id('address' || a, i), pg_temp.id('customer', i), '{"country": "ET"}', a = 1, a = 1 from generate_series(1, $N) i, generate_series(1, 2) a;
            insert into customer.customer_group (tenant_id, id, code, name) select uuid '$T', pg_temp.id('customergroup', i), 'group-' || i, 'Group ' || i from generate_series(1, $N) i;
            insert into customer.customer_group_member (tenant_id, customer_group_id, customer_id)
                select uuid '$T', pg_temp.id('customergroup', (i + g) % $N + 1), pg_temp.id('customer', i) from generate_series(1, $N) i, generate_series(1, least(3, $N)) g;
            insert into customer.consent (tenant_id, id, customer_id, purpose, channel, granted, source)
                select uuid '$T', pg_temp.id('consent' || c, i), pg_temp.id('customer', i), 'MARKETING', 'EMAIL', c = 3, 'test' from generate_series(1, $N) i, generate_series(1, 3) c;
            insert into customer.wishlist_item (tenant_id, id, customer_id, product_id, variant_id)
                select uuid '$T', pg_temp.id('wish' || v, i), pg_temp.id('customer', i), pg_temp.id('product', i), pg_temp.id('variant' || v, i) from generate_series(1, $N) i, generate_series(1, 3) v;
            insert into customer.note (tenant_id, id, customer_id, body, author_name) select uuid '$T', pg_temp.id('note' || n, i), pg_temp.id('customer', i), 'Called', 'Test' from generate_series(1, $N) i, generate_series(1, 3) n;
            insert into customer.activity (tenant_id, id, customer_id, kind) select uuid '$T', pg_temp.id('activity' || a, i), pg_temp.id('customer', i), 'JOINED' from generate_series(1, $N) i, generate_series(1, 3) a;

            insert into platform.webhook (tenant_id, id, url, event_types, selection, rights, enabled, secret, created_by)
                select uuid '$T', pg_temp.id('webhook', i), 'https://example.com/', '{PRODUCT_CREATED}', 'id', '{CATALOG_READ}', false, '', 'test' from generate_series(1, $N) i;
            insert into platform.event (tenant_id, id, aggregate, position, type, data, occurred_at)
                select uuid '$T', pg_temp.id('event', i), 'product_' || i, 1, 'PRODUCT_CREATED', '{}', now() from generate_series(1, $N) i;
            insert into platform.webhook_delivery (tenant_id, id, webhook_id, event_id, aggregate, position, event_type, status, payload, attempts, finished_at)
                select uuid '$T', pg_temp.id('delivery', i), pg_temp.id('webhook', i), pg_temp.id('event', i), 'product_' || i, 1, 'PRODUCT_CREATED', 'DELIVERED', '{}', 3, now()
                from generate_series(1, $N) i;
            insert into platform.webhook_attempt (tenant_id, webhook_delivery_id, number, at, milliseconds, status_code)
                select uuid '$T', pg_temp.id('delivery', i), a, now(), 5, 200 from generate_series(1, $N) i, generate_series(1, 3) a;
            insert into pricing.price_list (tenant_id, id, code, name, currency, priority, ends_at, all_stores, all_customers, channels)
                select uuid '$T', pg_temp.id('price list', i), 'list-' || i, 'List ' || i, 'ETB', i, '2026-01-02', false, false, '{ONLINE}' from generate_series(1, $N) i;
            insert into pricing.price_list_group (tenant_id, price_list_id, customer_group_id) select uuid '$T', pg_temp.id('price list', i), pg_temp.id('customergroup', i) from generate_series(1, $N) i;
            insert into pricing.price_list_store (tenant_id, price_list_id, store_id) select uuid '$T', pg_temp.id('price list', i), pg_temp.id('store', i) from generate_series(1, $N) i;
            insert into pricing.price_list_entry (tenant_id, id, price_list_id, variant_id, min_quantity, amount)
                select uuid '$T', pg_temp.id('price list entry' || v, i), pg_temp.id('price list', i), pg_temp.id('variant' || v, i), v, 100 from generate_series(1, $N) i, generate_series(1, 3) v;
            insert into pricing.flash_sale (tenant_id, id, name, starts_at, ends_at, all_stores, channels)
                select uuid '$T', pg_temp.id('flash sale', i), 'Sale ' || i, '2026-01-01', '2026-01-02', false, '{ONLINE}' from generate_series(1, $N) i;
            insert into pricing.flash_sale_store (tenant_id, flash_sale_id, store_id) select uuid '$T', pg_temp.id('flash sale', i), pg_temp.id('store', i) from generate_series(1, $N) i;
            insert into pricing.flash_sale_item (tenant_id, id, flash_sale_id, variant_id, currency, amount, quantity)
                select uuid '$T', pg_temp.id('flash sale item' || v, i), pg_temp.id('flash sale', i), pg_temp.id('variant' || v, i), 'ETB', 50, 9 from generate_series(1, $N) i, generate_series(1, 3) v;
            insert into pricing.tax_class (tenant_id, id, code, name) select uuid '$T', pg_temp.id('tax class', i), 'class-' || i, 'Class ' || i from generate_series(1, $N) i;
            insert into pricing.product_tax_class (tenant_id, product_id, tax_class_id) select uuid '$T', pg_temp.id('product', i), pg_temp.id('tax class', i) from generate_series(1, $N) i;
            insert into pricing.tax_zone (tenant_id, id, name) select uuid '$T', pg_temp.id('tax zone', i), 'Zone ' || i from generate_series(1, $N) i;
            insert into pricing.tax_zone_place (tenant_id, tax_zone_id, country, region) select uuid '$T', pg_temp.id('tax zone', i), 'ET', 'R' || i from generate_series(1, $N) i;
            insert into pricing.tax_rate (tenant_id, id, tax_zone_id, tax_class_id, name, rate, starts_at)
                select uuid '$T', pg_temp.id('tax rate', i), pg_temp.id('tax zone', i), pg_temp.id('tax class', i), 'VAT', 150000, '2026-01-01' from generate_series(1, $N) i;
            insert into pricing.tax_exemption (tenant_id, id, customer_id, tax_zone_id, tax_class_id, certificate, starts_at)
                select uuid '$T', pg_temp.id('exemption' || e, i), pg_temp.id('customer', i), pg_temp.id('tax zone', i), pg_temp.id('tax class', i), 'EX-' || i, '2026-01-01' from generate_series(1, $N) i, generate_series(1, 2) e;

            insert into ordering."order" (tenant_id, id, number, store_id, channel, source, source_reference, customer_id, email, locale, currency, prices_include_tax, shipping_address,
                    subtotal, shipping, shipping_discount, shipping_tax_rate, shipping_tax, discount, tax, total, paid, status, payment_status, fulfilment_status, placed_at)
                select uuid '$T', pg_temp.id('order' || o, i), o * 1000 + i, pg_temp.id('store', i), 'EXTERNAL', 'market-' || i, 'o' || o || '-' || i, pg_temp.id('customer', i), 'many@example.com', 'en', 'ETB', true, '{"country": "ET"}',
                    100, 0, 0, 0, 0, 10, 0, 90, 50, 'OPEN', 'PARTIALLY_PAID', 'PARTIALLY_FULFILLED', now() from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.order_line (tenant_id, id, order_id, position, variant_id, product_id, name, quantity, list_price, unit_price, price_source, discount, tax_rate, tax, total, requires_shipping, fulfilled, returned)
                select uuid '$T', pg_temp.id('line' || o, i), pg_temp.id('order' || o, i), 0, pg_temp.id('variant1', i), pg_temp.id('product', i), 'Many', 2, 50, 50, 'BASE', 10, 0, 0, 90, true, 1, 1 from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.order_discount (tenant_id, id, order_id, line_id, code, amount)
                select uuid '$T', pg_temp.id('discount' || o, i), pg_temp.id('order' || o, i), pg_temp.id('line' || o, i), 'MANY', 10 from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.status_change (tenant_id, order_id, axis, step, from_status, event, to_status, actor)
                select uuid '$T', pg_temp.id('order' || o, i), 'ORDER', 0, 'NONE', 'PLACE', 'OPEN', 'test' from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.order_payment (tenant_id, id, order_id, kind, method, amount, actor)
                select uuid '$T', pg_temp.id('payment' || o, i), pg_temp.id('order' || o, i), 'PAYMENT', 'CASH', 50, 'test' from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.fulfilment (tenant_id, id, order_id) select uuid '$T', pg_temp.id('fulfilment' || o, i), pg_temp.id('order' || o, i) from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.fulfilment_line (tenant_id, fulfilment_id, line_id, order_id, quantity)
                select uuid '$T', pg_temp.id('fulfilment' || o, i), pg_temp.id('line' || o, i), pg_temp.id('order' || o, i), 1 from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.order_return (tenant_id, id, order_id, actor, amount)
                select uuid '$T', pg_temp.id('return' || o, i), pg_temp.id('order' || o, i), 'test', 45 from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.order_return_line (tenant_id, return_id, line_id, order_id, quantity, restocked, amount)
                select uuid '$T', pg_temp.id('return' || o, i), pg_temp.id('line' || o, i), pg_temp.id('order' || o, i), 1, true, 45 from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.order_revision (tenant_id, id, order_id, step, actor, subtotal_before, shipping_before, discount_before, tax_before, total_before, subtotal, shipping, discount, tax, total)
                select uuid '$T', pg_temp.id('revision' || o, i), pg_temp.id('order' || o, i), 1, 'test', 100, 0, 0, 0, 100, 100, 0, 10, 0, 90 from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.order_revision_line (tenant_id, revision_id, line_id, order_id, quantity, unit_price, discount, tax, total)
                select uuid '$T', pg_temp.id('revision' || o, i), pg_temp.id('line' || o, i), pg_temp.id('order' || o, i), 2, 50, 10, 0, 90 from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.order_note (tenant_id, id, order_id, body, author)
                select uuid '$T', pg_temp.id('ordernote' || o, i), pg_temp.id('order' || o, i), 'Called', 'Test' from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into ordering.cart (tenant_id, id, store_id, channel, customer_id, draft, currency, locale, expires_at)
                select uuid '$T', pg_temp.id('cart' || c, i), pg_temp.id('store', i), 'ONLINE', pg_temp.id('customer', i), c = 1, 'ETB', 'en', now() + interval '1 day' from generate_series(1, $N) i, generate_series(1, 4) c;
            insert into ordering.cart_line (tenant_id, id, cart_id, variant_id, quantity)
                select uuid '$T', pg_temp.id('cartline' || c, i), pg_temp.id('cart' || c, i), pg_temp.id('variant1', i), 2 from generate_series(1, $N) i, generate_series(1, 4) c;
            insert into channel.external_source (tenant_id, id, code, name, kind, store_id, currency, prices_include_tax)
                select uuid '$T', pg_temp.id('source', i), 'market-' || i, 'Source ' || i, 'OTHER', pg_temp.id('store', i), 'ETB', true from generate_series(1, $N) i;
            insert into channel.external_sku (tenant_id, id, external_source_id, sku, variant_id)
                select uuid '$T', pg_temp.id('sku' || v, i), pg_temp.id('source', i), 'S-' || v, pg_temp.id('variant' || v, i) from generate_series(1, $N) i, generate_series(1, 3) v;
            insert into channel.external_order (tenant_id, external_source_id, external_id, order_id, digests)
                select uuid '$T', pg_temp.id('source', i), 'o' || o || '-' || i, pg_temp.id('order' || o, i), '{}' from generate_series(1, $N) i, generate_series(1, 3) o;
            insert into channel.pos_register (tenant_id, id, store_id, location_id, code, name)
                select uuid '$T', pg_temp.id('till', i), pg_temp.id('store', i), pg_temp.id('location', i), 'till-' || i, 'Till ' || i from generate_series(1, $N) i;
            insert into channel.pos_session (tenant_id, id, pos_register_id, currency, opening_float, expected, counted, opened_by, opened_at, closed_by, closed_at)
                select uuid '$T', pg_temp.id('shift' || s, i), pg_temp.id('till', i), 'ETB', 100, 100, case when s > 1 then 100 end, 'test', '2026-01-01', case when s > 1 then 'test' end,
                    case when s > 1 then timestamptz '2026-01-02' end from generate_series(1, $N) i, generate_series(1, 3) s;
            insert into channel.cash_movement (tenant_id, id, pos_session_id, kind, amount, order_id, actor)
                select uuid '$T', pg_temp.id('cash' || s || '-' || m, i), pg_temp.id('shift' || s, i), case m when 1 then 'SALE' else 'REFUND' end, case m when 1 then 50 else -5 end, pg_temp.id('order' || s, i), 'test'
                    from generate_series(1, $N) i, generate_series(1, 3) s, generate_series(1, 3) m;
            insert into channel.pos_sale (tenant_id, order_id, pos_session_id, late)
                select uuid '$T', pg_temp.id('order' || s, i), pg_temp.id('shift' || s, i), false from generate_series(1, $N) i, generate_series(1, 3) s;

            insert into ledger.account (tenant_id, id, code, unit, holder, guarded)
                select uuid '$T', pg_temp.id('account' || a, i), (array['CASH', 'SALES'])[a], 'ETB', 'many ' || i, false from generate_series(1, ($N + 1) / 2) i, generate_series(1, 2) a;
            insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
                select uuid '$T', pg_temp.id('transfer', i), 'PAYMENT_RECEIVED', 'many ' || i, 'many ' || i, timestamptz '2026-01-01' + i * interval '1 hour' from generate_series(1, $N) i;
            insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
                select t.tenant_id, t.id, a, pg_temp.id('account' || a, i / 2 + i % 2), 'ETB', (array[i, -i])[a], t.occurred_at
                from generate_series(1, $N) i, generate_series(1, 2) a, ledger.transfer t where t.tenant_id = '$T' and t.id = pg_temp.id('transfer', i);

            insert into payment.payment_account (tenant_id, id, provider, name, environment, settings)
                select uuid '$T', pg_temp.id('payaccount', i), 'cash', 'Cash ' || i, 'TEST', '{"instructions": "Here"}' from generate_series(1, $N) i;
            insert into payment.store_account (tenant_id, store_id, payment_account_id, position)
                select uuid '$T', pg_temp.id('store', i), pg_temp.id('payaccount', (i + a) % $N + 1), a from generate_series(1, $N) i, generate_series(1, least(3, $N)) a;
            insert into payment.payment (tenant_id, id, order_id, store_id, payment_account_id, currency, amount, capture_later, next_action)
                select o.tenant_id, pg_temp.id('payment' || p, i), o.id, o.store_id, pg_temp.id('payaccount', i), 'ETB', 10, false, 'WAIT'
                from generate_series(1, $N) i, generate_series(1, 3) p, ordering."order" o where o.tenant_id = '$T' and o.id = pg_temp.id('order1', i);
            insert into payment.operation (tenant_id, id, payment_id, kind, amount, status, actor, attempts, lease, settled_at)
                select uuid '$T', pg_temp.id('operation' || p || n, i), pg_temp.id('payment' || p, i), 'CHARGE', 5, 'DONE', 'test', 1, gen_random_uuid(), now()
                from generate_series(1, $N) i, generate_series(1, 3) p, generate_series(1, 2) n;
            insert into payment.payment_event (tenant_id, id, payment_id, operation_id, kind, amount, source, occurred_at)
                select uuid '$T', pg_temp.id('payevent' || p || n, i), pg_temp.id('payment' || p, i), pg_temp.id('operation' || p || n, i), 'CHARGED', 5, 'CALL', now()
                from generate_series(1, $N) i, generate_series(1, 3) p, generate_series(1, 2) n;
            insert into payment.notice (tenant_id, id, payment_account_id, provider_event, about, payment_id, body, problem, occurred_at, received_at)
                select uuid '$T', pg_temp.id('notice', i), pg_temp.id('payaccount', i), 'e' || i, 'PAYMENT', pg_temp.id('payment1', i), 'x', 'No', now(), now() from generate_series(1, $N) i;
            insert into ordering.order_payment (tenant_id, id, order_id, kind, method, amount, actor, through)
                select uuid '$T', pg_temp.id('through', i), pg_temp.id('order1', i), 'PAYMENT', 'CASH', 1, 'test', tenancy.type_id('payment', pg_temp.id('payment1', i)) from generate_series(1, $N) i;

            insert into loyalty.programme (tenant_id, id, store_id, name, maturation_days, minimum_points)
                select uuid '$T', pg_temp.id('programme', i), pg_temp.id('store', i), 'Programme ' || i, 0, 1 from generate_series(1, $N) i;
            insert into loyalty.programme_rate (tenant_id, programme_id, currency, earn_points, earn_amount, redeem_points, redeem_amount)
                select uuid '$T', pg_temp.id('programme', i), 'ETB', 1, 1000, 100, 500 from generate_series(1, $N) i;
            insert into loyalty.tier (tenant_id, programme_id, position, threshold, name, multiplier)
                select uuid '$T', pg_temp.id('programme', i), t - 1, t * 100 - 100, 'Tier ' || t, 1000000 from generate_series(1, $N) i, generate_series(1, 3) t;
            insert into loyalty.earn_rule (tenant_id, id, programme_id, name, product_id, multiplier, starts_at)
                select uuid '$T', pg_temp.id('rule' || r, i), pg_temp.id('programme', i), 'Rule ' || r, pg_temp.id('product', i), 2000000, '2026-01-01' from generate_series(1, $N) i, generate_series(1, 3) r;
            insert into loyalty.loyalty_account (tenant_id, id, programme_id, customer_id)
                select uuid '$T', pg_temp.id('points', i), pg_temp.id('programme', i), pg_temp.id('customer', i) from generate_series(1, $N) i;
            insert into loyalty.referral (tenant_id, id, loyalty_account_id, status, invited_at, invited_on, number, accepted_at, invitee_id, invitee_account_id, inviter_points, invitee_points, inviter_id)
                select uuid '$T', pg_temp.id('referral1', i), pg_temp.id('points', i), 'ACCEPTED', '2026-01-01', '2026-01-01', 1, '2026-02-01',
                    pg_temp.id('customer', i % $N + 1), pg_temp.id('points', i % $N + 1), 5, 2, pg_temp.id('customer', i) from generate_series(1, $N) i;
            insert into loyalty.referral (tenant_id, id, loyalty_account_id, status, code, email, invited_at, invited_on, number, expires_at, inviter_id)
                select uuid '$T', pg_temp.id('referral' || r, i), pg_temp.id('points', i), 'INVITED', translate(lpad(to_hex(i * 4 + r), 12, '0'), '01abcdef', 'GHABCDEF'), 'friend@example.com',
                    timestamptz '2026-01-01' + r * interval '1 day', '2026-01-01', r, '2036-01-01', pg_temp.id('customer', i) from generate_series(1, $N) i, generate_series(2, 3) r;
            insert into loyalty.cashback (tenant_id, order_id, loyalty_account_id, currency, paid, granted, kept, granted_at, matures_at, matured)
                select uuid '$T', pg_temp.id('order' || m, i), pg_temp.id('points', i), 'ETB', 100, 5, 5, '2026-01-01', '2026-01-01', true from generate_series(1, $N) i, generate_series(1, 3) m;
            insert into loyalty.cashback_movement (tenant_id, id, loyalty_account_id, order_id, kind, currency, pending, credited, owed, occurred_at)
                select uuid '$T', pg_temp.id('cashback' || m, i), pg_temp.id('points', i), pg_temp.id('order' || m, i), 'GRANTED', 'ETB', 5, 0, 0, timestamptz '2026-01-01' + m * interval '1 day' from generate_series(1, $N) i, generate_series(1, 3) m;
            insert into loyalty.points_movement (tenant_id, id, loyalty_account_id, kind, pending, available, owed, order_id, actor, occurred_at)
                select uuid '$T', pg_temp.id('earned' || m, i), pg_temp.id('points', i), 'EARNED', 10, 0, 0, pg_temp.id('order' || m, i), 'test', timestamptz '2026-01-01' + m * interval '1 day' from generate_series(1, $N) i, generate_series(1, 3) m;
            insert into loyalty.lot (tenant_id, id, loyalty_account_id, points, remaining, earned_at, matures_at, matured, expires_at)
                select uuid '$T', pg_temp.id('lot' || m, i), pg_temp.id('points', i), 10, 10, '2026-01-01', '2026-01-01', false, timestamptz '2036-01-01' + m * interval '1 day' from generate_series(1, $N) i, generate_series(1, 3) m;
            insert into payment.order_refund (tenant_id, id, order_id, store_id, customer_id, currency, amount, destination, actor)
                select uuid '$T', pg_temp.id('refund' || r, i), pg_temp.id('order1', i), pg_temp.id('store', i), pg_temp.id('customer', i), 'ETB', 1, 'ORIGINAL', 'test' from generate_series(1, $N) i, generate_series(1, 2) r;
            insert into ordering.order_payment (tenant_id, id, order_id, kind, method, amount, actor, through)
                select uuid '$T', pg_temp.id('back' || r, i), pg_temp.id('order1', i), 'REFUND', 'STORE_CREDIT', 1, 'test', tenancy.type_id('payment', pg_temp.id('payment1', i)) from generate_series(1, $N) i, generate_series(1, 2) r;
            insert into payment.order_refund_part (tenant_id, order_refund_id, position, amount, order_payment_id)
                select uuid '$T', pg_temp.id('refund' || r, i), 0, 1, pg_temp.id('back' || r, i) from generate_series(1, $N) i, generate_series(1, 2) r;
            insert into storecredit.gift_card (tenant_id, id, issue_id, code_hash, last_four, currency, amount, recipient, issued_by)
                select uuid '$T', pg_temp.id('card', i), pg_temp.id('card', i), sha256(('$T' || i)::bytea), 'SOME', 'ETB', 3, 'Many', 'test' from generate_series(1, $N) i;
            insert into storecredit.store_credit_change (tenant_id, id, customer_id, kind, currency, amount, gift_card_id, actor, changed_at)
                select uuid '$T', pg_temp.id('credit' || c, i), pg_temp.id('customer', i), 'REDEEMED', 'ETB', 1, pg_temp.id('card', i), 'test', now() from generate_series(1, $N) i, generate_series(1, 3) c;
            insert into ledger.account (tenant_id, id, code, unit, holder, guarded)
                select uuid '$T', pg_temp.id('cardbook', i), 'GIFT_CARD', 'ETB', tenancy.type_id('gift_card', pg_temp.id('card', i)), true from generate_series(1, $N) i
                union all select uuid '$T', pg_temp.id('creditbook', i), 'STORE_CREDIT', 'ETB', tenancy.type_id('customer', pg_temp.id('customer', i)), true from generate_series(1, $N) i
                union all select uuid '$T', pg_temp.id('granted', 1), 'CREDIT_GRANTED', 'ETB', tenancy.type_id('tenant', '$T'), false;
            insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at)
                select uuid '$T', pg_temp.id('carding', i), 'GIFT_CARD_ISSUED', tenancy.type_id('gift_card', pg_temp.id('card', i)), tenancy.type_id('gift_card', pg_temp.id('card', i)), timestamptz '2026-01-01' from generate_series(1, $N) i
                union all select uuid '$T', pg_temp.id('crediting' || c, i), 'GIFT_CARD_REDEEMED', tenancy.type_id('store_credit_change', pg_temp.id('credit' || c, i)), tenancy.type_id('customer', pg_temp.id('customer', i)), '2026-01-01' from generate_series(1, $N) i, generate_series(1, 3) c;
            insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
                select uuid '$T', pg_temp.id('carding', i), 0, pg_temp.id('granted', 1), 'ETB', 3, timestamptz '2026-01-01' from generate_series(1, $N) i
                union all select uuid '$T', pg_temp.id('carding', i), 1, pg_temp.id('cardbook', i), 'ETB', -3, '2026-01-01' from generate_series(1, $N) i;
            insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)
                select uuid '$T', pg_temp.id('crediting' || c, i), 0, pg_temp.id('cardbook', i), 'ETB', 1, timestamptz '2026-01-01' from generate_series(1, $N) i, generate_series(1, 3) c
                union all select uuid '$T', pg_temp.id('crediting' || c, i), 1, pg_temp.id('creditbook', i), 'ETB', -1, '2026-01-01' from generate_series(1, $N) i, generate_series(1, 3) c;
            insert into bulk.product_import (tenant_id, id, file_name, bytes, locale, currency, status, started_by, started_at, finished_at)
                select uuid '$T', pg_temp.id('import', i), 'a.csv', 1, 'en', 'ETB', 'COMPLETED', 'test', now(), now() from generate_series(1, $N) i;
            insert into bulk.product_import_problem (tenant_id, product_import_id, position, handle, line, message)
                select uuid '$T', pg_temp.id('import', i), p, 'h', p, 'No' from generate_series(1, $N) i, generate_series(1, 3) p;
            """;

    private ManyRows() {}

    static void fill(UUID tenant, String owner, int rows) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute(
                    SQL.replace("$T", tenant.toString()).replace("$E", owner).replace("$N", String.valueOf(rows)));
            superuser.commit();
        }
    }
}

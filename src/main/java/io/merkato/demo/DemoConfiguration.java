package io.merkato.demo;

import io.merkato.api.DemoAccess;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Loads the demo tenants at start and tells GraphiQL and the greeting of them. */
@Configuration(proxyBeanMethods = false)
@Conditional(DemoWanted.class)
class DemoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(DemoConfiguration.class);

    private final List<DemoShop> shops = DemoShop.all();

    @Bean
    DemoAccess demoAccess() {
        return new DemoAccess(
                shops.stream()
                        .map(demo -> new DemoAccess.Tenant(
                                demo.shop().slug(), demo.shop().name()))
                        .toList(),
                shops.stream().flatMap(demo -> people(demo.shop())).toList());
    }

    private static Stream<DemoAccess.Person> people(Shop shop) {
        return Stream.concat(
                shop.staff().stream()
                        .map(staff -> person(
                                shop, staff.email(), staff.name(), staff.role().toLowerCase(Locale.ROOT))),
                shop.customers().stream()
                        .limit(1)
                        .map(customer -> person(shop, customer.email(), customer.name(), "customer")));
    }

    private static DemoAccess.Person person(Shop shop, String email, String name, String role) {
        return new DemoAccess.Person(shop.slug(), name + ", " + role, email, PeopleRows.PASSWORD_OF_ALL);
    }

    @Bean
    ApplicationRunner demo(DemoTenants tenants, DemoOperator operator) {
        return arguments -> {
            long started = System.nanoTime();
            List<DemoShop> loaded = tenants.load(shops);
            if (!loaded.isEmpty()) {
                LOG.info(
                        "Loaded {} demo tenants with {} products in {} ms",
                        loaded.size(),
                        loaded.stream().mapToInt(demo -> demo.products().size()).sum(),
                        (System.nanoTime() - started) / 1_000_000);
            }
            operator.prepare();
        };
    }
}

package io.merkato;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/**
 * The whole application on a real port and a real PostgreSQL, started once for all tests. Tests' own beans beside the modules are named here, as only the
 * modules are searched for beans.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestDatabase.class)
@Import({Client.class, DemoLogins.class, Merchants.class, MovedClock.class, SchemaReportKeeper.class, Statements.class})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
public @interface MerkatoTest {}

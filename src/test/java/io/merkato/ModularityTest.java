package io.merkato;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

    @Test
    void modules_depend_one_way_and_only_on_what_they_declare() {
        ApplicationModules.of(Merkato.class, JavaClass.Predicates.resideInAPackage("io.merkato.jooq.."))
                .verify();
    }
}

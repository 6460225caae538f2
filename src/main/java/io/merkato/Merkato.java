package io.merkato;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.modulith.Modulithic;

/** The application: every module in one process, with one GraphQL API. */
@Modulithic(sharedModules = "api")
@SpringBootApplication
@ConfigurationPropertiesScan
public class Merkato {

    public static void main(String[] args) {
        SpringApplication.run(Merkato.class, args);
    }
}

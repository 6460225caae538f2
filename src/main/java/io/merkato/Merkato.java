package io.merkato;

import io.merkato.database.InvariantCheck;
import org.springframework.boot.DefaultApplicationArguments;
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
        if (new DefaultApplicationArguments(args).containsOption(InvariantCheck.OPTION)) {
            System.exit(InvariantCheck.run(args));
        }
        SpringApplication.run(Merkato.class, args);
    }
}

package io.merkato;

import io.merkato.client.DocumentCheck;
import io.merkato.database.InvariantCheck;
import java.util.List;
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
        var options = new DefaultApplicationArguments(args);
        if (options.containsOption(InvariantCheck.OPTION)) {
            System.exit(InvariantCheck.run(args));
        }
        List<String> documents = options.getOptionValues(DocumentCheck.OPTION);
        if (documents != null) {
            System.exit(DocumentCheck.run(documents.isEmpty() ? "." : documents.getFirst()));
        }
        SpringApplication.run(Merkato.class, args);
    }
}

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

    private static final String SOCKETS_WATCHED_BY = "jdk.pollerMode";

    public static void main(String[] args) {
        var options = new DefaultApplicationArguments(args);
        if (options.containsOption(InvariantCheck.OPTION)) {
            System.exit(InvariantCheck.run(args));
        }
        List<String> documents = options.getOptionValues(DocumentCheck.OPTION);
        if (documents != null) {
            System.exit(DocumentCheck.run(documents.isEmpty() ? "." : documents.getFirst()));
        }
        watchSocketsBySystemThreads();
        SpringApplication.run(Merkato.class, args);
    }

    /**
     * Watched by virtual threads, as the JDK does unasked, a socket that has something goes ahead of a request that has just arrived: with both processors
     * busy, one request in a hundred took half as long again as it does this way.
     */
    private static void watchSocketsBySystemThreads() {
        if (System.getProperty(SOCKETS_WATCHED_BY) == null) {
            System.setProperty(SOCKETS_WATCHED_BY, "1");
        }
    }
}

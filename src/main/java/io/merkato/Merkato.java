package io.merkato;

import io.merkato.client.DocumentCheck;
import io.merkato.database.InvariantCheck;
import java.util.List;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.modulith.Modulithic;

/** The application: every module in one process, with one GraphQL API. */
@Modulithic(sharedModules = "api")
@SpringBootApplication
@ComponentScan(
        resourcePattern = Merkato.TOP_LEVEL_TYPES_OF_MODULES,
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class)
        })
public class Merkato {

    /** A start reads each class file that matches; nested and generated types, more than half of all, are never beans. */
    static final String TOP_LEVEL_TYPES_OF_MODULES = "*/{name:[^$]+}.class";

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
     * Which beans are of which type is remembered once no definition is to change any more. Spring knows that when it makes the beans that nothing has asked for
     * yet; the filters of the server have asked for most of them by then, and each looked through all for each parameter.
     */
    @Bean
    static BeanFactoryPostProcessor definitionsAreAllThere() {
        return ConfigurableListableBeanFactory::freezeConfiguration;
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

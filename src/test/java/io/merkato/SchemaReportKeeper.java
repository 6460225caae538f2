package io.merkato;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.graphql.execution.SchemaReport;
import org.springframework.stereotype.Component;

/** Keeps what the schema's inspection found at start. */
@Component
class SchemaReportKeeper {

    private final List<SchemaReport> reports = new ArrayList<>();

    @Bean
    GraphQlSourceBuilderCustomizer keepSchemaReport() {
        return builder -> builder.inspectSchemaMappings(reports::add);
    }

    /** Fields that nothing answers, and methods that answer no field. */
    List<String> unmapped() {
        SchemaReport report = reports.getLast();
        var unmapped = new ArrayList<String>();
        report.unmappedFields().forEach(field -> unmapped.add(field.toString()));
        unmapped.addAll(report.unmappedRegistrations().keySet().stream()
                .map(Object::toString)
                .toList());
        return unmapped;
    }
}

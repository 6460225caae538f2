package io.merkato.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * One operation that GraphiQL offers, from graphiql/examples/*.graphql in the order of the file names.
 * A file's first line is {@code # audience: what it shows}; the first example of each audience opens as a tab.
 */
record GraphiqlExample(String audience, String name, String about, String query, boolean tab) {

    private static final Pattern FILE =
            Pattern.compile("^# ([^:\n]+): ([^\n]+)\n.*?(?:query|mutation|subscription) (\\w+).*", Pattern.DOTALL);

    static List<GraphiqlExample> all() throws IOException {
        var files = new PathMatchingResourcePatternResolver().getResources("classpath:/graphiql/examples/*.graphql");
        Arrays.sort(files, Comparator.comparing(Resource::getFilename));
        var audiences = new HashSet<String>();
        var examples = new ArrayList<GraphiqlExample>();
        for (var file : files) {
            var query = file.getContentAsString(StandardCharsets.UTF_8);
            var parts = FILE.matcher(query);
            if (!parts.matches()) throw new IllegalStateException(file + " begins without '# audience: what it shows'");
            examples.add(new GraphiqlExample(
                    parts.group(1), parts.group(3), parts.group(2), query, audiences.add(parts.group(1))));
        }
        return List.copyOf(examples);
    }
}

package io.merkato.tenancy;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Context;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.impl.CustomQueryPart;

/** The text of a query as it was rendered before, with values of now. */
final class Filled extends CustomQueryPart {

    private static final long serialVersionUID = 1L;

    private final transient List<String> text;
    private final transient List<Param<?>> values;

    /** @param text what stands before, between and behind the values */
    Filled(List<String> text, List<Param<?>> values) {
        this.text = text;
        this.values = values;
    }

    @Override
    public void accept(Context<?> context) {
        for (int i = 0; i < values.size(); i++) {
            context.sql(text.get(i)).visit(values.get(i));
        }
        context.sql(text.getLast());
    }

    /** Takes a rendered query apart at its values. */
    static List<String> text(String rendered, List<Param<?>> values, DSLContext sql) {
        var text = new ArrayList<String>();
        int done = 0;
        for (Param<?> value : values) {
            String itself = sql.render(value);
            int mark = rendered.indexOf('?', done);
            int begin = mark - itself.indexOf('?');
            if (mark < 0 || begin < done || !rendered.startsWith(itself, begin)) {
                throw new IllegalStateException(
                        "%s is not the next value from %d on in %s".formatted(itself, done, rendered));
            }
            text.add(rendered.substring(done, begin));
            done = begin + itself.length();
        }
        if (rendered.indexOf('?', done) >= 0) {
            throw new IllegalStateException("There are more values than %d in %s".formatted(values.size(), rendered));
        }
        text.add(rendered.substring(done));
        return List.copyOf(text);
    }
}

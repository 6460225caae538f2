package io.merkato.api;

import graphql.GraphQLContext;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long an answer can be given again, by a cache or from memory; whoever reads what changes without being written says so here. */
public final class Freshness {

    /** Key of a request's context: the ids of the tenant and the store that it is about. */
    public static final String ABOUT = "io.merkato.about";

    static final String KEY = Freshness.class.getName();

    private CachePolicy policy = CachePolicy.OF_ONE;
    private CachePolicy inMemory = CachePolicy.OF_ONE;
    private List<String> about = List.of();
    private Instant until = Instant.MAX;
    private final Set<AnswerMemory.Found> found = new LinkedHashSet<>();

    Freshness() {}

    /** Key of a request's context, which is there where its caller is somebody, though the viewer is anonymous: a guest. */
    public static final String OF_SOMEBODY = "io.merkato.ofSomebody";

    /** Whether anybody asks for it: not where an answer goes to its caller alone. */
    public static boolean matters(GraphQLContext context) {
        return context.hasKey(KEY);
    }

    /** From this moment on the answer may be another one. */
    public static void until(GraphQLContext context, Instant moment) {
        Freshness asked = of(context);
        if (asked != null) {
            asked.endsAt(moment);
        }
    }

    /** The answer may be another one at any time, as it goes by stock. */
    public static void none(GraphQLContext context) {
        until(context, Instant.MIN);
    }

    static @Nullable Freshness of(GraphQLContext context) {
        return context.get(KEY);
    }

    synchronized void endsAt(Instant moment) {
        until = moment.isBefore(until) ? moment : until;
    }

    synchronized void begins(CachePolicy byCaches, CachePolicy inOurMemory, List<TypeId> ids) {
        policy = byCaches;
        inMemory = inOurMemory;
        about = ids.stream().map(TypeId::text).toList();
    }

    synchronized void restsOn(AnswerMemory.Found one) {
        found.add(one);
    }

    /** What an answer from memory rests on, this one does too. */
    synchronized void is(AnswerMemory.Answer known) {
        endsAt(known.until());
        found.addAll(known.found());
    }

    /** Until when it may be kept elsewhere, where nobody looks what it rests on. */
    synchronized Instant until() {
        return found.isEmpty() ? until : Instant.MIN;
    }

    /** Until when it may be remembered here. */
    synchronized Instant inMemoryUntil() {
        return until;
    }

    synchronized List<AnswerMemory.Found> found() {
        return List.copyOf(found);
    }

    /** How it may be kept elsewhere. */
    synchronized CachePolicy policy() {
        return policy;
    }

    /** How it may be remembered here, where what is {@link ReadAnew} does not count. */
    synchronized CachePolicy inMemory() {
        return inMemory;
    }

    synchronized List<String> about() {
        return about;
    }
}

package io.merkato.api;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Lets each event of a subscription be a request of its own: nothing is known from the one before, who shops and whose it is is asked again, and nothing is
 * remembered, neither of a catalogue nor what an event rests on.
 */
public final class EachEvent implements DataFetcher<Object> {

    /** Key of the context of a subscription. */
    public static final String KEY = EachEvent.class.getName();

    private final DataFetcher<?> fetcher;

    EachEvent(DataFetcher<?> fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public @Nullable Object get(DataFetchingEnvironment environment) throws Exception {
        environment.getGraphQlContext().put(KEY, true);
        environment.getGraphQlContext().delete(Freshness.KEY);
        Object events = fetcher.get(environment);
        return events instanceof Publisher<?> publisher
                ? Flux.from(publisher).doOnNext(event -> begin(event, environment))
                : events;
    }

    private static void begin(Object event, DataFetchingEnvironment environment) {
        environment.getDataLoaderRegistry().getDataLoaders().forEach(DataLoader::clearAll);
        Ownership asking = environment.getGraphQlContext().get("shopper");
        if (asking != null) {
            asking.again();
        }
        if (event instanceof Owned owned && !AudienceVisitor.isTheirs(owned, environment)) {
            throw Fault.notFound();
        }
    }
}

package io.merkato.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;

/** What of an answer is {@link ReadAnew}: noted while it is made, and filled whenever it is given again, if that still rests on what it did. */
final class Holes {

    /** Key of the context of a request whose answer is going to be remembered. */
    static final String KEY = Holes.class.getName();

    private final List<AnswerMemory.Hole> noted = Collections.synchronizedList(new ArrayList<>());

    void add(AnswerMemory.Hole hole) {
        noted.add(hole);
    }

    List<AnswerMemory.Hole> all() {
        return List.copyOf(noted);
    }

    /**
     * What the answer is now; empty where it rests on something else by now. It fails where its loaders do, and then they say so at once to whoever asks
     * them the same in this request.
     */
    static CompletableFuture<Optional<Map<String, Object>>> filled(
            AnswerMemory.Answer answer, DataLoaderRegistry loaders) {
        List<AnswerMemory.Hole> holes = answer.holes();
        if (holes.isEmpty() && answer.found().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(answer.data().filled(List.of())));
        }
        List<CompletableFuture<Object>> values = holes.stream()
                .map(hole -> loader(loaders, hole.loader()).load(hole.key()))
                .toList();
        List<CompletableFuture<Boolean>> same = answer.found().stream()
                .map(each -> loader(loaders, each.loader())
                        .load(each.key())
                        .thenApply(now -> each.value().equals(now)))
                .toList();
        loaders.dispatchAll();
        return CompletableFuture.allOf(
                        Stream.concat(values.stream(), same.stream()).toArray(CompletableFuture<?>[]::new))
                .whenComplete((read, failure) -> {
                    for (int i = 0; i < values.size() && failure != null; i++) {
                        loader(loaders, holes.get(i).loader())
                                .prime(holes.get(i).key(), values.get(i));
                    }
                })
                .thenApply(read -> {
                    if (!same.stream().allMatch(CompletableFuture::join)) {
                        return Optional.empty();
                    }
                    var now = new ArrayList<@Nullable Object>(holes.size());
                    for (int i = 0; i < holes.size(); i++) {
                        @Nullable Object value = values.get(i).join();
                        now.add(value == null ? holes.get(i).otherwise() : value);
                    }
                    return Optional.of(answer.data().filled(now));
                });
    }

    private static DataLoader<Object, Object> loader(DataLoaderRegistry loaders, String name) {
        return requireNonNull(loaders.<Object, Object>getDataLoader(name));
    }
}

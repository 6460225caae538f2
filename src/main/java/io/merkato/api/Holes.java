package io.merkato.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            return CompletableFuture.completedFuture(Optional.of(answer.data()));
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
                    var copy = new Copy(answer.data());
                    for (int i = 0; i < values.size(); i++) {
                        AnswerMemory.Hole hole = holes.get(i);
                        @Nullable Object value = values.get(i).join();
                        copy.put(hole.path(), value == null ? hole.otherwise() : value);
                    }
                    return Optional.of(copy.root);
                });
    }

    private static DataLoader<Object, Object> loader(DataLoaderRegistry loaders, String name) {
        return requireNonNull(loaders.<Object, Object>getDataLoader(name));
    }

    /** Of data that other requests read too; what nothing is put into stays the same object. */
    private static final class Copy {

        private final Map<String, Object> root;
        private final Set<Object> own = Collections.newSetFromMap(new IdentityHashMap<>());

        Copy(Map<String, Object> data) {
            this.root = new LinkedHashMap<>(data);
        }

        void put(List<Object> path, @Nullable Object value) {
            Object place = root;
            for (Object step : path.subList(0, path.size() - 1)) {
                place = own(place, step);
            }
            set(place, path.getLast(), value);
        }

        private Object own(Object parent, Object step) {
            Object child = requireNonNull(
                    parent instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) parent).get(step));
            if (own.contains(child)) {
                return child;
            }
            Object copy =
                    child instanceof List<?> list ? new ArrayList<>(list) : new LinkedHashMap<>((Map<?, ?>) child);
            own.add(copy);
            set(parent, step, copy);
            return copy;
        }

        @SuppressWarnings("unchecked") // a copy of our own
        private static void set(Object parent, Object step, @Nullable Object value) {
            if (parent instanceof List<?> list) {
                ((List<@Nullable Object>) list).set((Integer) step, value);
            } else {
                ((Map<Object, @Nullable Object>) parent).put(step, value);
            }
        }
    }
}

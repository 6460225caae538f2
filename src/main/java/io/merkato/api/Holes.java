package io.merkato.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;

/** What of an answer is {@link ReadAnew}: noted while it is made, and filled whenever it is given again. */
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

    /** What the answer is now; it fails where its loaders do, and then they say so at once to whoever asks them the same in this request. */
    static CompletableFuture<Map<String, Object>> filled(AnswerMemory.Answer answer, DataLoaderRegistry loaders) {
        List<AnswerMemory.Hole> holes = answer.holes();
        if (holes.isEmpty()) {
            return CompletableFuture.completedFuture(answer.data());
        }
        List<CompletableFuture<Object>> values = holes.stream()
                .map(hole -> loader(loaders, hole).load(hole.key()))
                .toList();
        loaders.dispatchAll();
        return CompletableFuture.allOf(values.toArray(CompletableFuture<?>[]::new))
                .whenComplete((read, failure) -> {
                    for (int i = 0; i < values.size() && failure != null; i++) {
                        loader(loaders, holes.get(i)).prime(holes.get(i).key(), values.get(i));
                    }
                })
                .thenApply(read -> {
                    var copy = new Copy(answer.data());
                    for (int i = 0; i < values.size(); i++) {
                        AnswerMemory.Hole hole = holes.get(i);
                        @Nullable Object value = values.get(i).join();
                        copy.put(hole.path(), value == null ? hole.otherwise() : value);
                    }
                    return copy.root;
                });
    }

    private static DataLoader<Object, Object> loader(DataLoaderRegistry loaders, AnswerMemory.Hole hole) {
        return requireNonNull(loaders.<Object, Object>getDataLoader(hole.loader()));
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

package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.ATTEMPT;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Addresses;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Secrets;
import io.merkato.jooq.identity.tables.records.AttemptRecord;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts tries before they are made, so that many at once are not more than allowed. What is counted is a login as typed,
 * whether there is one or not, so that being throttled tells nothing. The place is asked first: what one place may not do
 * leaves no further trace, and cannot use up what others may.
 */
@Component
class Throttle {

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** How long a login's success from a place keeps strangers elsewhere from shutting it out there. */
    private static final Duration LATELY = Duration.ofDays(30);

    private static final int TRIES_FROM_A_PLACE = 5;
    private static final int TRIES_FROM_EVERYWHERE = 50;
    private static final int TRIES_BY_A_TOKEN = 5;
    private static final int REFRESHES_OF_A_SESSION = 1000;
    private static final int CODES_OF_A_PERSON = 10;
    private static final int CODES_FROM_A_PLACE = 1000;
    private static final int MESSAGES_FROM_A_PLACE = 3;
    private static final int MESSAGES_FROM_EVERYWHERE = 10;

    private final PlatformContext platform;
    private final Hmac hmac;
    private final Clock clock;
    private final int triesPerAddress;
    private final int signInsPerAddress;
    private final int guestsPerAddress;
    private final int guestsPerTenant;
    private final int invitationsPerTenant;
    private final int textsPerTenant;
    private final int texts;

    Throttle(PlatformContext platform, Secrets secrets, Clock clock, IdentityProperties properties) {
        this.platform = platform;
        this.hmac = Hmac.of(secrets, "identity.attempt");
        this.clock = clock;
        this.triesPerAddress = properties.triesPerAddress();
        this.signInsPerAddress = properties.signInsPerAddress();
        this.guestsPerAddress = properties.guestsPerAddress();
        this.guestsPerTenant = properties.guestsPerTenant();
        this.invitationsPerTenant = properties.invitationsPerTenant();
        this.textsPerTenant = properties.textsPerTenant();
        this.texts = properties.texts();
    }

    /** So many tries within a window that begins with the first. */
    private record Count(String of, int most, Duration window) {}

    /**
     * @param counted all that it counts for
     * @param failures those of them that are given back if it succeeds
     */
    record Try(String login, String place, List<Count> counted, List<Count> failures) {}

    /**
     * A try to prove a password: few from one place, so that guessing is hopeless; more from everywhere, so that a stranger
     * who tries on purpose does not shut the owner out, and never out of a place where they signed in lately. Right passwords
     * count for their place too: comparing one takes a core as long as comparing a wrong one.
     */
    Try takeSignIn(String login, @Nullable String address) {
        return takeComparison("sign-in", login, address);
    }

    /** As {@link #takeSignIn}, by who is signed in: apart from what strangers type, which may be any text. */
    Try takePasswordChange(User.Id user, @Nullable String address) {
        return takeComparison("change", user.text(), address);
    }

    private Try takeComparison(String purpose, String login, @Nullable String address) {
        String place = place(login, address);
        Count comparisons = comparisonsFrom(place);
        take(comparisons);
        var failures = new ArrayList<>(
                List.of(fromPlace(place), new Count(there(purpose, login, place), TRIES_FROM_A_PLACE, QUARTER)));
        failures.forEach(this::take);
        if (!succeededLately(login, place)) {
            var everywhere = new Count(everywhere(purpose, login), TRIES_FROM_EVERYWHERE, QUARTER);
            take(everywhere);
            failures.add(everywhere);
        }
        var counted = new ArrayList<>(failures);
        counted.add(comparisons);
        return new Try(login, place, counted, failures);
    }

    /** What was typed comes last, so that no text is counted as another's with its place. */
    private static String there(String purpose, String login, String place) {
        return purpose + " from " + place + " by " + login;
    }

    private static String everywhere(String purpose, String login) {
        return purpose + " everywhere by " + login;
    }

    /**
     * A password that is to be set by a token, which stays good where it is refused: few by one token, and with sign-ins from one
     * place, since comparing it with those of before takes a core as long.
     */
    Try takeToken(byte[] hash, @Nullable String address) {
        String token = HexFormat.of().formatHex(hash);
        String place = place(token, address);
        List<Count> counted =
                List.of(comparisonsFrom(place), new Count("passwords by " + token, TRIES_BY_A_TOKEN, QUARTER));
        counted.forEach(this::take);
        return new Try(token, place, counted, List.of());
    }

    /** Makes the try that was taken. One that ends in a fault, as where too many compare passwords at once, was none and does not count. */
    <T> T during(Try taken, Supplier<T> made) {
        try {
            return made.get();
        } catch (Fault stopped) {
            giveBack(taken.counted());
            throw stopped;
        }
    }

    /** The next tokens of a session, each of which is kept for a while: far more than anybody needs. */
    void takeRefresh(Session.Id session) {
        take(new Count("refreshes of " + session, REFRESHES_OF_A_SESSION, DAY));
    }

    /**
     * Whether a message may go to a login that somebody typed. A place that asks too often is told so; where only the login
     * had enough messages, from wherever, none is sent and nobody told, because whoever asks now may be its owner.
     *
     * @param purpose each has its own count
     */
    boolean takeMessage(String purpose, String login, @Nullable String address) {
        String place = place(login, address);
        take(fromPlace(place));
        take(new Count(there(purpose, login, place), MESSAGES_FROM_A_PLACE, HOUR));
        return succeededLately(login, place)
                || !exceeded(new Count(everywhere(purpose, login), MESSAGES_FROM_EVERYWHERE, HOUR));
    }

    /** An invitation by staff, who are told where their tenant has sent so many, or so many to this login. What other tenants send does not count: theirs to end. */
    void takeInvitation(Tenant.Id tenant, Login login) {
        take(new Count("invitations of " + tenant, invitationsPerTenant, DAY));
        take(new Count("invitation of " + tenant + " to " + login.key(), MESSAGES_FROM_EVERYWHERE, HOUR));
        takeText(login, tenant);
    }

    /** A message that costs money where it goes to a phone: of one tenant only so many, and of all. */
    private void takeText(Login login, Tenant.@Nullable Id tenant) {
        texts("texts", 1, login, tenant).forEach(this::take);
    }

    /** As {@link #takeText}, for somebody of whom nothing is known: of no more than half, so that strangers leave the others to those who are. */
    void takeStrangersText(Login login, Tenant.@Nullable Id tenant) {
        texts("strangers' texts", 2, login, tenant).forEach(this::take);
        takeText(login, tenant);
    }

    /** As {@link #takeText}, where nobody may hear whether anything is sent. */
    boolean mayText(Login login, Tenant.@Nullable Id tenant) {
        return texts("texts", 1, login, tenant).stream().noneMatch(this::exceeded);
    }

    private List<Count> texts(String which, int share, Login login, Tenant.@Nullable Id tenant) {
        if (!(login instanceof Login.Phone)) {
            return List.of();
        }
        var ofAll = new Count(which, (texts + share - 1) / share, DAY);
        return tenant == null
                ? List.of(ofAll)
                : List.of(new Count(which + " of " + tenant, (textsPerTenant + share - 1) / share, DAY), ofAll);
    }

    /** Somebody of whom nothing is known and for whom something is kept from now on: from one place only so many, and of one tenant. */
    void takeGuest(String tenant, @Nullable String address) {
        take(new Count("guests from " + place(tenant, address), guestsPerAddress, QUARTER));
        take(new Count("guests of " + tenant, guestsPerTenant, DAY));
    }

    /**
     * A code that is worth something: few wrong ones of one person, and more from one place, where thousands may be behind one address. Staff count for themselves alone.
     * Nobody is stopped by what others try elsewhere: codes are too long to be guessed, however many try. Whoever is stopped has tried nothing, and so it does not count.
     */
    Try takeCode(String tenant, String person, boolean byStaff, @Nullable String address) {
        String place = place(person, address);
        String of = "codes of " + person + " at " + tenant;
        List<Count> failures = byStaff
                ? List.of(new Count(of, triesPerAddress, QUARTER))
                : List.of(
                        new Count(of, CODES_OF_A_PERSON, QUARTER),
                        new Count("codes from " + place, CODES_FROM_A_PLACE, QUARTER));
        var taken = new ArrayList<Count>();
        try {
            for (Count count : failures) {
                taken.add(count);
                take(count);
            }
        } catch (Fault stopped) {
            giveBack(taken);
            throw stopped;
        }
        return new Try(person, place, failures, failures);
    }

    /** What succeeded is no failure. */
    void giveBack(Try made) {
        giveBack(made.failures());
    }

    private void giveBack(List<Count> counts) {
        for (Count count : counts) {
            platform.sql()
                    .update(ATTEMPT)
                    .set(ATTEMPT.TRIES, greatest(ATTEMPT.TRIES.minus(1), inline(0)))
                    .where(ATTEMPT.KEY.eq(hmac.of(count.of())))
                    .execute();
        }
    }

    /** As {@link #giveBack}, and its place is one of the login's own for a while. */
    void succeeded(Try made) {
        giveBack(made);
        platform.sql()
                .insertInto(ATTEMPT, ATTEMPT.KEY, ATTEMPT.TRIES, ATTEMPT.ENDS_AT)
                .values(ownPlace(made.login(), made.place()), 1, clock.instant().plus(LATELY))
                .onConflict(ATTEMPT.KEY)
                .doUpdate()
                .set(ATTEMPT.ENDS_AT, excluded(ATTEMPT.ENDS_AT))
                .execute();
    }

    private boolean succeededLately(String login, String place) {
        return platform.sql()
                .fetchExists(ATTEMPT, ATTEMPT.KEY.eq(ownPlace(login, place)).and(ATTEMPT.ENDS_AT.gt(clock.instant())));
    }

    private byte[] ownPlace(String login, String place) {
        return hmac.of("signed in " + login + ' ' + place);
    }

    void forgetEnded() {
        Expired.delete(platform, ATTEMPT, ATTEMPT.KEY, ATTEMPT.ENDS_AT.lt(clock.instant()));
    }

    private Count comparisonsFrom(String place) {
        return new Count("sign-ins from " + place, signInsPerAddress, QUARTER);
    }

    private Count fromPlace(String place) {
        return new Count("from " + place, triesPerAddress, QUARTER);
    }

    private void take(Count count) {
        var counted = counted(count);
        if (counted.getTries() > count.most()) {
            long wait = Math.max(
                    1, Duration.between(clock.instant(), counted.getEndsAt()).toSeconds());
            throw Fault.of(
                    FaultCode.THROTTLED, "Too many tries. Wait before trying again.", Map.of("retryAfter", wait));
        }
    }

    private boolean exceeded(Count count) {
        return counted(count).getTries() > count.most();
    }

    private AttemptRecord counted(Count count) {
        Instant now = clock.instant();
        var ended = ATTEMPT.ENDS_AT.le(now);
        return platform.sql()
                .insertInto(ATTEMPT, ATTEMPT.KEY, ATTEMPT.TRIES, ATTEMPT.ENDS_AT)
                .values(hmac.of(count.of()), 1, now.plus(count.window()))
                .onConflict(ATTEMPT.KEY)
                .doUpdate()
                .set(ATTEMPT.TRIES, when(ended, inline(1)).otherwise(ATTEMPT.TRIES.plus(1)))
                .set(ATTEMPT.ENDS_AT, when(ended, excluded(ATTEMPT.ENDS_AT)).otherwise(ATTEMPT.ENDS_AT))
                .returning(ATTEMPT.TRIES, ATTEMPT.ENDS_AT)
                .fetchSingle();
    }

    /**
     * Where a try comes from: an address, and of IPv6, where a customer has a whole /64, that. Tries whose address cannot be
     * told share nothing but their login, so that none of them shuts out another's owner.
     */
    private static String place(String login, @Nullable String address) {
        String literal = Addresses.literal(address);
        if (literal == null) {
            return "nowhere for " + login;
        }
        byte[] bytes = InetAddress.ofLiteral(literal).getAddress();
        return Arrays.toString(bytes.length == 4 ? bytes : Arrays.copyOf(bytes, 8));
    }
}

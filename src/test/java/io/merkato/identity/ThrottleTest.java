package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Secrets;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.jooq.identity.Tables;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@MerkatoTest
class ThrottleTest {

    private final PlatformContext platform;
    private final Throttle throttle;
    private final TenantContext merchant;
    private final SignUps signUps;
    private final PasswordResets resets;
    private final Logins logins;
    private final Sessions sessions;
    private final UserRepository users;
    private final PasswordResetRepository tokens;
    private final Clock clock;
    private final String login = Merchants.email();
    private final byte[] network = new byte[5];

    ThrottleTest(
            PlatformContext platform,
            Secrets secrets,
            Clock clock,
            SignUps signUps,
            PasswordResets resets,
            Logins logins,
            Sessions sessions,
            UserRepository users,
            PasswordResetRepository tokens,
            Merchants merchants) {
        this.platform = platform;
        this.signUps = signUps;
        this.resets = resets;
        this.logins = logins;
        this.sessions = sessions;
        this.users = users;
        this.tokens = tokens;
        this.clock = clock;
        this.merchant = merchants.open().tenant();
        var source = new MapConfigurationPropertySource(Map.of(
                "merkato.identity.tries-per-address",
                20,
                "merkato.identity.sign-ins-per-address",
                30,
                "merkato.identity.guests-per-address",
                4,
                "merkato.identity.guests-per-tenant",
                6,
                "merkato.identity.invitations-per-tenant",
                3,
                "merkato.identity.texts-per-tenant",
                4));
        var properties = new Binder(source).bindOrCreate("merkato.identity", IdentityProperties.class);
        this.throttle = new Throttle(platform, secrets, clock, properties);
        new Random(Uuid7.next().getLeastSignificantBits()).nextBytes(network);
    }

    /** One of this test's own addresses, each in another /64. */
    private String address(int number) {
        return String.format(
                "2001:%x:%x:%x::1",
                (network[0] & 255) << 8 | network[1] & 255, (network[2] & 255) << 8 | network[3] & 255, number + 1);
    }

    @Test
    void guests_are_so_many_from_one_place_at_all_tenants_and_so_many_at_one_tenant_from_everywhere() {
        IntStream.range(0, 4).forEach(i -> throttle.takeGuest("tenant " + i + address(0), address(0)));
        assertThrottled(() -> throttle.takeGuest("another " + address(0), address(0)));

        String tenant = "tenant of " + address(0);
        IntStream.range(1, 7).forEach(i -> throttle.takeGuest(tenant, address(i)));
        assertThrottled(() -> throttle.takeGuest(tenant, address(7)));
        throttle.takeGuest("another " + address(0), address(7));
    }

    @Test
    void of_those_who_try_codes_at_once_whoever_is_stopped_is_not_counted_and_a_place_stops_no_staff() {
        String person = "customer of " + address(0);
        var made = new ArrayList<Throttle.Try>();
        for (int i = 0; i < 64; i++) {
            if (i < 10) {
                made.add(throttle.takeCode("tenant", person, false, address(0)));
            } else {
                assertThrottled(() -> throttle.takeCode("tenant", person, false, address(0)));
            }
        }
        made.forEach(throttle::giveBack);
        throttle.takeCode("tenant", person, false, address(0));

        for (int i = 0; i < 20; i++) {
            throttle.takeCode("tenant", "guest " + i + " of " + address(0), false, address(0));
        }
        throttle.takeCode("tenant", "somebody else of " + address(0), false, address(0));
        for (int i = 0; i < 20; i++) {
            throttle.takeCode("tenant", "staff of " + address(0), true, address(0));
        }
        assertThrottled(() -> throttle.takeCode("tenant", "staff of " + address(0), true, address(0)));
    }

    @Test
    void strangers_do_not_shut_a_login_out_of_where_it_succeeded_lately() {
        String home = address(0);
        throttle.succeeded(throttle.takeSignIn(login, home));
        for (int stranger = 1; stranger <= 10; stranger++) {
            for (int i = 0; i < 5; i++) {
                throttle.takeSignIn(login, address(stranger));
            }
        }

        assertThrottled(() -> throttle.takeSignIn(login, address(11)));
        throttle.succeeded(throttle.takeSignIn(login, home));
        IntStream.range(0, 5).forEach(i -> throttle.takeSignIn(login, home));
        assertThrottled(() -> throttle.takeSignIn(login, home));
    }

    @Test
    void nobody_shuts_a_login_out_by_another_that_is_typed_as_the_login_and_its_place() throws Exception {
        String home = address(0);
        byte[] network = InetAddress.getByName(home).getAddress();
        String typed = login + ' ' + Arrays.toString(Arrays.copyOf(network, 8));
        for (int i = 0; i < 5; i++) {
            throttle.takeSignIn(typed, address(1));
            throttle.takeMessage("reset", typed, address(2 + i));
        }

        throttle.succeeded(throttle.takeSignIn(login, home));
        assertThat(throttle.takeMessage("reset", login, home)).isTrue();
    }

    @Test
    void what_an_address_may_not_do_leaves_no_trace_at_the_logins() {
        String address = address(0);
        for (int i = 0; i < 20; i++) {
            throttle.takeSignIn(Merchants.email(), address);
        }
        int before = attempts();
        for (int i = 0; i < 10; i++) {
            assertThrottled(() -> throttle.takeSignIn(Merchants.email(), address));
        }

        assertThat(attempts()).isEqualTo(before);
    }

    @Test
    void right_passwords_count_for_their_address() {
        for (int i = 0; i < 30; i++) {
            throttle.succeeded(throttle.takeSignIn(Merchants.email(), address(0)));
        }

        assertThrottled(() -> throttle.takeSignIn(Merchants.email(), address(0)));
        throttle.takeSignIn(Merchants.email(), address(1));
    }

    @Test
    void passwords_by_tokens_count_with_sign_ins_from_one_address() {
        for (int i = 0; i < 30; i++) {
            throttle.takeToken(new Secret(i + address(0)).hash(), address(0));
        }

        assertThrottled(() -> throttle.takeToken(new Secret("another " + address(0)).hash(), address(0)));
        assertThrottled(() -> throttle.takeSignIn(login, address(0)));
        throttle.takeSignIn(login, address(1));
    }

    @Test
    void a_tenants_staff_invite_so_many_in_a_day() {
        for (int i = 0; i < 3; i++) {
            throttle.takeInvitation(merchant.id(), email());
        }

        assertThrottled(() -> throttle.takeInvitation(merchant.id(), email()));
        throttle.takeInvitation(new Tenant.Id(Uuid7.next()), email());
    }

    @Test
    void a_tenants_texts_in_a_day_are_so_many_whatever_they_are_for() {
        var signUp = new SignUp(signUps, logins, throttle);
        var request = new PasswordResetRequest(resets, logins, throttle);
        var anyone = Viewer.anonymous(Viewer.Origin.NONE);
        for (int i = 0; i < 5; i++) { // which nobody has, so nothing is sent
            request.passwordResetRequest(new PasswordResetRequest.Input("+25191100001" + i), merchant, anyone);
        }
        for (int i = 0; i < 2; i++) {
            signUp.signUp(new SignUp.Input(null, "+25191100000" + i, null, null), merchant, anyone);
        }
        for (int i = 2; i < 5; i++) { // strangers leave half of them to those who are known
            Login of = new Login.Phone("+25191100000" + i);
            assertThrottled(() -> signUp.signUp(new SignUp.Input(null, of.key(), null, null), merchant, anyone));
        }
        assertThat(throttle.mayText(new Login.Phone("+251911000004"), merchant.id()))
                .isTrue();
        throttle.takeInvitation(merchant.id(), new Login.Phone("+251911000005"));

        assertThat(throttle.mayText(new Login.Phone("+251911000004"), merchant.id()))
                .isFalse();
        assertThrottled(() -> throttle.takeInvitation(merchant.id(), new Login.Phone("+251911000005")));
        assertThat(signUp.signUp(new SignUp.Input(login, null, null, null), merchant, anyone)
                        .userErrors())
                .isEmpty();
    }

    private static Login email() {
        return Login.parse(Merchants.email(), null).orElseThrow();
    }

    @Test
    void a_login_that_had_its_messages_gets_no_more_and_nobody_is_told() {
        String home = address(0);
        throttle.succeeded(throttle.takeSignIn(login, home));
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.takeMessage("reset", login, address(1 + i / 3))).isTrue();
        }

        assertThat(throttle.takeMessage("reset", login, address(9))).isFalse();
        assertThat(throttle.takeMessage("reset", login, home)).isTrue();
        assertThat(throttle.takeMessage("sign-up", login, address(9))).isTrue();
        assertThrottled(() -> IntStream.range(0, 4).forEach(i -> throttle.takeMessage("reset", login, address(10))));
    }

    @Test
    void tries_whose_address_cannot_be_told_share_only_their_login() {
        for (@Nullable
        String unknown : new @Nullable String[] {null, "unknown", "", "localhost", "_hidden", "1.2.3.4.5"}) {
            String one = Merchants.email();
            for (int i = 0; i < 5; i++) {
                throttle.takeSignIn(one, unknown);
            }
            assertThrottled(() -> throttle.takeSignIn(one, unknown));
        }
        throttle.takeSignIn(Merchants.email(), null);
    }

    @Test
    void an_address_counts_however_it_is_written() {
        for (int i = 0; i < 5; i++) {
            throttle.takeSignIn(login, address(0));
        }
        assertThrottled(() -> throttle.takeSignIn(login, address(0).toUpperCase(java.util.Locale.ROOT)));
        assertThrottled(() -> throttle.takeSignIn(login, address(0).replace("::1", "::ffff:2")));
        assertThrottled(() -> throttle.takeSignIn(login, address(0) + "%eth0"));
    }

    @Test
    void a_full_queue_of_passwords_is_told_at_once() {
        var hasher = new PasswordHasher(1, 0);

        hasher.inTurn(() -> {
            assertThrottled(() -> hasher.hash(new Secret("one too many")));
            return "";
        });
        assertThat(hasher.matches(new Secret("right"), hasher.hash(new Secret("right"))))
                .isTrue();
    }

    @Test
    void whoever_finds_the_queue_of_passwords_full_has_tried_nothing() {
        var hasher = new PasswordHasher(1, 0);
        var signIn = new SignIn(platform, users, hasher, sessions, logins, throttle);
        var passwords = new Passwords(platform, users, tokens, hasher, throttle, clock);
        var origin = new Viewer.Origin(address(0), null, null);
        byte[] token = new Secret("token of " + login).hash();
        User user = User.of(email(), null, true, clock.instant());
        var input = new SignIn.Input(login, new Secret("wrong"), null);

        hasher.inTurn(() -> {
            for (int i = 0; i < 31; i++) {
                assertThrottled(() -> signIn.signIn(input, null, Viewer.anonymous(origin)));
                assertThrottled(() -> passwords.prepare(user, new Secret("a long enough one"), token, origin));
            }
            return "";
        });

        for (int i = 0; i < 5; i++) {
            throttle.takeSignIn(login, address(0));
            throttle.takeToken(token, address(0));
        }
        assertThrottled(() -> throttle.takeSignIn(login, address(0)));
        assertThrottled(() -> throttle.takeToken(token, address(0)));
    }

    @Test
    void nobodys_password_is_compared_as_everybody_elses_is() {
        String somebodys = new PasswordHasher(1, 0).hash(new Secret("right"));
        int cost = somebodys.lastIndexOf('$', somebodys.lastIndexOf('$') - 1);

        assertThat(PasswordHasher.NOBODYS)
                .startsWith(somebodys.substring(0, cost + 1))
                .hasSameSizeAs(somebodys);
    }

    @Test
    void a_password_longer_than_any_is_never_the_right_one() {
        var hasher = new PasswordHasher(1, 0);
        Secret longer = new Secret("p".repeat(10_000));

        assertThat(hasher.matches(longer, hasher.hash(longer))).isFalse();
    }

    private int attempts() {
        return platform.sql().fetchCount(Tables.ATTEMPT);
    }

    private static void assertThrottled(Runnable tried) {
        assertThatThrownBy(tried::run)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.THROTTLED));
    }
}

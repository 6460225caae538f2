package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.tenancy.Tenants;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@MerkatoTest
class MessageTextTest {

    private final Tenants tenants;
    private final Merchants.Merchant merchant;
    private final TokenIssued invitation;

    MessageTextTest(Tenants tenants, Merchants merchants) {
        this.tenants = tenants;
        this.merchant = merchants.open();
        this.invitation = new TokenIssued(
                TokenIssued.Purpose.INVITATION,
                "a@example.com",
                merchant.tenant().id(),
                "Almaz",
                "mi_a+b");
    }

    @Test
    void an_invitation_says_who_invites_to_which_merchant_and_what_to_call() {
        var text = new MessageText(tenants, properties(Map.of())).of(invitation);

        assertThat(text.subject()).isEqualTo("Invitation to Test");
        assertThat(text.body()).isEqualTo("""
                Almaz invites you to work for Test.

                To accept, call the mutation invitationAccept with this token:

                mi_a+b

                This works once, within seven days. If you do not know them, do nothing.""");
    }

    @Test
    void a_configured_link_has_action_tenant_and_token_in_it() {
        var text = new MessageText(
                        tenants,
                        properties(
                                Map.of("merkato.identity.link", "https://{tenant}.example.com/{action}?token={token}")))
                .of(invitation);

        assertThat(text.body())
                .contains("To accept, open\n\nhttps://" + merchant.slug() + ".example.com/invitation?token=mi_a%2Bb\n");
    }

    private static IdentityProperties properties(Map<String, String> of) {
        return new Binder(new MapConfigurationPropertySource(of))
                .bindOrCreate("merkato.identity", IdentityProperties.class);
    }
}

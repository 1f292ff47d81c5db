using FsCheck.Xunit;

namespace Msmtp.Auth.Sasl.Tests;

public sealed class EveryMechanismTests
{
    readonly IReadOnlyList<SaslMechanism> mechanisms = new PluginUnderTest(new SaslPlugin()).Mechanisms;

    [Fact]
    public void The_strongest_is_chosen_first() => Assert.Equal(
        [
            "SCRAM-SHA-512-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "CRAM-MD5", "DIGEST-MD5", "LOGIN",
        ],
        mechanisms
            .Where(mechanism => mechanism.Facts.IsChosenAutomatically)
            .OrderByDescending(mechanism => mechanism.Facts.Strength)
            .Select(mechanism => mechanism.Name));

    [Fact]
    public void Certificates_and_tokens_have_to_be_asked_for() => Assert.Equal(
        ["EXTERNAL", "OAUTHBEARER", "XOAUTH2"],
        mechanisms.Where(mechanism => !mechanism.Facts.IsChosenAutomatically).Select(mechanism => mechanism.Name));

    [Fact]
    public void Only_scram_is_safe_without_tls_which_its_other_form_is_bound_to() => Assert.Equal(
        ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"],
        mechanisms.Where(mechanism => mechanism.Facts.IsSafeWithoutTls).Select(mechanism => mechanism.Name));

    [Fact]
    public void Only_external_can_do_without_a_user_and_a_secret()
    {
        var external = Assert.Single(mechanisms, mechanism => !mechanism.Facts.NeedsUser);

        Assert.Equal("EXTERNAL", external.Name);
        Assert.Equal(external, Assert.Single(mechanisms, mechanism => mechanism.Facts.Secret is null));
    }

    [Property(MaxTest = 300)]
    public async Task No_challenge_of_whatever_octets_makes_more_than_a_mail_exception(byte[][] challenges)
    {
        foreach (var mechanism in mechanisms)
            await PlayAsync(mechanism, challenges);
    }

    static async Task PlayAsync(SaslMechanism mechanism, byte[][] challenges)
    {
        using var client = mechanism.Create(Some.Bound(Some.Context(), "tls-unique", "tls-server-end-point"));
        try
        {
            await client.StartAsync(CancellationToken.None);
            foreach (var challenge in challenges)
                await client.RespondAsync(challenge, CancellationToken.None);
        }
        catch (MailException e)
        {
            Assert.Equal((ExitCode.Software, DeliveryStage.Auth), (e.ExitCode, e.Stage));
            Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
        }

        // A server that guesses never proves that it knows the password.
        if (mechanism.Name == "DIGEST-MD5" || mechanism.Name.StartsWith("SCRAM-", StringComparison.Ordinal))
            Assert.False(client.IsComplete);
    }
}

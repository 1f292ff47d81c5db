using NSubstitute;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpSessionTests
{
    readonly IAuthenticator authenticator = Substitute.For<IAuthenticator>();

    [Fact]
    public async Task The_authenticator_is_lent_the_session_with_what_the_server_offers()
    {
        SaslOffer? offer = null;
        await authenticator.AuthenticateAsync(Arg.Do<ISaslChannel>(channel => offer = channel.Offer), Some.Token);

        await PlayAsync("S: 220 mx\nC: EHLO localhost\nS: 250-mx\nS: 250 AUTH plain TEST");

        Assert.True(offer is { Host: "mail.example.org", Port: 25, IsMade: true, IsEncrypted: false, Service: "smtp", Mechanisms: ["PLAIN", "TEST"] });
        Assert.Null(offer.ChannelBinding("tls-unique"));
    }

    [Fact]
    public async Task A_server_that_authenticates_nobody_is_left_with_QUIT()
    {
        var none = new MailException(ExitCode.Unavailable, DeliveryStage.Auth, "the server does not support authentication");
        authenticator.AuthenticateAsync(Arg.Is<ISaslChannel>(static channel => !channel.Offer.IsMade), Arg.Any<CancellationToken>())
            .Returns<AuthenticationResult?>(_ => throw none);

        Assert.Same(none, await Assert.ThrowsAsync<MailException>(() => PlayAsync("S: 220 mx\nC: EHLO localhost\nS: 250 mx\nC: QUIT")));
    }

    [Fact]
    public async Task A_login_that_fails_ends_without_a_farewell()
    {
        authenticator.AuthenticateAsync(Arg.Any<ISaslChannel>(), Arg.Any<CancellationToken>())
            .Returns<AuthenticationResult?>(static _ => throw new MailException(ExitCode.NoPerm, DeliveryStage.Auth, "no"));

        await Assert.ThrowsAsync<MailException>(() => PlayAsync("S: 220 mx\nC: EHLO localhost\nS: 250-mx\nS: 250 AUTH TEST"));
    }

    async Task PlayAsync(string script)
    {
        using var stream = new ScriptedConnection(ScriptLine.Parse(script), int.MaxValue);
        var context = Some.Context() with { AuthenticatorFactory = _ => authenticator };
        await using (var session = await SmtpSession.BeginAsync(stream, Some.Connector, context, null, Some.Token))
        {
            try
            {
                await session.AuthenticateAsync(Some.Token);
            }
            finally
            {
                stream.Finish();
            }
        }
    }
}

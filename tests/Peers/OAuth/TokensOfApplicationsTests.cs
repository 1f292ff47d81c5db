using System.Text;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>An application that sends with the sign-in of the command, or with tokens of its own.</summary>
public sealed class TokensOfApplicationsTests(TokenPeers peers) : IClassFixture<TokenPeers>
{
    [Fact]
    public async Task What_the_command_has_signed_in_for_an_application_uses_and_renews()
    {
        using var store = new TempDirectory();
        using var user = await peers.SignedInAsync(Flavour.Native, $"oauth_store {store.Path}");
        var kept = new KeptSignIn(store.Path);
        kept.ExpireIn(TimeSpan.FromSeconds(-10));
        var old = kept.AccessToken;
        await using var mailer = new MailerBuilder().AddDefaultPlugins().AddAccount("default", Commands(
            $"""
            oauth {peers.Provider.Issuer}
            oauth_client_id msmtp
            oauth_scope {OidcProvider.MailScope}
            oauth_store {store.Path}
            """)).Build();

        await SendAsync(mailer, 10);

        Assert.NotEqual(old, kept.AccessToken);
        var seen = await peers.Provider.SeenAsync();
        Assert.Equal((1, 0), (seen.Refreshes, seen.RevokedFamilies));
    }

    [Fact]
    public async Task An_application_brings_tokens_of_its_own()
    {
        using var user = await peers.SignedInAsync(Flavour.Native);
        var tokens = new Tokens("forgotten", user.Kept.AccessToken);
        await using var mailer = new MailerBuilder().AddDefaultPlugins().UseServices(new Services(tokens))
            .AddAccount("default", Commands($"oauth application\noauth_scope {OidcProvider.MailScope}")).Build();

        await SendAsync(mailer, 1);

        // The first was refused, and so another one was asked for.
        Assert.Equal(2, tokens.Requests.Count);
        Assert.Equal((Person.Joe, "localhost"), (tokens.Requests[0].User, tokens.Requests[0].Host));
        Assert.Equal([OidcProvider.MailScope], tokens.Requests[0].Scopes);
        Assert.Equal((false, true), (tokens.Requests[0].Rejected is not null, tokens.Requests[1].Rejected is not null));
        Assert.Equal(0, (await peers.Provider.SeenAsync()).RequestCount);
    }

    async Task SendAsync(IMailer mailer, int count)
    {
        var request = new MailRequest
        {
            Message = MessageInput.FromOctets(Encoding.ASCII.GetBytes("Subject: of an application\n\ntext\n")),
            To = ["you@example.net"],
        };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), TestContext.Current.CancellationToken, async (_, cancellationToken) =>
            await mailer.SendAsync(request, cancellationToken));
        for (var number = 0; number < count; number++)
            await peers.Dovecot.Sink.NextMailAsync(TestContext.Current.CancellationToken);
    }

    IEnumerable<KeyValuePair<string, string>> Commands(string lines) =>
        $"{peers.Dovecot.Account}auth on\nuser {Person.Joe}\n{lines}\n"
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ', 2))
            .Select(static words => KeyValuePair.Create(words[0], words[1]));

    // One after the other.
    sealed class Tokens(params IReadOnlyList<string> tokens) : ITokenProvider
    {
        public List<TokenRequest> Requests { get; } = [];

        public ValueTask<Secret> GetTokenAsync(TokenRequest request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return ValueTask.FromResult(Secret.FromText(tokens[Requests.Count - 1]));
        }
    }

    sealed class Services(ITokenProvider tokens) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ITokenProvider) ? tokens : null;
    }
}

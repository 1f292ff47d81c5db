using System.Text.RegularExpressions;
using Msmtp.Text;

namespace Msmtp.Testing;

/// <summary>
/// The contract of <see cref="ISaslClient"/> as tests. Derive, name the plugin and its mechanism, and play the server of an exchange
/// that succeeds; the suite plays the ones that go wrong.
/// </summary>
public abstract partial class SaslClientConformance : PluginConformance
{
    const int Rounds = 150;

    /// <summary>The mechanism's name.</summary>
    protected abstract string Mechanism { get; }

    /// <summary>Creates the server's side of one exchange with <see cref="Sasl"/>'s user and secret.</summary>
    protected abstract SaslServerSide Serve();

    /// <summary>The secret, if the mechanism needs one.</summary>
    protected virtual string Secret => "correct horse battery staple";

    /// <summary>The context of the exchange: user joe at mail.example.org, as far as the mechanism's facts ask for them.</summary>
    protected virtual SaslContext Sasl => new()
    {
        Account = Registered.Account(Msmtprc),
        User = Registration.Facts.NeedsUser ? "joe" : null,
        Secret = Registration.Facts.Secret is null ? null : Msmtp.Secret.FromText(Secret),
        Host = "mail.example.org",
        Port = 587,
        IsEncrypted = true,
        Offered = [Mechanism],
    };

    SaslMechanism Registration => Registered.Mechanisms.Single(mechanism => mechanism.Name == Mechanism);

    /// <summary>RFC 4422 §3.1: one to twenty upper-case letters, digits, dashes and underscores.</summary>
    [Fact]
    public void Its_name_is_one_of_sasl() => Assert.Matches(NamePattern(), Registration.Name);

    /// <summary>The exchange ends when the server says so, and the client agrees.</summary>
    [Fact]
    public async Task A_correct_server_is_trusted()
    {
        using var client = Create();

        await RunAsync(client, Serve());

        Assert.True(client.IsComplete, "IsComplete is false after an exchange that ended well");
    }

    /// <summary>A server may report success before anything has been exchanged.</summary>
    [Fact]
    public void Nothing_is_complete_before_it_has_begun()
    {
        using var client = Create();

        Assert.False(client.IsComplete, "IsComplete is true before StartAsync");
    }

    /// <summary>Whatever a server says is answered or refused with a <see cref="MailException"/>.</summary>
    [Fact]
    public async Task Nothing_that_a_server_says_breaks_it()
    {
        var soup = new ChallengeSoup();
        for (var round = 0; round < Rounds; round++)
        {
            using var client = Create();
            AssertAllowed(await Record.ExceptionAsync(() => DisturbAsync(client, soup)));
        }
    }

    /// <summary>Exceptions are printed and logged.</summary>
    [Fact]
    public async Task No_secret_is_in_what_it_throws_or_prints()
    {
        var soup = new ChallengeSoup();
        for (var round = 0; round < Rounds; round++)
        {
            using var client = Create();
            var failure = await Record.ExceptionAsync(() => DisturbAsync(client, soup));
            AssertHidden(Secret, failure?.ToString());
            AssertHidden(Secret, client.ToString());
            AssertHidden(Secret, client.Explanation);
            Assert.DoesNotContain(client.Explanation ?? "", char.IsControl);
        }
    }

    /// <summary>A user name may be any text, and a password any octets.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("a\0b", "c\0d")]
    [InlineData("a\r\nb", "c\r\nd")]
    [InlineData("a=b,c", "n,,\u0001")]
    [InlineData("J\u00F6rg \u2160", "\u00AA\u00AD\uFB01")]
    [InlineData("\uDCFF", "\uDCFE")]
    public async Task Names_and_passwords_of_any_octets_are_sent_or_refused(string user, string password)
    {
        var context = Sasl;
        using var secret = Msmtp.Secret.FromText(password);
        context = context with { User = context.User is null ? null : user, Secret = context.Secret is null ? null : secret };

        AssertAllowed(await Record.ExceptionAsync(async () =>
        {
            using var client = Registration.Create(context);
            await BeginAsync(client);
        }));
    }

    /// <summary>It is disposed whatever happened: unused, halfway, at the end, and twice.</summary>
    [Fact]
    public async Task It_can_be_disposed_at_any_time_and_twice()
    {
        var unused = Create();
        var begun = Create();
        var done = Create();
        await begun.StartAsync(Token);
        await RunAsync(done, Serve());

        foreach (var client in (ISaslClient[])[unused, begun, done])
            Assert.Null(Record.Exception(() => { client.Dispose(); client.Dispose(); }));
    }

    /// <summary>The next attempt needs it.</summary>
    [Fact]
    public async Task The_secret_belongs_to_the_caller()
    {
        var context = Sasl;
        using (var client = Registration.Create(context))
            await RunAsync(client, Serve());

        if (context.Secret is not null)
            Assert.Equal(OctetText.Encode(Secret), context.Secret.Reveal().ToArray());
    }

    /// <summary>An application authenticates on several connections concurrently.</summary>
    [Fact]
    public async Task Two_exchanges_do_not_disturb_each_other()
    {
        using var one = Create();
        using var other = Create();
        var (serveOne, serveOther) = (Serve(), Serve());

        var (toOne, toOther) = (serveOne(await StartAsync(one)), serveOther(await StartAsync(other)));
        while (toOne is not null || toOther is not null)
        {
            toOne = toOne is null ? null : serveOne(await RespondAsync(one, toOne));
            toOther = toOther is null ? null : serveOther(await RespondAsync(other, toOther));
        }
        Assert.True(one.IsComplete && other.IsComplete, "IsComplete is false after an exchange that another one was beside");
    }

    /// <summary>A caller who cancels gets an answer or a cancellation, nothing else.</summary>
    [Fact]
    public async Task A_cancelled_caller_gets_an_answer_or_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var client = Create();

        AssertAllowed(await Record.ExceptionAsync(async () => await client.StartAsync(cancelled.Token)), cancelled.Token);
    }

    private protected ISaslClient Create() => Registration.Create(Sasl);

    private protected static async Task RunAsync(ISaslClient client, SaslServerSide server, Action? onChallenge = null)
    {
        var challenge = server(await StartAsync(client));
        while (challenge is not null)
        {
            onChallenge?.Invoke();
            challenge = server(await RespondAsync(client, challenge));
        }
    }

    static async Task<byte[]?> StartAsync(ISaslClient client) => (await client.StartAsync(Token))?.ToArray();

    static async Task<byte[]> RespondAsync(ISaslClient client, byte[] challenge) => (await client.RespondAsync(challenge, Token)).ToArray();

    // As far as a mechanism gets without a server.
    static async Task BeginAsync(ISaslClient client)
    {
        if (await client.StartAsync(Token) is null)
            await client.RespondAsync(ReadOnlyMemory<byte>.Empty, Token);
    }

    // Plays a good exchange up to some challenge, spoils that one, and goes on with nonsense.
    async Task DisturbAsync(ISaslClient client, ChallengeSoup soup)
    {
        var server = Serve();
        var challenge = server(await StartAsync(client));
        for (var good = soup.Next(4); good > 0 && challenge is not null; good--)
            challenge = server(await RespondAsync(client, challenge));
        await client.RespondAsync(soup.Spoil(challenge ?? []), Token);
        for (var more = 0; more < 3; more++)
            await client.RespondAsync(soup.Challenge(), Token);
    }

    [GeneratedRegex("^[A-Z0-9_-]{1,20}$")]
    private static partial Regex NamePattern();
}

/// <summary>The server's side of one successful SASL exchange.</summary>
/// <param name="message">The client's initial or latest response; null: it sent no initial response.</param>
/// <returns>The next challenge; null: the server reports success.</returns>
public delegate byte[]? SaslServerSide(byte[]? message);

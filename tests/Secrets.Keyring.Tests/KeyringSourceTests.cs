using System.Text;
using Msmtp.Text;

namespace Msmtp.Secrets.Keyring.Tests;

public sealed class KeyringSourceTests
{
    static readonly SecretQuery Joe = new(SecretKind.Password) { Host = "mail.example.org", User = "joe" };

    static readonly (string, string)[] Stored = [("user", "joe"), ("service", "smtp"), ("host", "mail.example.org")];
    static readonly (string, string)[] Network =
    [
        ("user", "joe"), ("protocol", "smtp"), ("server", "mail.example.org"), ("xdg:schema", "org.gnome.keyring.NetworkPassword"),
    ];

    readonly FakeKeyring keyring = new();

    [Fact]
    public async Task What_secret_tool_stored_is_found_first()
    {
        keyring.With("old", Network).With("new", Stored);

        Assert.Equal("new", await FindAsync(Joe));
        Assert.Equal(["user=joe service=smtp host=mail.example.org"], keyring.Searches);
    }

    [Fact]
    public async Task A_network_password_is_found_second()
    {
        keyring.With("old", Network);

        Assert.Equal("old", await FindAsync(Joe));
        Assert.Equal(
            [
                "user=joe service=smtp host=mail.example.org",
                "user=joe protocol=smtp server=mail.example.org xdg:schema=org.gnome.keyring.NetworkPassword",
            ],
            keyring.Searches);
    }

    [Fact]
    public async Task A_network_password_without_its_schema_is_another_programs()
    {
        keyring.With("other", ("user", "joe"), ("protocol", "smtp"), ("server", "mail.example.org"));

        Assert.Null(await FindAsync(Joe));
    }

    [Theory]
    [InlineData("mail.example.org", "ann")]
    [InlineData("MAIL.example.org", "joe")]
    [InlineData("example.org", "joe")]
    public async Task Another_host_or_user_has_another_password(string host, string user)
    {
        keyring.With("joe's", Stored);

        Assert.Null(await FindAsync(Joe with { Host = host, User = user }));
    }

    [Fact]
    public async Task A_token_is_kept_where_a_password_would_be()
    {
        keyring.With("ya29", Stored);

        Assert.Equal("ya29", await FindAsync(Joe with { Kind = SecretKind.Token }));
    }

    [Fact]
    public async Task The_secret_of_an_OAuth_client_is_kept_for_its_providers_host()
    {
        keyring.With("GOCSPX-x", ("user", "client"), ("service", "oauth"), ("host", "oauth2.googleapis.com"));
        var query = new SecretQuery(SecretKind.ClientSecret) { Service = "oauth", Host = "oauth2.googleapis.com", User = "client" };

        Assert.Equal("GOCSPX-x", await FindAsync(query));
        Assert.Null(await FindAsync(query with { User = null }));
    }

    [Fact]
    public async Task A_password_that_the_server_refused_is_not_offered_again()
    {
        keyring.With("old", Network).With("new", Stored);
        using var refused = Secret.FromText("new");

        Assert.Equal("old", await FindAsync(Joe with { Rejected = refused }));
    }

    [Fact]
    public async Task Without_a_bus_nothing_is_opened()
    {
        keyring.With("x", Stored);

        Assert.Null(await FindAsync(Joe, hasBus: false));
        Assert.Equal(0, keyring.Opened);
    }

    public static TheoryData<string?, string?, SecretKind> Unanswerable { get; } = new()
    {
        { null, "joe", SecretKind.Password },
        { "mail.example.org", null, SecretKind.Password },
        { "mail.example.org", "joe", SecretKind.Pin },
        { "mail.example.org", "joe", SecretKind.KeyPassphrase },
        { "mail.example.org", OctetText.Decode([(byte)'j', 0xE9]), SecretKind.Password },
        { "mail.example.org", "joe\0x", SecretKind.Password },
        { "mail.example.org\0", "joe", SecretKind.Password },
    };

    [Theory, MemberData(nameof(Unanswerable))]
    public async Task What_no_keyring_can_know_is_not_searched_for(string? host, string? user, SecretKind kind)
    {
        Assert.Null(await FindAsync(new SecretQuery(kind) { Host = host, User = user }));
        Assert.Equal(0, keyring.Opened);
    }

    [Fact]
    public async Task The_connection_is_closed_whether_or_not_something_was_found()
    {
        keyring.With("x", Stored);

        await FindAsync(Joe);
        await FindAsync(Joe with { User = "ann" });

        Assert.Equal((2, 2), (keyring.Opened, keyring.Closed));
    }

    [Fact]
    public async Task A_service_that_is_not_to_be_had_says_nothing()
    {
        var source = Source(hasBus: true, static _ => null);

        Assert.Null(await source.FindAsync(Joe, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_is_stored_or_forgotten()
    {
        using var secret = Secret.FromText("x");
        ISecretSource source = Source(hasBus: true, keyring.Open);

        await source.ReportAsync(Joe, secret, SecretVerdict.Accepted, TestContext.Current.CancellationToken);
        await source.ReportAsync(Joe, secret, SecretVerdict.Rejected, TestContext.Current.CancellationToken);

        Assert.Equal(0, keyring.Opened);
    }

    async Task<string?> FindAsync(SecretQuery query, bool hasBus = true)
    {
        using var secret = await Source(hasBus, keyring.Open).FindAsync(query, TestContext.Current.CancellationToken);
        return secret is null ? null : Encoding.UTF8.GetString(secret.Reveal());
    }

    static KeyringSource Source(bool hasBus, Func<CancellationToken, ISecretService?> open) =>
        new KeyringSource(new SessionBus(_ => hasBus ? "unix:path=/x" : null), open, new BlockingCall(IoMode.Blocking, TimeProvider.System));
}

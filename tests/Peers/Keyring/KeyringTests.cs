using System.Text;

namespace Msmtp.Peers;

/// <summary>
/// Passwords in a real keyring, stored by a user with secret-tool. Every case also runs with the msmtp of the system, if there is one: both
/// have to find the same.
/// </summary>
public sealed class KeyringTests(GnomeKeyring keyring) : IClassFixture<GnomeKeyring>
{
    const string RealMsmtp = "/usr/bin/msmtp";
    const string Host = "127.0.0.1";

    public static TheoryData<Flavour> Flavours { get; } = new(Enum.GetValues<Flavour>());

    public static MatrixTheoryData<Flavour, string> Passwords { get; } = new(
        Enum.GetValues<Flavour>(),
        ["secret", "Gr\u00FC\u00DFe \u65E5\u672C \U0001F642", " blanks \t", "two\nlines", "\"quoted\" \\ 'too'", new string('x', 250)]);

    public static MatrixTheoryData<Flavour, string> OfOthers { get; } = new(
        Enum.GetValues<Flavour>(),
        [
            "host 127.0.0.2 service smtp user {0}",
            "host 127.0.0.1 service imap user {0}",
            "host 127.0.0.1 service smtp user {0}x",
            "host 127.0.0.1 service SMTP user {0}",
            "host 127.0.0.1 user {0}",
            "service smtp user {0}",
            "server 127.0.0.1 protocol smtp user {0}",
            "server 127.0.0.1 protocol imap user {0} xdg:schema org.gnome.keyring.NetworkPassword",
            "server 127.0.0.2 protocol smtp user {0} xdg:schema org.gnome.keyring.NetworkPassword",
            "server 127.0.0.1 protocol smtp user {0}x xdg:schema org.gnome.keyring.NetworkPassword",
        ]);

    [Theory, MemberData(nameof(Passwords))]
    public async Task A_password_is_found_as_it_was_stored(Flavour flavour, string password)
    {
        var user = NewUser();
        await StoreAsync(password, Stored(user));

        Assert.Equal(Attempt.With(password), await SendAsync(flavour, user));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task An_empty_password_is_one_too(Flavour flavour)
    {
        var user = NewUser();
        await StoreAsync("", Stored(user));

        var login = await SendAsync(flavour, user);

        // RFC 4616 §2: PLAIN has no empty passwords, and so the server refuses it.
        Assert.Equal((77, ""), (login.ExitCode, login.Password));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task A_network_password_of_an_older_library_is_found(Flavour flavour)
    {
        var user = NewUser();
        await StoreAsync("secret", Network(user));

        Assert.Equal(Attempt.With("secret"), await SendAsync(flavour, user));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task What_was_stored_for_msmtp_comes_before_a_network_password(Flavour flavour)
    {
        var user = NewUser();
        await StoreAsync("for msmtp", Stored(user));
        await StoreAsync("of the network", Network(user));

        Assert.Equal(Attempt.With("for msmtp"), await SendAsync(flavour, user));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task Of_several_the_service_chooses(Flavour flavour)
    {
        var user = NewUser();
        await StoreAsync("first", [.. Stored(user), "note", "1"]);
        await StoreAsync("second", [.. Stored(user), "note", "2"]);

        var login = await SendAsync(flavour, user);

        Assert.Contains(login.Password, (string[])["first", "second"]);
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task More_attributes_do_no_harm(Flavour flavour)
    {
        var user = NewUser();
        await StoreAsync("secret", [.. Stored(user), "xdg:schema", "org.example.Mail", "note", "mine"]);

        Assert.Equal(Attempt.With("secret"), await SendAsync(flavour, user));
    }

    [Theory, MemberData(nameof(OfOthers))]
    public async Task A_password_for_something_else_is_not_taken(Flavour flavour, string attributes)
    {
        var user = NewUser();
        await StoreAsync("secret", string.Format(null, CompositeFormat.Parse(attributes), user).Split(' '));

        Assert.Equal(Attempt.None, await SendAsync(flavour, user));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task The_host_is_the_one_that_the_user_typed(Flavour flavour)
    {
        var user = NewUser();
        await StoreAsync("secret", "host", "LocalHost", "service", "smtp", "user", user);

        Assert.Equal(Attempt.With("secret"), await SendAsync(flavour, user, host: "LocalHost"));
        Assert.Equal(Attempt.None, await SendAsync(flavour, user, host: "localhost"));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task A_user_beyond_ASCII_has_a_password_too(Flavour flavour)
    {
        var user = NewUser() + "\u00FC";
        await StoreAsync("secret", Stored(user));

        Assert.Equal(Attempt.With("secret"), await SendAsync(flavour, user));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task A_locked_keyring_that_nobody_unlocks_says_nothing(Flavour flavour)
    {
        var user = NewUser();
        await StoreAsync("secret", Stored(user));
        await keyring.LockAsync();
        try
        {
            var asked = keyring.PromptCount;

            Assert.Equal(Attempt.None, await SendAsync(Program.Ours(flavour), user));
            Assert.Equal(asked + 1, keyring.PromptCount);
            if (File.Exists(RealMsmtp))
            {
                Assert.Equal(Attempt.None, await SendAsync(RealMsmtp, user));
                Assert.Equal(asked + 2, keyring.PromptCount);
            }
        }
        finally
        {
            await keyring.UnlockAsync();
        }

        Assert.Equal(Attempt.With("secret"), await SendAsync(flavour, user));
    }

    [Theory, MemberData(nameof(Flavours))]
    public async Task It_comes_after_passwordeval_and_before_netrc(Flavour flavour)
    {
        var user = NewUser();
        const string Eval = "passwordeval echo of-the-command\n";
        var netrc = $"machine {Host} login {user} password of-netrc\n";

        Assert.Equal(Attempt.With("of-netrc"), await SendAsync(flavour, user, netrc: netrc));
        await StoreAsync("of the keyring", Stored(user));
        Assert.Equal(Attempt.With("of the keyring"), await SendAsync(flavour, user, netrc: netrc));
        Assert.Equal(Attempt.With("of-the-command"), await SendAsync(flavour, user, Eval, netrc: netrc));
        Assert.Equal(Attempt.With("of-the-file"), await SendAsync(flavour, user, $"password of-the-file\n{Eval}", netrc: netrc));
    }

    async Task StoreAsync(string password, params IReadOnlyList<string> attributes) =>
        await keyring.StoreAsync(Encoding.UTF8.GetBytes(password), attributes);

    async Task<Attempt> SendAsync(Flavour flavour, string user, string lines = "", string host = Host, string netrc = "")
    {
        var ours = await SendAsync(Program.Ours(flavour), user, lines, host, netrc);
        if (File.Exists(RealMsmtp))
            Assert.Equal(await SendAsync(RealMsmtp, user, lines, host, netrc), ours);
        return ours;
    }

    async Task<Attempt> SendAsync(string command, string user, string lines = "", string host = Host, string netrc = "")
    {
        await using var server = new LoginServer { Host = host };
        server.Write(".netrc", netrc);
        return await server.SendAsync(command, keyring.Session, user, lines);
    }

    static string[] Stored(string user) => ["host", Host, "service", "smtp", "user", user];

    static string[] Network(string user) =>
        ["server", Host, "protocol", "smtp", "user", user, "xdg:schema", "org.gnome.keyring.NetworkPassword"];

    // One keyring for all tests; each test has a user of its own.
    static string NewUser() => $"u{Guid.NewGuid():N}";
}

using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// Every mechanism against one real server, with every kind of protection, right and wrong credentials, and both commands. The outcome is
/// the one in docs/authentication.md.
/// </summary>
public abstract class AuthenticationTests
{
    const string NotOffered = "not offered";

    readonly IMailServer server;

    private protected AuthenticationTests(IMailServer server) => this.server = server;

    public static MatrixTheoryData<string, Way> Cells { get; } = new(Logins.Mechanisms, Enum.GetValues<Way>());

    [Theory, MemberData(nameof(Cells))]
    public async Task The_outcome_is_the_documented_one(string mechanism, Way way)
    {
        Assert.SkipWhen(mechanism == "GSSAPI" && Kdc.Missing is not null, Kdc.Missing ?? "");
        _ = server.NewMailbox();

        var right = await OutcomesAsync(mechanism, way, Logins.Right(mechanism, server));
        var wrong = right is [NotOffered] ? [] : await OutcomesAsync(mechanism, way, Logins.Wrong(mechanism, server));

        OutcomeTable.Says(mechanism, server.Name, way, string.Join("; ", right.Concat(wrong)));
    }

    // Each distinct outcome once, if it does not depend on the login.
    async Task<IReadOnlyList<string>> OutcomesAsync(string mechanism, Way way, IReadOnlyList<Login> logins)
    {
        var outcomes = await Task.WhenAll(logins.Select(async login => login.Description is { Length: > 0 } description
            ? $"{description}: {await OutcomeAsync(mechanism, way, login)}"
            : await OutcomeAsync(mechanism, way, login)));
        return [.. outcomes.Distinct()];
    }

    // A user must not be able to tell the two commands apart.
    async Task<string> OutcomeAsync(string mechanism, Way way, Login login)
    {
        var outcomes = await Task.WhenAll(Enum.GetValues<Flavour>().Select(flavour => OutcomeAsync(flavour, mechanism, way, login)));
        return Assert.Single(outcomes.Distinct());
    }

    async Task<string> OutcomeAsync(Flavour flavour, string mechanism, Way way, Login login)
    {
        using var msmtp = new Mailer(flavour);
        foreach (var (name, value) in login.Environment)
            msmtp.Environment[name] = value;
        var mailbox = server.NewMailbox();

        var result = await msmtp.SendAsync(
            Mails.Ordinary, $"{server.At(way)}auth {mechanism.ToLowerInvariant()}\n{login.Settings}", mailbox.Address);

        return result.ExitCode == 0
            ? await SentAsync(result, mailbox, mechanism, login.User)
            : await RefusedAsync(result, mailbox, mechanism);
    }

    async Task<string> SentAsync(CommandResult result, Mailbox mailbox, string mechanism, string user)
    {
        Assert.Equal(("", ""), (result.OutputText, result.ErrorText));
        var mail = Assert.Single(await server.DeliveredAsync(mailbox));
        Assert.Equal(Mails.Stored(Mails.Ordinary), mail.Content);
        await server.LoggedAsync(mail, mechanism, user);
        return "sent";
    }

    // One line says why; the server's reply and its remarks on a token follow; the last line says that nothing was sent.
    async Task<string> RefusedAsync(CommandResult result, Mailbox mailbox, string mechanism)
    {
        Assert.Matches(
            @"^msmtp: [^\n]+\n(msmtp: server message: \d{3}[^\n]*\n)*(msmtp: the server explained: [^\n]+\n)?"
            + @"msmtp: could not send mail \(account default from [^\n]*\)\n$",
            result.ErrorText);
        Assert.Equal("", result.OutputText);
        Assert.Empty(await server.DeliveredAsync(mailbox));
        if (result.ErrorText.StartsWith($"msmtp: the server does not support authentication method {mechanism}\n", StringComparison.Ordinal))
        {
            Assert.Equal((int)ExitCode.Unavailable, result.ExitCode);
            return NotOffered;
        }

        Assert.StartsWith($"msmtp: authentication failed (method {mechanism})", result.ErrorText, StringComparison.Ordinal);
        return $"exit {result.ExitCode}";
    }
}

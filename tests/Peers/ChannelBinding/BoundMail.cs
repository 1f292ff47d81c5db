using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A mail to an <see cref="Acceptor"/>, and what both sides report.</summary>
/// <param name="Result">What the command did.</param>
/// <param name="Exchange">What the server saw: the mechanism, the gs2-header and the outcome.</param>
sealed record BoundMail(CommandResult Result, string Exchange)
{
    /// <summary>Sends one as alice.</summary>
    public static async Task<BoundMail> SendAsync(Flavour flavour, AcceptorOptions options, string auth, string password = "secret")
    {
        using var certificates = new TestCertificates();
        return await SendAsync(flavour, options, auth, password, certificates);
    }

    /// <inheritdoc cref="SendAsync(Flavour, AcceptorOptions, string, string)"/>
    public static async Task<BoundMail> SendAsync(
        Flavour flavour, AcceptorOptions options, string auth, string password, TestCertificates certificates)
    {
        using var msmtp = new Mailer(flavour);
        await using var acceptor = await Acceptor.StartAsync(options, certificates);
        var account = $"{acceptor.Account}auth {auth}\npassword {password}\n";
        return new BoundMail(await msmtp.SendAsync(Mails.Ordinary, account, "bob@localhost"), await acceptor.LineAsync());
    }

    /// <summary>Asserts that the mail was accepted after an exchange with this mechanism and gs2-header.</summary>
    public void WasAccepted(string exchange)
    {
        Assert.Equal((0, "", ""), (Result.ExitCode, Result.OutputText, Result.ErrorText));
        Assert.Equal($"{exchange} accepted", Exchange);
    }

    /// <summary>Asserts that the exchange was refused, for this reason.</summary>
    public void WasRefused(string exchange, string reason)
    {
        Assert.StartsWith($"{exchange} refused: ", Exchange, StringComparison.Ordinal);
        Assert.Contains(reason, Exchange, StringComparison.Ordinal);
        Assert.StartsWith(
            $"msmtp: authentication failed (method {exchange.Split(' ')[0]})\nmsmtp: server message: 535 ",
            Result.ErrorText, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.NoPerm, Result.ExitCode);
    }
}
